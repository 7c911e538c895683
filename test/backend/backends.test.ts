import { getBackend } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { backend, type Tensor, tensor } from 'lectern';
import { afterAll, describe, expect, test } from 'vitest';
import { WEBGPU_SINE_ERROR } from '../../lib/src/backend/exceptions.js';
import type { Tolerance } from '../helpers/close.js';
import '../helpers/close.js';
import { FAMILIES } from '../interop/ops/all.js';
import { derive } from '../interop/ops/derive.js';
import type { OpCase, OpSpec } from '../interop/ops/spec.js';

const SEED = Number(process.env.LECTERN_TEST_SEED ?? 20_260_102);
/** Random cases an operation. */
const CASES = { wasm: 6, cpu: 6, webgpu: 4 } as const;
const RUNS = process.env.LECTERN_TEST_RUNS === undefined ? undefined : Number(process.env.LECTERN_TEST_RUNS);
type Other = keyof typeof CASES;

/** Values, gradients and second gradients on TensorFlow, which other tests compare with PyTorch, are the measure. */
function agree(it: OpCase, spec: OpSpec, name: Other): Promise<void> {
  const { order } = spec;
  const tolerance = toleranceOf(spec, name);
  return on('tensorflow', () => derive(it, order)).then((expected) =>
    on(name, () => {
      const actual = derive(it, order);
      expect(actual.value, 'value').toBeCloseToTensor(expected.value, tolerance);
      expected.backward?.forEach((g, i) => {
        expect(actual.backward?.[i], `gradient ${i}`).toBeCloseToTensor(g, tolerance);
      });
      expected.second?.forEach((g, i) => {
        expect(actual.second?.[i], `second gradient ${i}`).toBeCloseToTensor(g, tolerance);
      });
    }),
  );
}

function toleranceOf({ covers, tolerance }: OpSpec, name: Other): Tolerance | undefined {
  const rough = name === 'webgpu' && ['sin', 'cos', 'tan', 'acos', 'sinc'].includes(covers);
  return rough ? { atol: WEBGPU_SINE_ERROR } : tolerance;
}

async function on<T>(name: 'tensorflow' | Other, body: () => T): Promise<T> {
  await backend.use(name);
  return body();
}

afterAll(() => backend.use('tensorflow'));

describe.each(['wasm', 'cpu', 'webgpu'] as const)('the %s backend', (name) => {
  for (const specs of Object.values(FAMILIES)) {
    for (const it of specs) {
      test(`computes ${it.title} and its gradients as TensorFlow does`, async () => {
        await fc.assert(
          fc.asyncProperty(it.cases, (one) => agree(one, it, name)),
          { seed: SEED, numRuns: RUNS ?? CASES[name] },
        );
      });
    }
  }
});

describe('changing backends', () => {
  test('goes back to one that was started before', async () => {
    for (const name of ['wasm', 'webgpu', 'cpu', 'wasm', 'webgpu', 'tensorflow'] as const) {
      await backend.use(name);
      expect(backend.name).toBe(name);
      expect(tensor([1, 2]).add(1).toArray()).toEqual([2, 3]);
      if (name !== 'tensorflow') expect(getBackend()).toBe(name);
    }
  });

  test('leaves tensors behind, and using one says so', async () => {
    const rule = 'expected tensors of the active backend, got one that was made on another; call backend.use first';
    const names = ['tensorflow', 'wasm', 'webgpu', 'cpu'] as const;
    const made = new Map<string, Tensor>();
    for (const name of names) made.set(name, await on(name, () => tensor([1, 2])));
    for (const name of names) {
      await backend.use(name);
      for (const [home, x] of made) {
        if (home === name) {
          expect(x.add(1).toArray()).toEqual([2, 3]);
          continue;
        }
        expect(() => x.add(1), `${home} on ${name}`).toThrow(rule);
        expect(() => x.toArray(), `${home} on ${name}`).toThrow(rule);
        await expect(x.read(), `${home} on ${name}`).rejects.toThrow(rule);
      }
    }
  });

  test('refuses a name that is none', async () => {
    await backend.use('tensorflow');
    await expect(backend.use('gpu' as 'cpu')).rejects.toThrow(
      "backend.use: expected one of auto, tensorflow, webgpu, wasm, cpu, got 'gpu'",
    );
    expect(backend.name).toBe('tensorflow');
  });
});
