/**
 * The error grammar of the library: `where: rule, what was got; the usual fix`. A class exists only where somebody
 * catches it.
 */
export class LecternError extends Error {
  override name = 'LecternError';

  /** Same error with the path of the module in which it was thrown put in front, e.g. `net.2 (Linear 200→1)`. */
  prefixed(path: string): this {
    this.message = `${path}: ${this.message.replace(/^[A-Za-z0-9_.]+: /, '')}`;
    return this;
  }
}

/** Shapes that do not fit an operation. */
export class ShapeError extends LecternError {
  override name = 'ShapeError';
}

/** A dtype that an operation does not take. */
export class DTypeError extends LecternError {
  override name = 'DTypeError';
}

/** A tensor whose memory was given back is used. */
export class FreedTensorError extends LecternError {
  override name = 'FreedTensorError';
}

/** `backward` or `autograd.grad` on a graph that cannot give what was asked. */
export class GradientError extends LecternError {
  override name = 'GradientError';
}

/** A NaN or another silent mistake that `autograd.detectAnomaly` found. */
export class AnomalyError extends LecternError {
  override name = 'AnomalyError';
}

/** A backend that cannot start or cannot do what was asked of it. */
export class BackendError extends LecternError {
  override name = 'BackendError';
}

/** A file that is missing or damaged, or cannot be read or written here. */
export class FileError extends LecternError {
  override name = 'FileError';
}

/** Any other bad argument: the value is always in the message. */
export class ValueError extends LecternError {
  override name = 'ValueError';
}

/** Writes a shape as PyTorch does: `[64, 100]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
