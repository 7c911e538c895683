import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { ShapeError } from '../../errors.js';
import { pairOf } from '../shape.js';
import { cast } from './cast.js';
import { pad } from './movement.js';
import { padsOf, windowSize } from './window.js';
/** Largest value of each window: `[batch, h, w, c]` → `[batch, h', w', c]`. Padding never wins. */
export function maxPool2d(x, options) {
    const [input, window] = prepare('maxPool2d', x, options, -Infinity);
    return largest(input, window);
}
/** Mean of each window: `[batch, h, w, c]` → `[batch, h', w', c]`. Padding counts as zeros, as in PyTorch. */
export function avgPool2d(x, options) {
    const [input, window] = prepare('avgPool2d', x, options, 0);
    return average(input, window);
}
/** Pads beforehand: backends disagree on padded pools, and on averages none counts the padding. */
function prepare(where, x, options, filler) {
    const kernel = pairOf(where, 'kernelSize', options.kernelSize, 1);
    const stride = pairOf(where, 'stride', options.stride ?? kernel, 1);
    const padding = pairOf(where, 'padding', options.padding ?? 0, 0);
    if (padding[0] > kernel[0] / 2 || padding[1] > kernel[1] / 2) {
        throw new ShapeError(`${where}: expected padding of at most half the window [${kernel}], got [${padding}]`);
    }
    const pads = padsOf(where, padding, kernel, stride);
    windowSize(where, x.shape, kernel, stride, pads);
    const padded = pad(cast(x, 'float32'), [[0, 0], pads[0], pads[1], [0, 0]], filler);
    const none = [
        [0, 0],
        [0, 0],
    ];
    return [padded, { kernel, stride, pads: none }];
}
function largest(x, window) {
    const backward = (g) => [spread(g, x.detach(), y.detach(), window)];
    const y = record('maxPool2d', kernels().maxPool(x.buffer, window), [x], [x], backward, true);
    return y;
}
/** Sends each gradient to where the maximum was; linear in `g`. */
function spread(g, x, y, window) {
    const out = kernels().maxPoolGrad(g.buffer, x.buffer, y.buffer, window);
    return record('maxPool2dGrad', out, [g], [], (gg) => [picked(gg, x, y, window)]);
}
/** Values of `gg` from where the maxima were; linear in `gg`. */
function picked(gg, x, y, window) {
    const out = kernels().maxPoolGradGrad(gg.buffer, x.buffer, y.buffer, window);
    return record('maxPool2dPick', out, [gg], [], (g) => [spread(g, x, y, window)]);
}
function average(x, window) {
    return record('avgPool2d', kernels().avgPool(x.buffer, window), [x], [], (g) => [shares(g, x.shape, window)]);
}
function shares(g, shape, window) {
    const out = kernels().avgPoolGrad(g.buffer, shape, window);
    return record('avgPool2dGrad', out, [g], [], (gg) => [average(gg, window)]);
}
