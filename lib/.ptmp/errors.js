/**
 * The error grammar of the library: `where: rule, what was got; the usual fix`. A class exists only where somebody
 * catches it.
 */
export class LecternError extends Error {
    name = 'LecternError';
    /** Same error with the path of the module in which it was thrown put in front, e.g. `net.2 (Linear 200→1)`. */
    prefixed(path) {
        this.message = `${path}: ${this.message.replace(/^[A-Za-z0-9_.]+: /, '')}`;
        return this;
    }
}
/** Shapes that do not fit an operation. */
export class ShapeError extends LecternError {
    name = 'ShapeError';
}
/** A dtype that an operation does not take. */
export class DTypeError extends LecternError {
    name = 'DTypeError';
}
/** A tensor whose memory was given back is used. */
export class FreedTensorError extends LecternError {
    name = 'FreedTensorError';
}
/** `backward` or `autograd.grad` on a graph that cannot give what was asked. */
export class GradientError extends LecternError {
    name = 'GradientError';
}
/** A backend that cannot start or cannot do what was asked of it. */
export class BackendError extends LecternError {
    name = 'BackendError';
}
/** Any other bad argument: the value is always in the message. */
export class ValueError extends LecternError {
    name = 'ValueError';
}
/** Writes a shape as PyTorch does: `[64, 100]`. */
export function shapeText(shape) {
    return `[${shape.join(', ')}]`;
}
