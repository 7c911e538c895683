import { record } from '../../autograd/graph.js';
import { noGrad } from '../../autograd/no-grad.js';
import { ValueError } from '../../errors.js';
import { eye } from '../create.js';
import type { Tensor } from '../tensor.js';
import { prod } from './cumulative.js';
import { det, inv, mT, qr, square } from './linalg.js';
import { matmul } from './matmul.js';
import { expand, unsqueeze } from './movement.js';

/**
 * Sign and logarithm of the magnitude of determinants, `[…, n, n]` → `[…]` each: neither overflows. Of a singular matrix 0
 * and −∞. The gradient needs matrices that have an inverse.
 *
 *     linalg.slogdet(tensor([[0, 1], [1, 0]]))[0] // → -1
 */
export function slogdet(a: Tensor): [sign: Tensor, logabsdet: Tensor] {
  const matrix = square('slogdet', a);
  const [sign, value] = noGrad(() => {
    const [q, r] = qr(matrix.detach());
    const diagonal = r.mul(eye(r.shape[r.ndim - 1])).sum(-1);
    return [det(q).round().mul(prod(diagonal.sign(), -1)), diagonal.abs().log().sum(-1)];
  });
  const backward = (g: Tensor) => [mT(inv(matrix)).mul(unsqueeze(unsqueeze(g, -1), -1))];
  return [sign, record('linalg.slogdet', value.buffer, [matrix], [matrix], backward)];
}

/**
 * Logarithm of determinants, `[…, n, n]` → `[…]`: NaN of negative ones, −∞ of 0.
 *
 *     linalg.logdet(eye(2)) // → 0
 */
export function logdet(a: Tensor): Tensor {
  const [sign, value] = slogdet(a);
  return sign.lt(0).where(NaN, value);
}

/**
 * Product of `n` times the same matrix; of the inverse for a negative `n`, and for 0 the identity.
 *
 *     linalg.matrixPower(tensor([[1, 1], [0, 1]]), 3) // → [[1, 3], [0, 1]]
 *
 * @throws ValueError if `n` is negative and a matrix singular.
 */
export function matrixPower(a: Tensor, n: number): Tensor {
  const matrix = square('matrixPower', a);
  if (!Number.isInteger(n)) throw new ValueError(`linalg.matrixPower: expected a whole exponent, got ${n}`);
  let [base, rest] = [n < 0 ? inv(matrix) : matrix, Math.abs(n)];
  let result: Tensor | undefined;
  for (; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? base : matmul(result, base);
    if (rest > 1) base = matmul(base, base);
  }
  return result ?? expand(eye(matrix.shape[matrix.ndim - 1]), matrix.shape);
}

/** Terms of the series for matrices of norm ½: the next one is below 10⁻¹¹. */
const TERMS = 10;

/**
 * Exponential series `1 + A + A²/2 + …` of square matrices: halved until small, then squared. Reads their norm.
 *
 *     linalg.matrixExp(zeros(2, 2)) // → [[1, 0], [0, 1]]
 */
export function matrixExp(a: Tensor): Tensor {
  const matrix = square('matrixExp', a);
  const largest = matrix.numel() === 0 ? 0 : matrix.detach().abs().sum(-2).max().item();
  if (!Number.isFinite(largest))
    throw new ValueError(`linalg.matrixExp: expected finite values, got a norm of ${largest}`);
  const halvings = largest === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(largest)) + 1);
  const small = matrix.mul(2 ** -halvings);
  const one = eye(matrix.shape[matrix.ndim - 1]);
  let y = small.div(TERMS).add(one);
  for (let k = TERMS - 1; k >= 1; k--) y = matmul(small, y).div(k).add(one);
  for (let i = 0; i < halvings; i++) y = matmul(y, y);
  return y;
}
