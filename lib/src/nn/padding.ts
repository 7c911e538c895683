import { ShapeError, shapeText, ValueError } from '../errors.js';
import { type PadMode, padAround } from '../tensor/ops/padding.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** `[before, after]` of one dimension. */
export type Sides = readonly [before: number, after: number];

const FORMS = ['length', 'height, width', 'depth, height, width'];

/** What the padding layers share: a border around each dimension between batch and channels. */
abstract class Border extends Module {
  readonly padding: readonly Sides[];
  readonly #mode: PadMode;
  readonly #value: number;

  constructor(count: number, padding: number | readonly Sides[], mode: PadMode, value = 0) {
    super();
    this.padding =
      typeof padding === 'number' ? Array.from({ length: count }, (): Sides => [padding, padding]) : padding;
    if (this.padding.length !== count || !this.padding.flat().every((n) => Number.isInteger(n) && n >= 0)) {
      const rule = `a whole number of at least 0 or ${count} pairs [before, after] of them`;
      throw new ValueError(`${this.constructor.name}: expected padding as ${rule}, got ${JSON.stringify(padding)}`);
    }
    this.#mode = mode;
    this.#value = value;
  }

  forward(x: Tensor): Tensor {
    const count = this.padding.length;
    if (x.ndim !== count + 2) {
      const form = `[batch, ${FORMS[count - 1]}, channels]`;
      throw new ShapeError(`${this.label()}: expected ${form}, got ${shapeText(x.shape)}`);
    }
    return padAround(x, [[0, 0], ...this.padding, [0, 0]], { mode: this.#mode, value: this.#value });
  }

  override extraRepr(): string {
    const value = this.#value === 0 ? '' : `, value=${this.#value}`;
    return `padding=${JSON.stringify(this.padding)}${value}`;
  }
}

/**
 * Surrounds sequences `[batch, length, channels]` with zeros: a number, or `[[before, after]]`.
 *
 *     new nn.ZeroPad1d(1)(ones(1, 3, 1)).view(-1) // → [0, 1, 1, 1, 0]
 */
export class ZeroPad1d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(1, padding, 'constant');
  }
}

/**
 * Surrounds images `[batch, height, width, channels]` with zeros: a number, or `[[top, bottom], [left, right]]`.
 *
 *     new nn.ZeroPad2d(1)(ones(1, 3, 3, 1)).shape // → [1, 5, 5, 1]
 */
export class ZeroPad2d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(2, padding, 'constant');
  }
}

/**
 * Surrounds volumes `[batch, depth, height, width, channels]` with zeros: a number, or `[[front, back], [top, bottom], [left, right]]`.
 *
 *     new nn.ZeroPad3d(1)(ones(1, 3, 3, 3, 1)).shape // → [1, 5, 5, 5, 1]
 */
export class ZeroPad3d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(3, padding, 'constant');
  }
}

/**
 * Surrounds sequences `[batch, length, channels]` with one value: a number, or `[[before, after]]`.
 *
 *     new nn.ConstantPad1d(1, 9)(arange(3).view(1, 3, 1)).view(-1) // → [9, 0, 1, 2, 9]
 */
export class ConstantPad1d extends Border {
  constructor(padding: number | readonly Sides[], value: number) {
    super(1, padding, 'constant', value);
  }
}

/**
 * Surrounds images `[batch, height, width, channels]` with one value: a number, or `[[top, bottom], [left, right]]`.
 *
 *     new nn.ConstantPad2d(1, 9)(ones(1, 3, 3, 1)).shape // → [1, 5, 5, 1]
 */
export class ConstantPad2d extends Border {
  constructor(padding: number | readonly Sides[], value: number) {
    super(2, padding, 'constant', value);
  }
}

/**
 * Surrounds volumes `[batch, depth, height, width, channels]` with one value: a number, or `[[front, back], [top, bottom], [left, right]]`.
 *
 *     new nn.ConstantPad3d(1, 9)(ones(1, 3, 3, 3, 1)).shape // → [1, 5, 5, 5, 1]
 */
export class ConstantPad3d extends Border {
  constructor(padding: number | readonly Sides[], value: number) {
    super(3, padding, 'constant', value);
  }
}

/**
 * Surrounds sequences `[batch, length, channels]` with mirror images without the edge: a number, or `[[before, after]]`.
 *
 *     new nn.ReflectionPad1d(1)(arange(3).view(1, 3, 1)).view(-1) // → [1, 0, 1, 2, 1]
 */
export class ReflectionPad1d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(1, padding, 'reflect');
  }
}

/**
 * Surrounds images `[batch, height, width, channels]` with mirror images without the edge: a number, or `[[top, bottom], [left, right]]`.
 *
 *     new nn.ReflectionPad2d(1)(ones(1, 3, 3, 1)).shape // → [1, 5, 5, 1]
 */
export class ReflectionPad2d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(2, padding, 'reflect');
  }
}

/**
 * Surrounds volumes `[batch, depth, height, width, channels]` with mirror images without the edge: a number, or `[[front, back], [top, bottom], [left, right]]`.
 *
 *     new nn.ReflectionPad3d(1)(ones(1, 3, 3, 3, 1)).shape // → [1, 5, 5, 5, 1]
 */
export class ReflectionPad3d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(3, padding, 'reflect');
  }
}

/**
 * Surrounds sequences `[batch, length, channels]` with copies of the edge: a number, or `[[before, after]]`.
 *
 *     new nn.ReplicationPad1d(1)(arange(3).view(1, 3, 1)).view(-1) // → [0, 0, 1, 2, 2]
 */
export class ReplicationPad1d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(1, padding, 'replicate');
  }
}

/**
 * Surrounds images `[batch, height, width, channels]` with copies of the edge: a number, or `[[top, bottom], [left, right]]`.
 *
 *     new nn.ReplicationPad2d(1)(ones(1, 3, 3, 1)).shape // → [1, 5, 5, 1]
 */
export class ReplicationPad2d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(2, padding, 'replicate');
  }
}

/**
 * Surrounds volumes `[batch, depth, height, width, channels]` with copies of the edge: a number, or `[[front, back], [top, bottom], [left, right]]`.
 *
 *     new nn.ReplicationPad3d(1)(ones(1, 3, 3, 3, 1)).shape // → [1, 5, 5, 5, 1]
 */
export class ReplicationPad3d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(3, padding, 'replicate');
  }
}

/**
 * Surrounds sequences `[batch, length, channels]` with the other end: a number, or `[[before, after]]`.
 *
 *     new nn.CircularPad1d(1)(arange(3).view(1, 3, 1)).view(-1) // → [2, 0, 1, 2, 0]
 */
export class CircularPad1d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(1, padding, 'circular');
  }
}

/**
 * Surrounds images `[batch, height, width, channels]` with the other end: a number, or `[[top, bottom], [left, right]]`.
 *
 *     new nn.CircularPad2d(1)(ones(1, 3, 3, 1)).shape // → [1, 5, 5, 1]
 */
export class CircularPad2d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(2, padding, 'circular');
  }
}

/**
 * Surrounds volumes `[batch, depth, height, width, channels]` with the other end: a number, or `[[front, back], [top, bottom], [left, right]]`.
 *
 *     new nn.CircularPad3d(1)(ones(1, 3, 3, 3, 1)).shape // → [1, 5, 5, 5, 1]
 */
export class CircularPad3d extends Border {
  constructor(padding: number | readonly Sides[]) {
    super(3, padding, 'circular');
  }
}
