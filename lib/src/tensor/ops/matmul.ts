import { composed, record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError, ShapeError, shapeText } from '../../errors.js';
import { broadcastShapes } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { factorsRead, sumTo } from './elementwise.js';
import { reshape, squeeze, transpose, unsqueeze } from './movement.js';
import { sum } from './reduce.js';

/**
 * Matrix product as `torch.matmul`: vectors count as a row on the left and a column on the right, axes before the last
 * two broadcast. `[…, n, k] × […, k, m] → […, n, m]`.
 *
 *     matmul(tensor([[1, 2], [3, 4]]), tensor([1, 1])) // → [3, 7]
 *
 * @throws ShapeError if the inner sizes differ.
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [x, y] = [matrixOperand(a), matrixOperand(b)];
  if (x.shape.length === 0 || y.shape.length === 0) {
    throw new ShapeError(`matmul: expected vectors or matrices, got ${shapeText(a.shape)} and ${shapeText(b.shape)}`);
  }
  if (x.shape.length === 1) {
    const row = matmul(unsqueeze(x, 0), y);
    return y.shape.length === 1 ? reshape(row, []) : squeeze(row, -2);
  }
  if (y.shape.length === 1) return squeeze(matmul(x, unsqueeze(y, 1)), -1);
  if (x.shape.at(-1) !== y.shape.at(-2)) {
    const swapped = x.shape.at(-1) === y.shape.at(-1) ? '; did you mean to transpose the second one?' : '';
    throw new ShapeError(
      `matmul: inner sizes ${x.shape.at(-1)} and ${y.shape.at(-2)} differ, ` +
        `got ${shapeText(a.shape)} × ${shapeText(b.shape)}${swapped}`,
    );
  }
  broadcastShapes('matmul', x.shape.slice(0, -2), y.shape.slice(0, -2));
  return product(x, y, false, false);
}

/** `x` or its transpose times `y` or its transpose, without ever forming a transpose. */
function product(x: Tensor, y: Tensor, tx: boolean, ty: boolean): Tensor {
  const out = kernels().matmul(x.buffer, y.buffer, tx, ty);
  return record('matmul', out, [x, y], factorsRead(x, y), (g) => {
    const dx = () => (tx ? product(y, g, ty, true) : product(g, y, false, !ty));
    const dy = () => (ty ? product(g, x, true, tx) : product(x, g, !tx, false));
    return [x.requiresGrad ? sumTo(dx(), x.shape) : null, y.requiresGrad ? sumTo(dy(), y.shape) : null];
  });
}

/**
 * `x Wᵀ + b`, the map of a fully connected layer: `[…, in]` with `weight [out, in]` and `bias [out]` gives `[…, out]`.
 *
 *     F.linear(tensor([1, 2]), tensor([[3, 4]]), tensor([5])) // → [16]
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  const [out, inner] = weight.shape;
  if (x.shape.at(-1) !== inner || x.shape.length === 0) {
    throw new ShapeError(
      `linear: expected last dimension ${inner}, got ${shapeText(x.shape)}; did you mean to flatten or transpose?`,
    );
  }
  const input = matrixOperand(x);
  return composed(() => {
    const rows = input.shape.length === 2 ? input : reshape(input, [-1, inner]);
    let y = product(rows, weight, false, true);
    if (bias) y = addBias(y, bias);
    return input.shape.length === 2 ? y : reshape(y, [...input.shape.slice(0, -1), out]);
  });
}

/** Adds a vector along the last axis of a tensor that has at least two. */
export function addBias(x: Tensor, bias: Tensor): Tensor {
  if (bias.shape.length !== 1 || bias.shape[0] !== x.shape.at(-1)) {
    throw new ShapeError(`bias: expected shape [${x.shape.at(-1)}], got ${shapeText(bias.shape)}`);
  }
  const lead = x.shape.slice(0, -1).map((_, i) => i);
  return record('addBias', kernels().biasAdd(x.buffer, bias.buffer), [x, bias], [], (g) => [
    x.requiresGrad ? g : null,
    bias.requiresGrad ? sum(g, { dim: lead }) : null,
  ]);
}

function matrixOperand(x: Tensor): Tensor {
  if (x.dtype === 'bool') throw new DTypeError("matmul: expected numbers, got bool; convert with .to('float32')");
  return cast(x, 'float32');
}

/** Matrix transpose, as `x.t()`. */
export function t(x: Tensor): Tensor {
  if (x.shape.length > 2) throw new ShapeError(`t: expected at most 2 dimensions, got ${shapeText(x.shape)}`);
  return x.shape.length === 2 ? transpose(x, 0, 1) : x;
}
