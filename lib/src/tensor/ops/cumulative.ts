import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { axesOf, axisOf, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { cat, narrow, permute, reshape, select } from './movement.js';
import { type Reduction, reduction } from './reduce.js';

/**
 * Running combination along an axis in ⌈log₂ n⌉ rounds, each of which combines with what lies 1, 2, 4, … places before.
 * Unlike a formula that divides by the values, its gradients are right at zeros too.
 */
function scan(x: Tensor, axis: number, combine: (before: Tensor, here: Tensor) => Tensor): Tensor {
  const size = x.shape[axis];
  let y = x;
  for (let reach = 1; reach < size; reach *= 2) {
    const later = combine(narrow(y, axis, 0, size - reach), narrow(y, axis, reach, size - reach));
    y = cat([narrow(y, axis, 0, reach), later], axis);
  }
  return y;
}

/**
 * Running product along `dim`.
 *
 *     cumprod(tensor([1, 2, 3]), 0) // → [1, 2, 6]
 */
export function cumprod(x: Tensor, dim: number): Tensor {
  const axis = axisOf('cumprod', dim, x.shape.length);
  return scan(x.dtype === 'bool' ? cast(x, 'int32') : x, axis, (before, here) => before.mul(here));
}

/**
 * Logarithm of the running sum of eˣ along `dim`, without overflow.
 *
 *     logcumsumexp(tensor([0, 0, 0]), 0) // → [0, 0.6931, 1.0986]
 */
export function logcumsumexp(x: Tensor, dim: number): Tensor {
  return scan(cast(x, 'float32'), axisOf('logcumsumexp', dim, x.shape.length), logaddexp);
}

/**
 * log(eᵃ + eᵇ), elementwise, without overflow.
 *
 *     logaddexp(tensor([0]), tensor([0])) // → [0.6931]
 */
export function logaddexp(a: Tensor, b: Tensor): Tensor {
  const top = finite(a.detach().maximum(b.detach()));
  return a.sub(top).exp().add(b.sub(top).exp()).log().add(top);
}

/** Zero in place of infinities, from which a difference would be NaN. */
function finite(x: Tensor): Tensor {
  return x.isfinite().where(x, 0);
}

/**
 * Logarithm of the sum of eˣ over the axes, without overflow.
 *
 *     logsumexp(tensor([0, 0]), { dim: 0 }) // → 0.6931
 */
export function logsumexp(x: Tensor, of?: Reduction): Tensor {
  const input = cast(x, 'float32');
  const { dim, keepdim = false } = reduction(of);
  const axes = axesOf('logsumexp', dim, x.shape.length);
  const top = finite(input.detach().max({ dim: axes, keepdim: true }));
  const y = input.sub(top).exp().sum({ dim: axes, keepdim: true }).log().add(top);
  return keepdim ? y : reshape(y, without(y.shape, axes));
}

/**
 * Product over the axes.
 *
 *     prod(tensor([2, 3, 4])) // → 24
 */
export function prod(x: Tensor, of?: Reduction): Tensor {
  const input = x.dtype === 'bool' ? cast(x, 'int32') : x;
  const { dim, keepdim = false } = reduction(of);
  const axes = axesOf('prod', dim, x.shape.length);
  if (!input.requiresGrad) {
    return record('prod', kernels().reduce('Prod', input.buffer, axes, keepdim), [], [], () => []);
  }
  const rest = input.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const kept = input.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const count = sizeOf(axes.map((a) => input.shape[a]));
  const lead = rest.map((a) => input.shape[a]);
  const y = productOfLast(reshape(permute(input, [...rest, ...axes]), [...lead, count]));
  return reshape(y, keepdim ? kept : lead);
}

/** By halves, so that the gradient is right where values are 0. */
function productOfLast(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  let y = x;
  while (y.shape[axis] > 1) {
    const half = Math.floor(y.shape[axis] / 2);
    const pairs = narrow(y, axis, 0, half).mul(narrow(y, axis, half, half));
    y = y.shape[axis] % 2 === 0 ? pairs : cat([pairs, narrow(y, axis, 2 * half, 1)], axis);
  }
  return y.shape[axis] === 0 ? prod(y.detach(), axis) : select(y, axis, 0);
}

function without(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.filter((_, i) => !axes.includes(i));
}
