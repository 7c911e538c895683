import { readFileSync } from 'node:fs';
import { arange, BackendError, backend, cat, F, type Tensor, tensor, where } from 'lectern';
import { afterAll, describe, expect, test } from 'vitest';
import { EXCEPTIONS, MOST_AXES, WEBGPU_SINE_ERROR } from '../../lib/src/backend/exceptions.js';

afterAll(() => backend.use('tensorflow'));

const NAMES = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
/** Beyond it float32 has no odd numbers. */
const EXACT = 2 ** 24;

test('docs/backends.md lists the exceptions of the code, and no others', () => {
  const text = readFileSync(new URL('../../docs/backends.md', import.meta.url), 'utf8');
  const table = text.split('## Exceptions')[1].split('##')[0];
  const rows = table.split('\n').filter((line) => /^\| `/.test(line));
  const expected = EXCEPTIONS.map(
    ({ backends, what, instead }) => `| ${backends.map((name) => `\`${name}\``).join(', ')} | ${what} | ${instead} |`,
  );
  expect(rows).toEqual(expected);
});

describe.each(NAMES)('limits of the %s backend', (name) => {
  test('tensors of six axes work, more work or are refused with the names of backends that can', async () => {
    await backend.use(name);
    const many = (rank: number) =>
      arange(2 ** rank)
        .reshape(new Array<number>(rank).fill(2))
        .to('float32');
    for (const rank of [5, 6]) {
      const x = many(rank).add(0);
      const dims = x.shape.map((_, i) => i);
      const last = 2 ** rank - 1;
      expect(x.flip(dims).reshape(-1).at(0).item()).toBe(last);
      expect(
        x
          .permute(...dims.toReversed())
          .reshape(-1)
          .at(1)
          .item(),
      ).toBe(2 ** (rank - 1));
      expect(x.cumsum(0).reshape(-1).at(-1).item()).toBe(last + last - 2 ** (rank - 1));
      expect(
        where(x.gt(5), x, tensor([1, 2]))
          .sum()
          .item(),
      ).toBe((last * (last + 1)) / 2 - 15 + 9);
      expect(
        F.pad(
          x,
          dims.map(() => [0, 1] as [number, number]),
        )
          .sum()
          .item(),
      ).toBe((last * (last + 1)) / 2);
      expect(cat([x, x], 2).add(tensor([1, 2])).shape[2]).toBe(4);
    }
    const seven = many(7);
    expect(seven.reshape(-1).at(5).item()).toBe(5);
    if (MOST_AXES[name] > 6) expect(seven.add(seven).sum().item()).toBe(128 * 127);
    else {
      expect(() => seven.add(seven)).toThrow(BackendError);
      expect(() => seven.add(seven)).toThrow(
        `backend: '${name}' computes with at most 6 axes, got 7; join some, or use 'tensorflow' or 'cpu'`,
      );
    }
  });

  test('integers are exact, also beyond what float32 can tell apart', async () => {
    await backend.use(name);
    const big = tensor([EXACT + 1, -EXACT - 3], { dtype: 'int32' });
    const exact: Record<string, () => Tensor> = {
      add: () => big.add(2),
      mul: () => big.mul(3),
      neg: () => big.neg(),
      abs: () => big.abs(),
      transpose: () => big.reshape(2, 1).t(),
      gather: () => big.at([1, 0]),
      concat: () => cat([big, big]),
      compare: () => big.eq(EXACT),
      max: () => big.maximum(EXACT),
    };
    const values = (f: () => Tensor) => [...f().dataSync()];
    const [a, b] = [EXACT + 1, -EXACT - 3];
    expect(Object.fromEntries(Object.entries(exact).map(([key, f]) => [key, values(f)]))).toEqual({
      add: [a + 2, b + 2],
      mul: [a * 3, b * 3],
      neg: [-a, -b],
      abs: [a, -b],
      transpose: [a, b],
      gather: [b, a],
      concat: [a, b, a, b],
      compare: [0, 0],
      max: [a, EXACT],
    });
    // WebGPU rounds in a few operations.
    const slack = name === 'webgpu' ? 2 : 0;
    expect(Math.abs(big.add(0).sum().item() + 2)).toBeLessThanOrEqual(slack);
  });

  test('sines have the error that the list of exceptions says, or less', async () => {
    await backend.use(name);
    const x = arange(-8, 8, 0.01);
    const worst = (y: Tensor, f: (v: number) => number) => {
      const [given, got] = [x.dataSync(), y.dataSync()];
      return Math.max(...given.map((v, i) => Math.abs(got[i] - f(v))));
    };
    const most = name === 'webgpu' ? WEBGPU_SINE_ERROR : 1e-6;
    expect(worst(x.add(0).sin(), Math.sin)).toBeLessThan(most);
    expect(worst(x.add(0).cos(), Math.cos)).toBeLessThan(most);
  });

  test('NaN is neither lost by the larger and the smaller of two nor by the largest', async () => {
    await backend.use(name);
    const [a, b] = [tensor([Number.NaN, -1, 1]), tensor([0, Number.NaN, 2])];
    expect(a.maximum(b).toArray()).toEqual([Number.NaN, Number.NaN, 2]);
    expect(a.minimum(b).toArray()).toEqual([Number.NaN, Number.NaN, 1]);
    expect(b.add(0).isnan().toArray()).toEqual([false, true, false]);
  });
});
