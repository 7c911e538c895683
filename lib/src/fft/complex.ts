import { ShapeError, shapeText } from '../errors.js';
import { tensor, zerosLike } from '../tensor/create.js';
import { cast } from '../tensor/ops/cast.js';
import { stack } from '../tensor/ops/movement.js';
import { broadcastShapes, sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';

/**
 * Complex numbers as two tensors of one shape. The library has no complex dtype: transforms take and give this pair, whose
 * parts are ordinary tensors with gradients.
 *
 *     new fft.Complex(tensor([3]), tensor([4])).abs() // → [5]
 */
export class Complex {
  readonly real: Tensor;
  readonly imag: Tensor;

  /** @param imag default: zeros */
  constructor(real: Tensor, imag?: Tensor) {
    this.real = cast(real, 'float32');
    this.imag = imag === undefined ? zerosLike(this.real) : cast(imag, 'float32');
    if (sameShape(this.real.shape, this.imag.shape)) return;
    const got = `${shapeText(this.real.shape)} and ${shapeText(this.imag.shape)}`;
    throw new ShapeError(`complex: expected real and imaginary parts of one shape, got ${got}`);
  }

  get shape(): readonly number[] {
    return this.real.shape;
  }
  get ndim(): number {
    return this.real.ndim;
  }

  /** Both parts changed in the same way, e.g. `z.each((part) => part.transpose(0, 1))`. */
  each(change: (part: Tensor) => Tensor): Complex {
    return new Complex(change(this.real), change(this.imag));
  }

  add(other: ComplexOperand): Complex {
    const it = complexOf(other);
    return new Complex(...together(this.real.add(it.real), this.imag.add(it.imag)));
  }
  sub(other: ComplexOperand): Complex {
    const it = complexOf(other);
    return new Complex(...together(this.real.sub(it.real), this.imag.sub(it.imag)));
  }
  mul(other: ComplexOperand): Complex {
    if (typeof other === 'number') return this.each((part) => part.mul(other));
    const it = complexOf(other);
    const real = this.real.mul(it.real).sub(this.imag.mul(it.imag));
    return new Complex(real, this.real.mul(it.imag).add(this.imag.mul(it.real)));
  }
  div(other: ComplexOperand): Complex {
    if (typeof other === 'number') return this.each((part) => part.div(other));
    const it = complexOf(other);
    const square = it.real.mul(it.real).add(it.imag.mul(it.imag));
    const product = this.mul(it.conj());
    return new Complex(product.real.div(square), product.imag.div(square));
  }
  neg(): Complex {
    return this.each((part) => part.neg());
  }
  /** Same real part, other sign of the imaginary part. */
  conj(): Complex {
    return new Complex(this.real, this.imag.neg());
  }
  /** Magnitude; slope 0 at 0. */
  abs(): Tensor {
    const square = this.real.mul(this.real).add(this.imag.mul(this.imag));
    const positive = square.gt(0);
    return positive.where(positive.where(square, 1).sqrt(), 0);
  }
  /** Angle in radians from the positive real axis, from −π to π. */
  angle(): Tensor {
    return this.imag.atan2(this.real);
  }
  /** e to the power of it. */
  exp(): Complex {
    const length = this.real.exp();
    return new Complex(length.mul(this.imag.cos()), length.mul(this.imag.sin()));
  }

  /** Values as nested lists of `[real, imaginary]`. */
  toArray() {
    return viewAsReal(this).toArray();
  }
  toString(): string {
    return `complex(\n  real ${this.real},\n  imag ${this.imag}\n)`;
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
  [DISPLAY_SYMBOL](): MimeBundle {
    return { 'text/plain': this.toString() };
  }
}

/** A real tensor or number stands for itself with the imaginary part 0. */
export type ComplexOperand = Complex | Tensor | number;

/**
 * Makes complex numbers of two tensors of one shape.
 *
 *     fft.complex(tensor([3]), tensor([4])).imag // → [4]
 */
export function complex(real: Tensor, imag?: Tensor): Complex {
  return new Complex(real, imag);
}

/**
 * Complex numbers of the given magnitudes and angles in radians.
 *
 *     fft.polar(tensor([2]), tensor([0])).real // → [2]
 */
export function polar(abs: Tensor, angle: Tensor): Complex {
  return new Complex(abs.mul(angle.cos()), abs.mul(angle.sin()));
}

/**
 * `[…, 2]`: real and imaginary part along a new last axis.
 *
 *     fft.viewAsReal(fft.complex(tensor([3]), tensor([4]))) // → [[3, 4]]
 */
export function viewAsReal(x: Complex): Tensor {
  return stack([x.real, x.imag], -1);
}

/**
 * Undoes {@link viewAsReal}.
 *
 *     fft.viewAsComplex(tensor([[3, 4]])).real // → [3]
 */
export function viewAsComplex(x: Tensor): Complex {
  if (x.shape.at(-1) === 2) return new Complex(x.select(-1, 0), x.select(-1, 1));
  throw new ShapeError(`viewAsComplex: expected a last axis of 2, real and imaginary part, got ${shapeText(x.shape)}`);
}

/** A real operand as a pair; of a number the parts are tensors without axes. */
function complexOf(x: ComplexOperand): Complex {
  if (x instanceof Complex) return x;
  return new Complex(typeof x === 'number' ? tensor(x) : x);
}

function together(real: Tensor, imag: Tensor): [Tensor, Tensor] {
  const shape = broadcastShapes('complex', real.shape, imag.shape);
  return [real.expand(shape), imag.expand(shape)];
}
