import { record } from '../../autograd/graph.js';
import type { CompareKernel } from '../../backend/backend.js';
import { kernels } from '../../backend/choose.js';
import { broadcastShapes } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { type Operand, promote, sumTo } from './elementwise.js';

function compare(where: string, kernel: CompareKernel, a: Operand, b: Operand): Tensor {
  const [x, y] = promote(where, a, b, kernel.startsWith('Logical') ? 'bool' : 'int32');
  broadcastShapes(where, x.shape, y.shape);
  return record(where, kernels().compare(kernel, x.buffer, y.buffer), [], [], () => []);
}

/** a = b, elementwise; bool, like all comparisons, and without a gradient. */
export function eq(a: Operand, b: Operand): Tensor {
  return compare('eq', 'Equal', a, b);
}

/** a ≠ b. */
export function ne(a: Operand, b: Operand): Tensor {
  return compare('ne', 'NotEqual', a, b);
}

/** a < b. */
export function lt(a: Operand, b: Operand): Tensor {
  return compare('lt', 'Less', a, b);
}

/** a ≤ b. */
export function le(a: Operand, b: Operand): Tensor {
  return compare('le', 'LessEqual', a, b);
}

/** a > b. */
export function gt(a: Operand, b: Operand): Tensor {
  return compare('gt', 'Greater', a, b);
}

/** a ≥ b. */
export function ge(a: Operand, b: Operand): Tensor {
  return compare('ge', 'GreaterEqual', a, b);
}

/** Both true (not 0). */
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  return compare('logicalAnd', 'LogicalAnd', truth(a), truth(b));
}

/** At least one true (not 0). */
export function logicalOr(a: Tensor, b: Tensor): Tensor {
  return compare('logicalOr', 'LogicalOr', truth(a), truth(b));
}

/**
 * Exactly one true (not 0).
 *
 *     logicalXor(tensor([true, true]), tensor([true, false])) // → [false, true]
 */
export function logicalXor(a: Tensor, b: Tensor): Tensor {
  return compare('logicalXor', 'NotEqual', cast(truth(a), 'int32'), cast(truth(b), 'int32'));
}

/** True where `x` is false (0). */
export function logicalNot(x: Tensor): Tensor {
  return record('logicalNot', kernels().unary('LogicalNot', truth(x).buffer), [], [], () => []);
}

function truth(x: Tensor): Tensor {
  return cast(x, 'bool');
}

/**
 * Values of `a` where `condition` is true, of `b` elsewhere, with broadcasting.
 *
 *     where(tensor([true, false]), tensor([1, 2]), tensor([10, 20])) // → [1, 20]
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  const [x, y] = promote('where', a, b);
  const test = truth(condition);
  broadcastShapes('where', broadcastShapes('where', x.shape, y.shape), test.shape);
  const out = kernels().select(test.buffer, x.buffer, y.buffer);
  return record('where', out, [x, y], [], (g) => [
    x.requiresGrad ? sumTo(where(test, g, 0), x.shape) : null,
    y.requiresGrad ? sumTo(where(test, 0, g), y.shape) : null,
  ]);
}

/** `value` in place of NaN; kernels put NaN anywhere. */
export function nanAs(value: number, x: Tensor): Tensor {
  return x.dtype === 'float32' ? where(x.isnan(), value, x) : x;
}
