import { ShapeError, shapeText } from '../errors.js';
import { avgPool2d, maxPool2d } from '../tensor/ops/pool.js';
import { type Pair, pairOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { pairText } from './pair.js';

export interface Pool2dOptions {
  /** Default: the kernel size, so that windows do not overlap. */
  stride?: Pair;
  /** Default 0. */
  padding?: Pair;
}

abstract class Pool2d extends Module {
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];

  /** @param stride the stride alone, as in PyTorch's `MaxPool2d(2, 2)`, or all options */
  constructor(kernelSize: Pair, stride: Pair | Pool2dOptions = {}) {
    super();
    const options: Pool2dOptions = isPair(stride) ? { stride } : stride;
    const name = this.constructor.name;
    this.kernelSize = pairOf(name, 'kernelSize', kernelSize, 1);
    this.stride = pairOf(name, 'stride', options.stride ?? kernelSize, 1);
    this.padding = pairOf(name, 'padding', options.padding ?? 0, 0);
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    const parts = [`kernelSize=${pairText(this.kernelSize)}, stride=${pairText(this.stride)}`];
    if (pairText(this.padding) !== '0') parts.push(`padding=${pairText(this.padding)}`);
    return parts.join(', ');
  }

  protected checkInput(x: Tensor): void {
    if (x.shape.length === 4) return;
    const got = shapeText(x.shape);
    throw new ShapeError(`${this.label()}: expected [batch, height, width, channels], got ${got}`);
  }
}

/** Largest value of each window of `[batch, height, width, channels]` images. */
export class MaxPool2d extends Pool2d {
  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const { kernelSize, stride, padding } = this;
    return maxPool2d(x, { kernelSize, stride, padding });
  }
}

/** Mean of each window of `[batch, height, width, channels]` images; padding counts as zeros. */
export class AvgPool2d extends Pool2d {
  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const { kernelSize, stride, padding } = this;
    return avgPool2d(x, { kernelSize, stride, padding });
  }
}

function isPair(value: Pair | Pool2dOptions): value is Pair {
  return typeof value === 'number' || Array.isArray(value);
}
