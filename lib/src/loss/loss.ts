import { ShapeError, shapeText } from '../errors.js';
import { Module } from '../nn/module.js';
import { sameShape } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { checkReduction, type Reduction } from './reduction.js';

export interface LossOptions {
  /** Default `mean`. */
  reduction?: Reduction;
}

/**
 * A loss as a module: it keeps the options of its function.
 *
 *     new nn.L1Loss() instanceof nn.Loss // → true
 */
export abstract class Loss<Options extends { reduction?: string }> extends Module {
  readonly options: Readonly<Options>;

  constructor(options: Options = {} as Options) {
    super();
    this.options = { ...options };
    this.checkOptions();
  }

  override extraRepr(): string {
    return Object.entries(this.options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${value instanceof Tensor ? shapeText(value.shape) : JSON.stringify(value)}`)
      .join(', ');
  }

  /** Throws a ValueError for options that make no sense. */
  protected checkOptions(): void {
    checkReduction(this.constructor.name, this.options.reduction ?? 'mean');
  }
}

/** Throws a ShapeError unless both have one shape: broadcasting them would average over pairs. */
export function checkSameShape(where: string, input: Tensor, target: Tensor): void {
  if (sameShape(input.shape, target.shape)) return;
  const got = `${shapeText(input.shape)} and ${shapeText(target.shape)}`;
  throw new ShapeError(`${where}: input and target must have one shape, got ${got}; reshape one of them`);
}
