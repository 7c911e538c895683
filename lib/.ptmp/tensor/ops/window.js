import { ShapeError, shapeText } from '../../errors.js';
import { pairOf } from '../shape.js';
/** `[before, after]` of height and width. */
export function padsOf(where, padding, kernel, stride) {
    if (padding === 'same') {
        if (stride[0] !== 1 || stride[1] !== 1) {
            throw new ShapeError(`${where}: padding 'same' needs stride 1, got [${stride}]; give the padding as a number`);
        }
        const split = (k) => [Math.floor((k - 1) / 2), Math.ceil((k - 1) / 2)];
        return [split(kernel[0]), split(kernel[1])];
    }
    const [h, w] = padding === 'valid' ? [0, 0] : pairOf(where, 'padding', padding, 0);
    return [
        [h, h],
        [w, w],
    ];
}
/** Checks a batch of images against a window; returns the height and width of the result. */
export function windowSize(where, shape, kernel, stride, pads) {
    if (shape.length !== 4) {
        const usual = shape.length === 3 ? '; add the batch axis with .unsqueeze(0)' : '';
        throw new ShapeError(`${where}: expected [batch, height, width, channels], got ${shapeText(shape)}${usual}`);
    }
    const size = [0, 1].map((i) => {
        const room = shape[i + 1] + pads[i][0] + pads[i][1] - kernel[i];
        return Math.floor(room / stride[i]) + 1;
    });
    if (size[0] < 1 || size[1] < 1) {
        throw new ShapeError(`${where}: a ${kernel[0]}×${kernel[1]} window does not fit into ${shape[1]}×${shape[2]} images ` +
            `(got ${shapeText(shape)}); images are [batch, height, width, channels]`);
    }
    return [size[0], size[1]];
}
