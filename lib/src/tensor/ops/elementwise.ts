import { record } from '../../autograd/graph.js';
import type { BinaryKernel } from '../../backend/backend.js';
import type { DType } from '../../backend/buffer.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError } from '../../errors.js';
import { tensor, zerosLike } from '../create.js';
import { broadcastShapes, repeatedAxes, sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { reshape } from './movement.js';
import { sum } from './reduce.js';

/** What an operand may be: a tensor or a plain number. */
export type Operand = Tensor | number;

const RANKS: readonly DType[] = ['bool', 'int32', 'float32'];

/** Brings two operands to tensors of one dtype, the wider of the two; whole numbers keep an int32 tensor int32. */
export function promote(where: string, a: Operand, b: Operand, least: DType = 'bool'): [Tensor, Tensor] {
  const [x, y] = [kind(a), kind(b)];
  const dtype = RANKS[Math.max(RANKS.indexOf(x), RANKS.indexOf(y), RANKS.indexOf(least))];
  return [asTensor(where, a, dtype), asTensor(where, b, dtype)];
}

function kind(x: Operand): DType {
  return typeof x === 'number' ? (Number.isInteger(x) ? 'int32' : 'float32') : x.dtype;
}

function asTensor(where: string, x: Operand, dtype: DType): Tensor {
  if (typeof x === 'number') return tensor(x, { dtype });
  if (x === undefined || x === null || typeof x.matmul !== 'function') {
    throw new DTypeError(`${where}: expected a tensor or a number, got ${String(x)}`);
  }
  return x.dtype === dtype ? x : cast(x, dtype);
}

/** Sums `g` over the axes along which a tensor of `shape` was broadcast. */
export function sumTo(g: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(g.shape, shape)) return g;
  return reshape(sum(g, { dim: repeatedAxes(shape, g.shape), keepdim: true }), shape);
}

function arithmetic(where: string, kernel: BinaryKernel, a: Operand, b: Operand, least: DType, gradients: Gradients) {
  const [x, y] = promote(where, a, b, least);
  broadcastShapes(where, x.shape, y.shape);
  const out = kernels().binary(kernel, x.buffer, y.buffer);
  const result: Tensor = record(where, out, [x, y], [x, y], (g) => {
    const [dx, dy] = gradients(g, x, y, () => result);
    return [x.requiresGrad ? sumTo(dx(), x.shape) : null, y.requiresGrad ? sumTo(dy(), y.shape) : null];
  });
  return result;
}

type Gradients = (g: Tensor, x: Tensor, y: Tensor, result: () => Tensor) => [dx: () => Tensor, dy: () => Tensor];

/** Sum, elementwise, with broadcasting. */
export function add(a: Operand, b: Operand): Tensor {
  return arithmetic('add', 'AddV2', a, b, 'int32', (g) => [() => g, () => g]);
}

/** Difference, elementwise, with broadcasting. */
export function sub(a: Operand, b: Operand): Tensor {
  return arithmetic('sub', 'Sub', a, b, 'int32', (g) => [() => g, () => g.neg()]);
}

/** Product, elementwise, with broadcasting. */
export function mul(a: Operand, b: Operand): Tensor {
  return arithmetic('mul', 'Mul', a, b, 'int32', (g, x, y) => [() => mul(g, y), () => mul(g, x)]);
}

/** Quotient, elementwise, with broadcasting; always float32. */
export function div(a: Operand, b: Operand): Tensor {
  return arithmetic('div', 'RealDiv', a, b, 'float32', (g, x, y) => [
    () => div(g, y),
    () => mul(g, div(x, mul(y, y)).neg()),
  ]);
}

/** `a` to the power `b`, elementwise, with broadcasting. A plain number as `b` is the fast form. */
export function pow(a: Operand, b: Operand): Tensor {
  if (typeof b === 'number' && typeof a !== 'number') {
    const x = cast(a, 'float32');
    if (b === 2) return record('pow', kernels().unary('Square', x.buffer), [x], [x], (g) => [mul(g, mul(x, 2))]);
    const out = kernels().binary('Pow', x.buffer, tensor(b).buffer);
    return record('pow', out, [x], [x], (g) => [b === 0 ? zerosLike(x) : mul(g, mul(pow(x, b - 1), b))]);
  }
  return arithmetic('pow', 'Pow', a, b, 'float32', (g, x, y, result) => [
    () => mul(g, mul(y, pow(x, sub(y, 1)))),
    // 0 ** y has slope 0 in y, where log(0) would give NaN.
    () => mul(g, mul(result(), x.gt(0).where(x, 1).log())),
  ]);
}

/** Larger of the two, elementwise. Where equal, each gets half of the gradient. */
export function maximum(a: Operand, b: Operand): Tensor {
  return arithmetic('maximum', 'Maximum', a, b, 'int32', (g, x, y) => [
    () => mul(g, share(x, y, 'gt')),
    () => mul(g, share(x, y, 'lt')),
  ]);
}

/** Smaller of the two, elementwise. Where equal, each gets half of the gradient. */
export function minimum(a: Operand, b: Operand): Tensor {
  return arithmetic('minimum', 'Minimum', a, b, 'int32', (g, x, y) => [
    () => mul(g, share(x, y, 'lt')),
    () => mul(g, share(x, y, 'gt')),
  ]);
}

function share(x: Tensor, y: Tensor, wins: 'gt' | 'lt'): Tensor {
  return add(cast(x[wins](y), 'float32'), mul(cast(x.eq(y), 'float32'), 0.5));
}

/** Remainder with the sign of the divisor, as in Python. The gradient flows to `a` only. */
export function remainder(a: Operand, b: Operand): Tensor {
  return arithmetic('remainder', 'FloorMod', a, b, 'int32', (g, x, y) => [
    () => g,
    () => mul(g, cast(quotientFloor(x, y), 'float32').neg()),
  ]);
}

function quotientFloor(x: Tensor, y: Tensor): Tensor {
  return record('floorDivide', kernels().binary('FloorDiv', x.buffer, y.buffer), [], [], () => []);
}
