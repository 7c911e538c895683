import { ShapeError, shapeText, ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import type { Generator } from '../random/generator.js';
import { sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { calculateFans, fill, normal_, type RandomInitOptions, uniform_ } from './init.js';

/**
 * LeCun et al. 1998: normal with deviation 1/√fanIn, which SELU networks need.
 *
 *     init.lecunNormal_(zeros(20, 10)).shape // → [20, 10]
 */
export function lecunNormal_(tensor: Tensor, options: RandomInitOptions = {}): Tensor {
  return normal_(tensor, 0, 1 / Math.sqrt(calculateFans(tensor.shape).fanIn), options);
}

/**
 * LeCun et al. 1998: uniform in ±√(3 / fanIn).
 *
 *     init.lecunUniform_(zeros(20, 10)).shape // → [20, 10]
 */
export function lecunUniform_(tensor: Tensor, options: RandomInitOptions = {}): Tensor {
  const bound = Math.sqrt(3 / calculateFans(tensor.shape).fanIn);
  return uniform_(tensor, -bound, bound, options);
}

/**
 * Normal numbers between `low` and `high`; those outside are drawn again. Defaults: mean 0, deviation 1, ±2.
 *
 *     init.truncNormal_(zeros(100)).abs().max().item() <= 2 // → true
 */
export function truncNormal_(
  tensor: Tensor,
  mean = 0,
  std = 1,
  low = -2,
  high = 2,
  options: RandomInitOptions = {},
): Tensor {
  if (!(low < high) || !(std > 0) || low > mean + 4 * std || high < mean - 4 * std) {
    const got = `${low} to ${high} for mean ${mean} and deviation ${std}`;
    throw new ValueError(`truncNormal_: the range must be reachable, within 4 deviations of the mean, got ${got}`);
  }
  const generator = options.generator ?? defaultGenerator();
  return fill(tensor, (values) => {
    let spare: Float32Array = new Float32Array(0);
    let used = 0;
    for (let i = 0; i < values.length; ) {
      if (used === spare.length) {
        spare = generator.fillNormal(new Float32Array(Math.max(values.length - i, 64)), mean, std);
        used = 0;
      }
      const value = spare[used++];
      if (value >= low && value <= high) values[i++] = value;
    }
  });
}

/**
 * A matrix with orthonormal rows or columns, whichever are fewer, times `gain`; the dimensions after the first count as
 * one, of filters those before the last. Saxe et al. 2014.
 *
 *     const q = init.orthogonal_(zeros(3, 3));
 *     allclose(q.mm(q.t()), eye(3), { atol: 1e-5 }) // → true
 */
export function orthogonal_(tensor: Tensor, gain = 1, options: RandomInitOptions = {}): Tensor {
  const [rows, columns] = matrixOf('orthogonal_', tensor);
  const generator = options.generator ?? defaultGenerator();
  return fill(tensor, (values) => {
    const count = Math.min(rows, columns);
    const basis = orthonormal(count, Math.max(rows, columns), generator);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) values[r * columns + c] = gain * (rows <= columns ? basis[r][c] : basis[c][r]);
    }
  });
}

/**
 * Normal numbers of deviation `std` (default 0.01) in which that share of each column is 0. Martens 2010.
 *
 *     init.sparse_(zeros(10, 4), 0.5).eq(0).sum() // → 20
 */
export function sparse_(tensor: Tensor, sparsity: number, std = 0.01, options: RandomInitOptions = {}): Tensor {
  if (tensor.shape.length !== 2) {
    throw new ShapeError(`sparse_: expected two dimensions, got ${shapeText(tensor.shape)}`);
  }
  if (!(sparsity >= 0 && sparsity <= 1)) throw new ValueError(`sparse_: sparsity must be from 0 to 1, got ${sparsity}`);
  const [rows, columns] = tensor.shape;
  const zeroed = Math.ceil(sparsity * rows);
  const generator = options.generator ?? defaultGenerator();
  return fill(tensor, (values) => {
    generator.fillNormal(values, 0, std);
    for (let c = 0; c < columns; c++) {
      for (const r of generator.permutation(rows).slice(0, zeroed)) values[r * columns + c] = 0;
    }
  });
}

/**
 * 1 on the diagonal of a matrix, 0 elsewhere.
 *
 *     init.eye_(zeros(2, 2)) // → [[1, 0], [0, 1]]
 */
export function eye_(tensor: Tensor): Tensor {
  if (tensor.shape.length !== 2) {
    throw new ShapeError(`eye_: expected two dimensions, got ${shapeText(tensor.shape)}`);
  }
  const [rows, columns] = tensor.shape;
  return fill(tensor, (values) => {
    values.fill(0);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
  });
}

/**
 * Filters `[…window, in, out]` that hand their channels through unchanged, as far as there are as many; with `groups`,
 * in each group of outputs. Zagoruyko and Komodakis 2017.
 *
 *     init.dirac_(zeros(3, 3, 1, 1)).view(-1) // → [0, 0, 0, 0, 1, 0, 0, 0, 0]
 */
export function dirac_(tensor: Tensor, groups = 1): Tensor {
  const { shape } = tensor;
  const [inputs, outputs] = shape.slice(-2);
  if (shape.length < 3 || shape.length > 5 || outputs % groups !== 0) {
    const rule = `expected filters […window, in, out] with out a multiple of ${groups} groups`;
    throw new ShapeError(`dirac_: ${rule}, got ${shapeText(shape)}`);
  }
  const window = shape.slice(0, -2);
  const centre = window.reduce((place, n) => place * n + Math.floor(n / 2), 0);
  const each = outputs / groups;
  return fill(tensor, (values) => {
    values.fill(0);
    for (let o = 0; o < outputs; o++) {
      const input = o % each;
      if (input < inputs) values[(centre * inputs + input) * outputs + o] = 1;
    }
  });
}

/** Rows and columns of a matrix `[out, …]`, or of filters `[…window, in, out]`. */
function matrixOf(where: string, { shape }: Tensor): [number, number] {
  if (shape.length < 2) {
    throw new ShapeError(`${where}: expected at least two dimensions, got ${shapeText(shape)}`);
  }
  if (shape.length === 2) return [shape[0], shape[1]];
  return [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]];
}

/** Gram-Schmidt on random vectors, twice each, since once loses digits. */
function orthonormal(count: number, size: number, generator: Generator): Float64Array[] {
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = Float64Array.from(generator.fillNormal(new Float32Array(size)));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const along = dot(vector, other);
        for (let i = 0; i < size; i++) vector[i] -= along * other[i];
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    // What is left of an unlucky vector is rounding; draw another.
    if (length > 1e-5) basis.push(vector.map((v) => v / length));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
