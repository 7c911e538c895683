import { record } from '../../autograd/graph.js';
import type { LinalgKernel } from '../../backend/backend.js';
import type { Buffer } from '../../backend/buffer.js';
import { kernels } from '../../backend/choose.js';
import { LecternError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { eye } from '../create.js';
import { broadcastShapes, sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { matmul } from './matmul.js';
import { expand, squeeze, transpose, unsqueeze } from './movement.js';
import { tril } from './rearrange.js';

/**
 * Solution `X` of `A X = B`: `A […, n, n]`, `B […, n, k]`; batches broadcast. `B` may be a vector `[n]`, or a batch of
 * them of the shape of `A` without its last axis.
 *
 *     linalg.solve(tensor([[2, 0], [0, 4]]), tensor([2, 4])) // → [1, 1]
 *
 * @throws ValueError if `A` is singular.
 */
export function solve(a: Tensor, b: Tensor): Tensor {
  const matrix = square('solve', a);
  if (b.shape.length === 1 || sameShape(b.shape, a.shape.slice(0, -1))) {
    return squeeze(solve(matrix, unsqueeze(b, -1)), -1);
  }
  const size = matrix.shape[matrix.shape.length - 1];
  if (b.shape.at(-2) !== size) {
    throw new ShapeError(`linalg.solve: expected ${size} rows on the right, got ${shapeText(b.shape)}`);
  }
  const lead = broadcastShapes('linalg.solve', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const whole = (x: Tensor) => expand(x, [...lead, ...x.shape.slice(-2)]);
  return solved(whole(matrix), whole(cast(b, 'float32')));
}

function solved(a: Tensor, b: Tensor): Tensor {
  const [out] = run('solve', 'MatrixSolve', [a, b]);
  const backward = (g: Tensor) => {
    const gb = solved(mT(a), g);
    return [a.requiresGrad ? matmul(gb, mT(x)).neg() : null, b.requiresGrad ? gb : null];
  };
  const x: Tensor = record('linalg.solve', out, [a, b], [a], backward, true);
  return x;
}

/**
 * Inverse of square matrices `[…, n, n]`. To solve equations, {@link solve} is quicker and more exact.
 *
 *     linalg.inv(tensor([[2, 0], [0, 4]])) // → [[0.5, 0], [0, 0.25]]
 *
 * @throws ValueError if one is singular.
 */
export function inv(a: Tensor): Tensor {
  const matrix = square('inv', a);
  const [out] = run('inv', 'MatrixInverse', [matrix]);
  const backward = (g: Tensor) => [matmul(matmul(mT(y), g), mT(y)).neg()];
  const y: Tensor = record('linalg.inv', out, [matrix], [], backward, true);
  return y;
}

/**
 * Determinant of square matrices: `[…, n, n]` → `[…]`. The gradient needs matrices that have an inverse.
 *
 *     linalg.det(tensor([[1, 2], [3, 4]])) // → -2
 */
export function det(a: Tensor): Tensor {
  const matrix = square('det', a);
  const [out] = run('det', 'MatrixDeterminant', [matrix]);
  const backward = (g: Tensor) => [mT(inv(matrix)).mul(unsqueeze(unsqueeze(g.mul(y), -1), -1))];
  const y: Tensor = record('linalg.det', out, [matrix], [matrix], backward, true);
  return y;
}

/**
 * Lower triangular `L` with `A = L Lᵀ` of symmetric positive definite matrices `[…, n, n]`; reads the lower triangle.
 * The gradient is that of a symmetric matrix (Murray 2016).
 *
 *     linalg.cholesky(tensor([[4, 2], [2, 5]])) // → [[2, 0], [1, 2]]
 *
 * @throws ValueError if one is not positive definite.
 */
export function cholesky(a: Tensor): Tensor {
  const matrix = square('cholesky', a);
  const [out] = run('cholesky', 'Cholesky', [matrix]);
  // TensorFlow fills a result that does not exist with NaN.
  if (kernels().syncReads && kernels().readSync(out).some(Number.isNaN)) throw refused('cholesky', matrix, 'NaN');
  const backward = (g: Tensor) => {
    const inverse = inv(y);
    const n = matrix.shape[matrix.shape.length - 1];
    const phi = tril(matmul(mT(y), g)).mul(eye(n).mul(-0.5).add(1));
    return [symmetric(matmul(matmul(mT(inverse), phi), inverse))];
  };
  const y: Tensor = record('linalg.cholesky', out, [matrix], [], backward, true);
  return y;
}

/**
 * `A = Q R` of matrices `[…, m, n]` with orthonormal columns in `Q […, m, k]` and upper triangular `R […, k, n]`,
 * k = min(m, n). Gradients for m ≥ n. Signs of the rows of `R` are not defined.
 *
 *     linalg.qr(randn(4, 2))[0].shape // → [4, 2]
 */
export function qr(a: Tensor): [q: Tensor, r: Tensor] {
  const matrix = matrices('qr', a);
  const [outQ, outR] = run('qr', 'Qr', [matrix]);
  const [rows, columns] = matrix.shape.slice(-2);
  const gradient = (inner: Tensor, outer: Tensor | null) => {
    if (rows < columns) throw new ValueError(`linalg.qr: a gradient needs m ≥ n, got ${shapeText(matrix.shape)}`);
    const mirrored = tril(inner).add(mT(tril(inner, -1)));
    const left = matmul(q, mirrored);
    return [mT(solved(r, mT(outer === null ? left : outer.add(left))))];
  };
  const q: Tensor = record('linalg.qr', outQ, [matrix], [], (g) => gradient(matmul(mT(g), q).neg(), g), true);
  const r: Tensor = record('linalg.qr', outR, [matrix], [], (g) => gradient(matmul(r, mT(g)), null), true);
  return [q, r];
}

/**
 * Singular values in falling order and singular vectors: `A = U diag(S) Vᵀ` with `U […, m, k]`, `S […, k]`,
 * `V […, n, k]`, k = min(m, n). Signs of the vectors are not defined. Gradients of the vectors need different singular
 * values, none 0 (Townsend 2016).
 *
 *     linalg.svd(tensor([[3, 0], [0, 2]]))[1] // → [3, 2]
 */
export function svd(a: Tensor): [u: Tensor, s: Tensor, v: Tensor] {
  const matrix = matrices('svd', a);
  const [outS, outU, outV] = run('svd', 'Svd', [matrix]);
  const onS = (g: Tensor) => [matmul(u.mul(unsqueeze(g, -2)), mT(v))];
  const s: Tensor = record('linalg.svd', outS, [matrix], [], onS, true);
  // With x the vectors whose gradient is g, and y the others: dA = x K yᵀ + (1 − x xᵀ) g S⁻¹ yᵀ, transposed for v.
  const onVectors = (g: Tensor, x: Tensor, y: Tensor, scaled: (k: Tensor) => Tensor) => {
    const turned = matmul(mT(x), g);
    const squares = s.mul(s);
    const k = scaled(turned.sub(mT(turned)).mul(inverseGaps(squares)));
    const divided = g.div(unsqueeze(s, -2));
    const outside = divided.sub(matmul(x, matmul(mT(x), divided)));
    return matmul(matmul(x, k).add(outside), mT(y));
  };
  const columns = (k: Tensor) => k.mul(unsqueeze(s, -2));
  const u: Tensor = record('linalg.svd', outU, [matrix], [], (g) => [onVectors(g, u, v, columns)], true);
  const v: Tensor = record('linalg.svd', outV, [matrix], [], (g) => [mT(onVectors(g, v, u, columns))], true);
  return [u, s, v];
}

/**
 * Eigenvalues in rising order and orthonormal eigenvectors (columns) of symmetric matrices `[…, n, n]`, of which the
 * lower triangle is read. Signs of the vectors are not defined; their gradient needs different eigenvalues.
 *
 *     linalg.eigh(tensor([[2, 0], [0, 1]]))[0] // → [1, 2]
 */
export function eigh(a: Tensor): [values: Tensor, vectors: Tensor] {
  const matrix = square('eigh', a);
  const [outW, outV] = run('eigh', 'SelfAdjointEigV2', [matrix]);
  const onValues = (g: Tensor) => [matmul(v.mul(unsqueeze(g, -2)), mT(v))];
  const w: Tensor = record('linalg.eigh', outW, [matrix], [], onValues, true);
  const onVectors = (g: Tensor) => [matmul(matmul(v, matmul(mT(v), g).mul(inverseGaps(w))), mT(v))];
  const v: Tensor = record('linalg.eigh', outV, [matrix], [], onVectors, true);
  return [w, v];
}

/** 1 / (wⱼ − wᵢ) at row i and column j, 0 on the diagonal. */
function inverseGaps(w: Tensor): Tensor {
  const same = eye(w.shape[w.shape.length - 1]);
  const gaps = unsqueeze(w, -2).sub(unsqueeze(w, -1)).add(same);
  return gaps.reciprocal().mul(same.neg().add(1));
}

/** Transposed matrices. */
export function mT(x: Tensor): Tensor {
  return transpose(x, -1, -2);
}

function symmetric(x: Tensor): Tensor {
  return x.add(mT(x)).mul(0.5);
}

/** The operand in float32; throws unless it holds matrices. */
export function matrices(where: string, a: Tensor): Tensor {
  if (a.shape.length < 2) {
    throw new ShapeError(`linalg.${where}: expected matrices […, m, n], got ${shapeText(a.shape)}`);
  }
  return cast(a, 'float32');
}

/** The operand in float32; throws unless it holds square matrices. */
export function square(where: string, a: Tensor): Tensor {
  if (a.shape.length < 2 || a.shape.at(-1) !== a.shape.at(-2)) {
    throw new ShapeError(`linalg.${where}: expected square matrices […, n, n], got ${shapeText(a.shape)}`);
  }
  return cast(a, 'float32');
}

function run(where: string, kernel: LinalgKernel, inputs: readonly Tensor[]): Buffer[] {
  const buffers = inputs.map((x) => x.buffer);
  try {
    return kernels().linalg(kernel, buffers);
  } catch (error) {
    if (error instanceof LecternError && error.constructor !== LecternError) throw error;
    throw refused(where, inputs[0], error instanceof Error ? error.message : String(error));
  }
}

function refused(where: string, a: Tensor, why: string): ValueError {
  const rule = where === 'cholesky' ? 'symmetric positive definite' : 'invertible';
  return new ValueError(`linalg.${where}: expected ${rule} matrices, got ${shapeText(a.shape)} (${why})`);
}
