import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError } from '../../errors.js';
import { tensor, zerosLike } from '../create.js';
import { broadcastShapes, repeatedAxes, sameShape } from '../shape.js';
import { cast } from './cast.js';
import { reshape } from './movement.js';
import { sum } from './reduce.js';
const RANKS = ['bool', 'int32', 'float32'];
/** Brings two operands to tensors of one dtype, the wider of the two; whole numbers keep an int32 tensor int32. */
export function promote(where, a, b, least = 'bool') {
    const [x, y] = [kind(where, a), kind(where, b)];
    const dtype = RANKS[Math.max(RANKS.indexOf(x), RANKS.indexOf(y), RANKS.indexOf(least))];
    return [asTensor(a, dtype), asTensor(b, dtype)];
}
function kind(where, x) {
    // `x | 0` is x for whole numbers that int32 can hold only.
    if (typeof x === 'number')
        return (x | 0) === x ? 'int32' : 'float32';
    if (x === undefined || x === null || typeof x.matmul !== 'function') {
        throw new DTypeError(`${where}: expected a tensor or a number, got ${JSON.stringify(x) ?? String(x)}`);
    }
    return x.dtype;
}
function asTensor(x, dtype) {
    if (typeof x === 'number')
        return tensor(x, { dtype });
    return x.dtype === dtype ? x : cast(x, dtype);
}
/** Sums `g` over the axes along which a tensor of `shape` was broadcast. */
export function sumTo(g, shape) {
    if (sameShape(g.shape, shape))
        return g;
    return reshape(sum(g, { dim: repeatedAxes(shape, g.shape), keepdim: true }), shape);
}
function arithmetic(where, a, b, how) {
    const [x, y] = promote(where, a, b, how.least);
    broadcastShapes(where, x.shape, y.shape);
    const out = kernels().binary(how.kernel, x.buffer, y.buffer);
    const backward = (g) => {
        const [dx, dy] = how.gradients(g, x, y, () => result);
        return [x.requiresGrad ? sumTo(dx(), x.shape) : null, y.requiresGrad ? sumTo(dy(), y.shape) : null];
    };
    const saved = how.reads?.(x, y) ?? [x, y];
    const result = record(where, out, [x, y], saved, backward, how.readsResult);
    return result;
}
/** Operands of a product: the gradient of each reads the other. */
export function factorsRead(x, y) {
    return [...(x.requiresGrad ? [y] : []), ...(y.requiresGrad ? [x] : [])];
}
function additive(where, kernel, a, b, second) {
    const [x, y] = promote(where, a, b, 'int32');
    broadcastShapes(where, x.shape, y.shape);
    const out = kernels().binary(kernel, x.buffer, y.buffer);
    const shapes = [x, y].map((operand) => (operand.requiresGrad ? operand.shape : null));
    return record(where, out, [x, y], [], additiveBackward(shapes, second));
}
/** Apart, so that the graph keeps the operands' shapes and not the operands. */
function additiveBackward([x, y], second) {
    return (g) => [x && sumTo(g, x), y && sumTo(second(g), y)];
}
/** Sum, elementwise, with broadcasting. */
export function add(a, b) {
    return additive('add', 'AddV2', a, b, (g) => g);
}
/** Difference, elementwise, with broadcasting. */
export function sub(a, b) {
    return additive('sub', 'Sub', a, b, (g) => g.neg());
}
/** Product, elementwise, with broadcasting. */
export function mul(a, b) {
    return arithmetic('mul', a, b, {
        kernel: 'Mul',
        least: 'int32',
        reads: factorsRead,
        gradients: (g, x, y) => [() => mul(g, y), () => mul(g, x)],
    });
}
/** Quotient, elementwise, with broadcasting; always float32. */
export function div(a, b) {
    return arithmetic('div', a, b, {
        kernel: 'RealDiv',
        least: 'float32',
        reads: (x, y) => (y.requiresGrad ? [x, y] : [y]),
        gradients: (g, x, y) => [() => div(g, y), () => mul(g, div(x, mul(y, y)).neg())],
    });
}
/** `a` to the power `b`, elementwise, with broadcasting. A plain number as `b` is the fast form. */
export function pow(a, b) {
    if (typeof b === 'number' && typeof a !== 'number') {
        const x = cast(a, 'float32');
        if (b === 2)
            return record('pow', kernels().unary('Square', x.buffer), [x], [x], (g) => [mul(g, mul(x, 2))]);
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
export function maximum(a, b) {
    return arithmetic('maximum', a, b, {
        kernel: 'Maximum',
        least: 'int32',
        gradients: (g, x, y) => [() => mul(g, share(x, y, 'gt')), () => mul(g, share(x, y, 'lt'))],
    });
}
/** Smaller of the two, elementwise. Where equal, each gets half of the gradient. */
export function minimum(a, b) {
    return arithmetic('minimum', a, b, {
        kernel: 'Minimum',
        least: 'int32',
        gradients: (g, x, y) => [() => mul(g, share(x, y, 'lt')), () => mul(g, share(x, y, 'gt'))],
    });
}
function share(x, y, wins) {
    return add(cast(x[wins](y), 'float32'), mul(cast(x.eq(y), 'float32'), 0.5));
}
/** Remainder with the sign of the divisor, as in Python. */
export function remainder(a, b) {
    return arithmetic('remainder', a, b, {
        kernel: 'FloorMod',
        least: 'int32',
        reads: (x, y) => (y.requiresGrad ? [x, y] : []),
        gradients: (g, x, y) => [() => g, () => mul(g, cast(quotientFloor(x, y), 'float32').neg())],
    });
}
function quotientFloor(x, y) {
    return record('floorDivide', kernels().binary('FloorDiv', x.buffer, y.buffer), [], [], () => []);
}
