import { getBackend } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { backend, tensor } from 'lectern';
import { afterAll, describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { FAMILIES } from '../interop/ops/all.js';
import { derive } from '../interop/ops/derive.js';
import type { OpCase, OpSpec } from '../interop/ops/spec.js';

const SEED = 20_260_102;
const CASES = 6;

/** Values, gradients and second gradients on TensorFlow, which other tests compare with PyTorch, are the measure. */
function agree(it: OpCase, { order, tolerance }: OpSpec, name: 'wasm' | 'cpu'): Promise<void> {
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

async function on<T>(name: 'tensorflow' | 'wasm' | 'cpu', body: () => T): Promise<T> {
  await backend.use(name);
  return body();
}

afterAll(() => backend.use('tensorflow'));

describe.each(['wasm', 'cpu'] as const)('the %s backend', (name) => {
  for (const specs of Object.values(FAMILIES)) {
    for (const it of specs) {
      test(`computes ${it.title} and its gradients as TensorFlow does`, async () => {
        await fc.assert(
          fc.asyncProperty(it.cases, (one) => agree(one, it, name)),
          { seed: SEED, numRuns: CASES },
        );
      });
    }
  }
});

describe('changing backends', () => {
  test('goes back to one that was started before', async () => {
    for (const name of ['wasm', 'cpu', 'wasm', 'tensorflow'] as const) {
      await backend.use(name);
      expect(backend.name).toBe(name);
      expect(tensor([1, 2]).add(1).toArray()).toEqual([2, 3]);
      if (name !== 'tensorflow') expect(getBackend()).toBe(name);
    }
  });

  test('leaves tensors behind, and using one says so', async () => {
    const rule = 'expected tensors of the active backend, got one that was made on another; call backend.use first';
    await backend.use('tensorflow');
    const x = tensor([1, 2]);
    await backend.use('wasm');
    const y = tensor([1, 2]);
    expect(() => x.add(1)).toThrow(rule);
    expect(() => x.toArray()).toThrow(rule);
    await backend.use('tensorflow');
    expect(() => y.add(1)).toThrow(rule);
    expect(() => y.toArray()).toThrow(rule);
    expect(x.toArray()).toEqual([1, 2]);
  });

  test('refuses a name that is none', async () => {
    await expect(backend.use('gpu' as 'cpu')).rejects.toThrow(
      "backend.use: expected one of auto, tensorflow, wasm, cpu, got 'gpu'",
    );
    expect(backend.name).toBe('tensorflow');
  });
});
