import { readFileSync } from 'node:fs';
import * as lectern from 'lectern';
import { beforeAll, describe, expect, test } from 'vitest';
import '../helpers/close.js';
import type { Values } from '../helpers/close.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const page = readFileSync(new URL('../../docs/from-pytorch.md', import.meta.url), 'utf8');

/** Names that the tables share: the blocks of assignments before them. */
const assigned = (language: string, line: RegExp) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))]
    .map(([, code]) => code)
    .filter((code) =>
      code
        .trim()
        .split('\n')
        .every((each) => line.test(each)),
    )
    .join('');
const python = assigned('python', /^\w+ = torch\./);
const typescript = assigned('ts', /^const \w+ = (tensor|arange)\(/);

const rows = page.split('\n## ').flatMap((section) => {
  const images = section.startsWith('Images');
  return [...section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|$/gm)].map(([, theirs, ours]) => ({
    theirs,
    ours,
    images,
  }));
});

const torch = torchOfFile();
let expected: Record<string, Values>;

beforeAll(async () => {
  const found = rows.map(({ theirs, images }, k) => {
    const value = `torch.as_tensor(${theirs})`;
    return images && !theirs.endsWith('.shape')
      ? `found['${k}'] = ${value}.permute(0, 2, 3, 1)`
      : `found['${k}'] = ${value}`;
  });
  expected = await torch.run(`from torch import nn\n${python}${found.join('\n')}`);
});

describe('the tables of docs/from-pytorch.md', () => {
  test('are found', () => {
    expect(rows.length).toBeGreaterThan(110);
  });

  test.each(rows.map((row, k) => ({ ...row, k })))('$theirs is $ours', ({ ours, theirs, k }) => {
    const run = new Function(...Object.keys(lectern), `${typescript}return ${ours};`);
    const got: unknown = run(...Object.values(lectern));
    const wanted = expected[k];
    if (theirs.endsWith('.shape')) {
      expect(theirs.startsWith('nn.Conv') ? torchOrder(got as number[]) : got).toEqual(Array.from(wanted.values));
    } else if (got instanceof lectern.Tensor) {
      expect(got).toBeCloseToTensor(wanted);
    } else {
      expect(Number(got)).toBeCloseTo(wanted.values[0]);
    }
  });
});

/** Batch, channels, height, width. */
function torchOrder([batch, height, width, channels]: readonly number[]): number[] {
  return [batch, channels, height, width];
}
