import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { cast } from './cast.js';
function unary(name, kernel, x, slope, reads = 'input') {
    const input = cast(x, 'float32');
    const out = kernels().unary(kernel, input.buffer);
    if (slope === null)
        return record(name, out, [input], [], () => [null]);
    const saved = reads === 'result' ? [] : [input];
    const y = record(name, out, [input], saved, (g) => [g.mul(slope(input, y))], reads !== 'input');
    return y;
}
/** Like {@link unary}, for functions that also keep int32. */
function signed(name, kernel, x, slope) {
    if (x.dtype !== 'int32')
        return unary(name, kernel, x, slope);
    return record(name, kernels().unary(kernel, x.buffer), [], [], () => []);
}
/** −x. */
export function neg(x) {
    if (x.dtype === 'int32')
        return signed('neg', 'Neg', x, null);
    const input = cast(x, 'float32');
    return record('neg', kernels().unary('Neg', input.buffer), [input], [], (g) => [neg(g)]);
}
/** |x|; slope 0 at 0. */
export function abs(x) {
    return signed('abs', 'Abs', x, (v) => sign(v));
}
/** −1, 0 or 1. */
export function sign(x) {
    return signed('sign', 'Sign', x, null);
}
/** eˣ. */
export function exp(x) {
    return unary('exp', 'Exp', x, (_, y) => y, 'result');
}
/** Natural logarithm. */
export function log(x) {
    return unary('log', 'Log', x, (v) => v.reciprocal());
}
/** log(1 + x), exact near 0. */
export function log1p(x) {
    return unary('log1p', 'Log1p', x, (v) => v.add(1).reciprocal());
}
/** Square root. */
export function sqrt(x) {
    return unary('sqrt', 'Sqrt', x, (_, y) => y.mul(2).reciprocal(), 'result');
}
/** 1/√x. */
export function rsqrt(x) {
    return unary('rsqrt', 'Rsqrt', x, (v, y) => y.div(v).mul(-0.5), 'both');
}
/** 1/x. */
export function reciprocal(x) {
    return unary('reciprocal', 'Reciprocal', x, (_, y) => y.mul(y).neg(), 'result');
}
/** Sine of radians. */
export function sin(x) {
    return unary('sin', 'Sin', x, (v) => cos(v));
}
/** Cosine of radians. */
export function cos(x) {
    return unary('cos', 'Cos', x, (v) => sin(v).neg());
}
/** Error function. */
export function erf(x) {
    return unary('erf', 'Erf', x, (v) => v
        .mul(v)
        .neg()
        .exp()
        .mul(2 / Math.sqrt(Math.PI)));
}
/** Largest whole number ≤ x; slope 0. */
export function floor(x) {
    return unary('floor', 'Floor', x, null);
}
/** Smallest whole number ≥ x; slope 0. */
export function ceil(x) {
    return unary('ceil', 'Ceil', x, null);
}
/** Nearest whole number, halves to even; slope 0. */
export function round(x) {
    return unary('round', 'Round', x, null);
}
/** Where x is NaN; bool. */
export function isnan(x) {
    return record('isnan', kernels().unary('IsNan', cast(x, 'float32').buffer), [], [], () => []);
}
/** Where x is neither NaN nor infinite; bool. */
export function isfinite(x) {
    return record('isfinite', kernels().unary('IsFinite', cast(x, 'float32').buffer), [], [], () => []);
}
