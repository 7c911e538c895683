import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { FAMILIES } from './ops/all.js';
import { array, opCase } from './ops/spec.js';

const SEED = Number(process.env.LECTERN_TEST_SEED ?? 20_260_101);
const RUNS = Number(process.env.LECTERN_TEST_RUNS ?? 20);

/** Exported functions of `lib/src/tensor/ops/` that are parts of operations and have no counterpart in PyTorch. */
const PARTS = [
  'allclose',
  'average',
  'checkChannels',
  'checkGroups',
  'checkIndices',
  'dilate',
  'equal',
  'everyNth',
  'factorsRead',
  'flatPlaces',
  'greatestCommonDivisor',
  'inputGrad',
  'largest',
  'nanAs',
  'mT',
  'matrices',
  'overPlanes',
  'padsOf',
  'placesOf',
  'poolWindow',
  'promote',
  'reduction',
  'rootOrZero',
  'spaced',
  'square',
  'sumTo',
  'whole',
  'windowSize',
  'withIndices',
];

const torch = torchOfFile();

const WORDS = ['values', 'values and gradients', 'values, gradients and second gradients'];

for (const [family, specs] of Object.entries(FAMILIES)) {
  describe(`${family} operations`, () => {
    for (const it of specs) {
      test(`${it.title} has PyTorch's ${WORDS[it.order]}`, async () => {
        await fc.assert(
          fc.asyncProperty(it.cases, (one) => agree(torch, one, it)),
          { seed: SEED, numRuns: RUNS },
        );
      });
    }
  });
}

test('the comparison notices a wrong value, gradient or second gradient', async () => {
  const [x] = fc.sample(array(2, 2), { seed: SEED, numRuns: 1 });
  const check = (program: string) =>
    agree(
      torch,
      opCase([x], program, (v) => v.mul(v).mul(v)),
      { order: 2 },
    );
  await check('a ** 3');
  await expect(check('a ** 3 + 0.01')).rejects.toThrow('value');
  await expect(check('a ** 3 + (0.01 * a - (0.01 * a).detach())')).rejects.toThrow('gradient 0 by backward');
  const bent = 'a.detach() ** 3 + 3 * a.detach() ** 2 * (a - a.detach())';
  await expect(check(bent)).rejects.toThrow('second gradient 0');
});

test('every operation is in the table, and nothing else', () => {
  const folder = new URL('../../lib/src/tensor/ops/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const exported = sources.flatMap((text) =>
    [...text.matchAll(/^export (?:async )?function (\w+)/gm)].map((m) => m[1]),
  );
  const covered = new Set(Object.values(FAMILIES).flatMap((specs) => specs.map((it) => it.covers)));
  expect([...covered, ...PARTS].sort()).toEqual(exported.sort());
});
