import { backend, einsum, equal, F, linalg, norm, randn, type Tensor, tensor } from 'lectern';
import { afterAll, describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { settled } from '../helpers/settled.js';

const int = (data: Parameters<typeof tensor>[0]) => tensor(data, { dtype: 'int32' });
const counted = (...shape: number[]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(Array.from({ length: size }, (_, i) => i)).reshape(shape);
};
/** Gradient of a weighted sum of what `f` makes of `x`. */
const slope = (x: Tensor, f: (x: Tensor) => Tensor) => {
  const leaf = x.clone().requiresGrad_();
  f(leaf).sum().backward();
  return leaf.grad?.toArray();
};

describe('indexing by at', () => {
  const x = counted(3, 4);

  test('takes numbers, ranges, lists, masks and new axes', () => {
    expect(x.at(1).toArray()).toEqual([4, 5, 6, 7]);
    expect(x.at(-1, 0).toArray()).toBe(8);
    expect(x.at(':', '1:3').shape).toEqual([3, 2]);
    expect(x.at('...', -1).toArray()).toEqual([3, 7, 11]);
    expect(x.at('::2', '::-2').toArray()).toEqual([
      [3, 1],
      [11, 9],
    ]);
    expect(x.at([2, 0], [1, 1]).toArray()).toEqual([9, 1]);
    expect(x.at(null, ':', 0).shape).toEqual([1, 3]);
    expect(x.at(x.gt(8)).toArray()).toEqual([9, 10, 11]);
    expect(x.at(int([[0, 2]])).shape).toEqual([1, 2, 4]);
    expect(x.at().toArray()).toEqual(x.toArray());
  });

  test('gives empty parts where nothing is asked for', () => {
    expect(x.at('2:1').shape).toEqual([0, 4]);
    expect(x.at([]).shape).toEqual([0, 4]);
    expect(x.at(x.gt(99)).shape).toEqual([0]);
  });

  test('keeps the dtype', () => {
    expect(int([1, 2, 3]).at([0, 2]).dtype).toBe('int32');
    expect(tensor([true, false]).at('::-1').toArray()).toEqual([false, true]);
  });

  test('sums gradients of what was taken twice', () => {
    expect(slope(tensor([1, 2, 3]), (v) => v.at([0, 0, 2]))).toEqual([2, 0, 1]);
  });

  test('refuses what does not fit, and says what would', () => {
    expect(() => x.at(3)).toThrow('at: expected an index from -3 to 2 for [3, 4], got 3');
    expect(() => x.at(0, 0, 0)).toThrow('at: expected indices for at most 2 dimensions of [3, 4]');
    expect(() => x.at('a:b' as ':')).toThrow("at: expected a range such as '1:5', '::2' or '...', got 'a:b'");
    expect(() => x.at('::0')).toThrow('at: expected a step other than 0');
    expect(() => x.at([0, 5])).toThrow('at: expected indices from -3 to 2 for dimension 0, got 5');
    expect(() => x.at(tensor([true, false]))).toThrow('at: expected a mask [3], got [2]');
    expect(() => x.at(tensor([0, 1]))).toThrow("at: expected int32 indices, got float32; convert with .to('int32')");
    // @ts-expect-error a range has a colon
    expect(() => x.at('12')).toThrow('at: expected a range');
  });
});

describe('operations on unusual values', () => {
  test('products have right gradients where values are 0', () => {
    expect(slope(tensor([2, 0, 3]), (v) => v.prod())).toEqual([0, 6, 0]);
    expect(slope(tensor([2, 0, 0]), (v) => v.prod())).toEqual([0, 0, 0]);
    expect(slope(tensor([2, 0, 3]), (v) => v.cumprod(0))).toEqual([1, 8, 0]);
  });

  test('logsumexp and logcumsumexp survive infinities and large values', () => {
    expect(tensor([-Infinity, 0]).logsumexp().item()).toBe(0);
    expect(tensor([-Infinity, -Infinity]).logsumexp().item()).toBe(-Infinity);
    expect(tensor([1000, 1000]).logsumexp().item()).toBeCloseTo(1000 + Math.LN2, 3);
    expect(tensor([-Infinity, 1000]).logcumsumexp(0).toArray()).toEqual([-Infinity, 1000]);
  });

  test('norms have slope 0 at 0', () => {
    expect(slope(tensor([0, 0]), (v) => v.norm())).toEqual([0, 0]);
    expect(slope(tensor([0, 3]), (v) => norm(v, { p: 1.5 }))).toEqual([0, expect.closeTo(1)]);
  });

  test('activations have finite gradients far out', () => {
    for (const f of [F.elu, F.selu, F.softplus, F.logSigmoid, F.gelu, F.silu]) {
      const found = slope(tensor([-500, 500]), (v) => f(v)) as number[];
      expect(found.every(Number.isFinite)).toBe(true);
    }
  });

  test('reducing or cutting nothing gives the neutral value or empty parts', () => {
    expect(tensor([]).prod().item()).toBe(1);
    expect(tensor([]).nonzero().shape).toEqual([0, 1]);
    expect(
      tensor([])
        .split(2)
        .map((t) => t.shape),
    ).toEqual([[0]]);
    expect(() => tensor([]).median()).toThrow('median: expected values, got shape [0]');
  });

  test('equal compares shapes and values, isclose tolerates', () => {
    expect(equal(tensor([1, 2]), tensor([1, 2]))).toBe(true);
    expect(equal(tensor([1, 2]), tensor([[1, 2]]))).toBe(false);
    expect(equal(tensor([NaN]), tensor([NaN]))).toBe(false);
    expect(
      tensor([1, NaN])
        .isclose(tensor([1 + 1e-7, NaN]), { equalNan: true })
        .toArray(),
    ).toEqual([true, true]);
  });

  test('one value for a place stays, the last one', () => {
    const x = tensor([0, 0, 0]);
    expect(x.indexPut([int([1, 1])], tensor([5, 7])).toArray()).toEqual([0, 7, 0]);
    expect(x.indexPut([int([1, -1])], 4).toArray()).toEqual([0, 4, 4]);
    expect(x.indexPut([int([1, 1])], tensor([5, 7]), { accumulate: true }).toArray()).toEqual([0, 12, 0]);
  });
});

describe('linear algebra', () => {
  const a = tensor([
    [4, 1],
    [1, 3],
  ]);
  const singular = tensor([
    [1, 2],
    [2, 4],
  ]);
  afterAll(() => backend.use('tensorflow'));

  test('decompositions multiply back to the matrix', () => {
    const lower = linalg.cholesky(a);
    expect(lower.matmul(lower.t())).toBeCloseToTensor(a);
    const [q, r] = linalg.qr(a);
    expect(q.matmul(r)).toBeCloseToTensor(a);
    const [u, s, v] = linalg.svd(counted(3, 2).add(1));
    expect(u.mul(s).matmul(v.t())).toBeCloseToTensor(counted(3, 2).add(1));
    const [w, vectors] = linalg.eigh(a);
    expect(vectors.mul(w).matmul(vectors.t())).toBeCloseToTensor(a);
  });

  test.each(['tensorflow', 'wasm'] as const)(
    'a singular matrix is refused on %s by name of the function',
    async (name) => {
      await backend.use('tensorflow');
      const values = singular.dataSync();
      await backend.use(name);
      const same = tensor(values).reshape(2, 2);
      expect(() => linalg.inv(same)).toThrow('linalg.inv: expected invertible matrices, got [2, 2]');
      expect(() => linalg.solve(same, tensor([1, 2]))).toThrow(
        'linalg.solve: expected invertible matrices, got [2, 2]',
      );
      expect(() => linalg.cholesky(same.neg())).toThrow(
        'linalg.cholesky: expected symmetric positive definite matrices',
      );
      expect(linalg.det(same).item()).toBeCloseTo(0);
      await backend.use('tensorflow');
    },
  );

  test('shapes that do not fit are refused', () => {
    expect(() => linalg.inv(counted(2, 3))).toThrow('linalg.inv: expected square matrices […, n, n], got [2, 3]');
    expect(() => linalg.solve(a, counted(3, 1))).toThrow('linalg.solve: expected 2 rows on the right, got [3, 1]');
  });
});

test('training through them leaves no tensor behind', async () => {
  const [filter, matrix] = [randn(3, 3, 1, 4), randn(5, 5)].map((w) => w.requiresGrad_());
  const step = () => {
    const bordered = F.pad(
      randn(2, 6, 6, 4),
      [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
      { mode: 'reflect' },
    );
    const image = F.interpolate(F.conv2d(bordered, filter, null, { groups: 4 }), { scaleFactor: 2, mode: 'bilinear' });
    const parts = matrix.sort()[0].at('::2', [0, 1]).sum().add(matrix.cumprod(0).sum()).add(matrix.quantile(0.3));
    image.mul(image).mean().add(linalg.svd(matrix)[1].sum()).add(parts).backward();
    for (const w of [filter, matrix]) w.grad = null;
  };
  step();
  const before = await settled();
  for (let i = 0; i < 10; i++) step();
  expect(await settled()).toEqual(before);
});

describe('usual mistakes', () => {
  const x = counted(2, 3);
  test.each<[string, () => unknown]>([
    ["einsum: expected an operand for each term of 'ij,jk', got 1", () => einsum('ij,jk', x)],
    ['bmm: expected [b, n, k] and [b, k, m] with one b', () => x.bmm(x)],
    ['outer: expected two vectors, got [2, 3] and [2, 3]', () => x.outer(x)],
    ['maskedFill: expected a bool mask, got float32; compare first, e.g. x.gt(0)', () => x.maskedFill(x, 0)],
    ['split: expected sizes that add up to 2, those of dimension 0, got [1,2]', () => x.split([1, 2])],
    ['roll: expected a shift for each dim, got [1] for [0,1]', () => x.roll(1, [0, 1])],
    ['quantile: expected q from 0 to 1, got 2', () => x.quantile(2)],
    [
      'scatterAdd: expected indices from 0 to 1 for dimension 0, got 7 at place 0',
      () => x.scatterAdd(0, int([[7]]), x),
    ],
    [
      "pad: mode 'reflect' can add at most 1 entries on a side here",
      () =>
        F.pad(
          x,
          [
            [2, 0],
            [0, 0],
          ],
          { mode: 'reflect' },
        ),
    ],
    ['conv1d: expected [batch, length, channels] with 3 channels, got [2, 3]', () => F.conv1d(x, counted(1, 3, 1))],
    [
      'conv2d: expected groups that divide 4 channels, got 3',
      () => F.conv2d(counted(1, 2, 2, 3), counted(1, 1, 1, 4), null, { groups: 3 }),
    ],
    ['pixelShuffle: expected channels divisible by 4, got [1, 2, 2, 3]', () => F.pixelShuffle(counted(1, 2, 2, 3), 2)],
    ['interpolate: expected either size or scaleFactor, got {}', () => F.interpolate(counted(1, 2, 2, 3), {})],
  ])('%s', (message, mistake) => {
    expect(mistake).toThrow(message);
  });
});
