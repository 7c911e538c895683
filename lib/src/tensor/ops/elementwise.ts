import { type Backward, record } from '../../autograd/graph.js';
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
  const [x, y] = [kind(where, a), kind(where, b)];
  const dtype = RANKS[Math.max(RANKS.indexOf(x), RANKS.indexOf(y), RANKS.indexOf(least))];
  return [asTensor(a, dtype), asTensor(b, dtype)];
}

function kind(where: string, x: Operand): DType {
  // `x | 0` is x for whole numbers that int32 can hold only.
  if (typeof x === 'number') return (x | 0) === x ? 'int32' : 'float32';
  if (x === undefined || x === null || typeof x.matmul !== 'function') {
    throw new DTypeError(`${where}: expected a tensor or a number, got ${JSON.stringify(x) ?? String(x)}`);
  }
  return x.dtype;
}

function asTensor(x: Operand, dtype: DType): Tensor {
  if (typeof x === 'number') return tensor(x, { dtype });
  return x.dtype === dtype ? x : cast(x, dtype);
}

/** Sums `g` over the axes along which a tensor of `shape` was broadcast. */
export function sumTo(g: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(g.shape, shape)) return g;
  return reshape(sum(g, { dim: repeatedAxes(shape, g.shape), keepdim: true }), shape);
}

interface Arithmetic {
  kernel: BinaryKernel;
  /** Narrowest dtype of the result. */
  least: DType;
  gradients: Gradients;
  /** Operands that the gradients read, with `result` if they read that. Default: all operands. */
  reads?: (x: Tensor, y: Tensor) => Tensor[];
  readsResult?: boolean;
}

function arithmetic(where: string, a: Operand, b: Operand, how: Arithmetic): Tensor {
  const [x, y] = promote(where, a, b, how.least);
  broadcastShapes(where, x.shape, y.shape);
  const out = kernels().binary(how.kernel, x.buffer, y.buffer);
  const backward = (g: Tensor) => {
    const [dx, dy] = how.gradients(g, x, y, () => result);
    return [x.requiresGrad ? sumTo(dx(), x.shape) : null, y.requiresGrad ? sumTo(dy(), y.shape) : null];
  };
  const saved = how.reads?.(x, y) ?? [x, y];
  const result: Tensor = record(where, out, [x, y], saved, backward, how.readsResult);
  return result;
}

/** Operands of a product: the gradient of each reads the other. */
export function factorsRead(x: Tensor, y: Tensor): Tensor[] {
  return [...(x.requiresGrad ? [y] : []), ...(y.requiresGrad ? [x] : [])];
}

function additive(where: string, kernel: BinaryKernel, a: Operand, b: Operand, second: (g: Tensor) => Tensor): Tensor {
  const [x, y] = promote(where, a, b, 'int32');
  broadcastShapes(where, x.shape, y.shape);
  const out = kernels().binary(kernel, x.buffer, y.buffer);
  const shapes = [x, y].map((operand) => (operand.requiresGrad ? operand.shape : null));
  return record(where, out, [x, y], [], additiveBackward(shapes, second));
}

/** Apart, so that the graph keeps the operands' shapes and not the operands. */
function additiveBackward([x, y]: readonly (readonly number[] | null)[], second: (g: Tensor) => Tensor): Backward {
  return (g) => [x && sumTo(g, x), y && sumTo(second(g), y)];
}

type Gradients = (g: Tensor, x: Tensor, y: Tensor, result: () => Tensor) => [dx: () => Tensor, dy: () => Tensor];

/** Sum, elementwise, with broadcasting. */
export function add(a: Operand, b: Operand): Tensor {
  return additive('add', 'AddV2', a, b, (g) => g);
}

/** Difference, elementwise, with broadcasting. */
export function sub(a: Operand, b: Operand): Tensor {
  return additive('sub', 'Sub', a, b, (g) => g.neg());
}

/** Product, elementwise, with broadcasting. */
export function mul(a: Operand, b: Operand): Tensor {
  return arithmetic('mul', a, b, {
    kernel: 'Mul',
    least: 'int32',
    reads: factorsRead,
    gradients: (g, x, y) => [() => mul(g, y), () => mul(g, x)],
  });
}

/** Quotient, elementwise, with broadcasting; always float32. */
export function div(a: Operand, b: Operand): Tensor {
  return arithmetic('div', a, b, {
    kernel: 'RealDiv',
    least: 'float32',
    reads: (x, y) => (y.requiresGrad ? [x, y] : [y]),
    gradients: (g, x, y) => [() => div(g, y), () => mul(g, div(x, mul(y, y)).neg())],
  });
}

/** `a` to the power `b`, elementwise, with broadcasting. A plain number as `b` is the fast form. */
export function pow(a: Operand, b: Operand): Tensor {
  if (typeof b === 'number' && typeof a !== 'number') {
    const x = cast(a, 'float32');
    if (b === 2) return record('pow', kernels().unary('Square', x.buffer), [x], [x], (g) => [mul(g, mul(x, 2))]);
    const out = kernels().binary('Pow', x.buffer, tensor(b).buffer);
    return record('pow', out, [x], [x], (g) => [b === 0 ? zerosLike(x) : mul(g, mul(pow(x, b - 1), b))]);
  }
  return arithmetic('pow', a, b, {
    kernel: 'Pow',
    least: 'float32',
    readsResult: true,
    gradients: (g, x, y, result) => [
      // x ** 0 has slope 0 in x, where 0 * 0 ** -1 would give NaN.
      () => mul(g, y.eq(0).where(0, mul(y, pow(x, sub(y, 1))))),
      // 0 ** y has slope 0 in y, where log(0) would give NaN.
      () => mul(g, mul(result(), x.eq(0).where(1, x).log())),
    ],
  });
}

/** Larger of the two, elementwise. Where equal, each gets half of the gradient. */
export function maximum(a: Operand, b: Operand): Tensor {
  return arithmetic('maximum', a, b, {
    kernel: 'Maximum',
    least: 'int32',
    gradients: (g, x, y) => [() => mul(g, share(x, y, 'gt')), () => mul(g, share(x, y, 'lt'))],
  });
}

/** Smaller of the two, elementwise. Where equal, each gets half of the gradient. */
export function minimum(a: Operand, b: Operand): Tensor {
  return arithmetic('minimum', a, b, {
    kernel: 'Minimum',
    least: 'int32',
    gradients: (g, x, y) => [() => mul(g, share(x, y, 'lt')), () => mul(g, share(x, y, 'gt'))],
  });
}

function share(x: Tensor, y: Tensor, wins: 'gt' | 'lt'): Tensor {
  return add(cast(x[wins](y), 'float32'), mul(cast(x.eq(y), 'float32'), 0.5));
}

/** Remainder with the sign of the divisor, as in Python. */
export function remainder(a: Operand, b: Operand): Tensor {
  return arithmetic('remainder', a, b, {
    kernel: 'FloorMod',
    least: 'int32',
    reads: (x, y) => (y.requiresGrad ? [x, y] : []),
    gradients: (g, x, y) => [() => g, () => mul(g, cast(floorDivide(x, y), 'float32').neg())],
  });
}

/**
 * Angle in radians of the point (b, a) from the positive x axis, from −π to π.
 *
 *     atan2(tensor([1]), tensor([1])) // → [0.7854]
 */
export function atan2(a: Operand, b: Operand): Tensor {
  return arithmetic('atan2', a, b, {
    kernel: 'Atan2',
    least: 'float32',
    gradients: (g, x, y) => {
      const squares = () => add(mul(x, x), mul(y, y));
      return [() => mul(g, div(y, squares())), () => mul(g, div(x, squares()).neg())];
    },
  });
}

/** Quotient, rounded down, elementwise; without a gradient. */
export function floorDivide(a: Operand, b: Operand): Tensor {
  const [x, y] = promote('floorDivide', a, b, 'int32');
  broadcastShapes('floorDivide', x.shape, y.shape);
  return record('floorDivide', kernels().binary('FloorDiv', x.buffer, y.buffer), [], [], () => []);
}
