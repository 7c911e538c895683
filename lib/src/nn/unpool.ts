import { maxUnpool1d, maxUnpool2d, maxUnpool3d, type UnpoolOptions } from '../tensor/ops/pool-indices.js';
import { type Pair, sizesOf, type Triple } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { pairText } from './pair.js';

type Sizes = number | readonly number[];

/** Options of the pool that is undone, without its kernel size. */
export type UnpoolLayerOptions<Size> = Pick<UnpoolOptions<Size>, 'stride' | 'padding'>;

/** Not called `kernelSize`, `stride` and `padding`: a value sees no more of the input than before. */
abstract class MaxUnpool<Size extends Sizes> extends Module {
  protected readonly window: UnpoolOptions<Size>;

  constructor(count: number, kernelSize: Size, options: UnpoolLayerOptions<Size>) {
    super();
    const where = this.constructor.name;
    sizesOf(where, 'kernelSize', kernelSize, count, 1);
    const { stride = kernelSize, padding = 0 as Size } = options;
    sizesOf(where, 'stride', stride, count, 1);
    sizesOf(where, 'padding', padding, count, 0);
    this.window = { kernelSize, stride, padding };
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this.window;
    return `kernelSize=${shown(kernelSize)}, stride=${shown(stride as Sizes)}, padding=${shown(padding as Sizes)}`;
  }
}

/**
 * Undoes a `MaxPool1d` with `returnIndices`: puts its values back where they were, zeros elsewhere.
 *
 *     const [y, at] = F.maxPool1dWithIndices(rand(1, 4, 1), { kernelSize: 2 });
 *     new nn.MaxUnpool1d(2)(y, at).shape // → [1, 4, 1]
 */
export class MaxUnpool1d extends MaxUnpool<number> {
  constructor(kernelSize: number, options: UnpoolLayerOptions<number> = {}) {
    super(1, kernelSize, options);
  }

  /** @param outputSize the length to reach, where several would fit */
  forward(x: Tensor, indices: Tensor, outputSize?: number): Tensor {
    return maxUnpool1d(x, indices, { ...this.window, outputSize });
  }
}

/**
 * Undoes a `MaxPool2d` with `returnIndices`: puts its values back where they were, zeros elsewhere. Zeiler et al. 2011.
 *
 *     const [y, at] = F.maxPool2dWithIndices(rand(1, 4, 4, 1), { kernelSize: 2 });
 *     new nn.MaxUnpool2d(2)(y, at).shape // → [1, 4, 4, 1]
 */
export class MaxUnpool2d extends MaxUnpool<Pair> {
  constructor(kernelSize: Pair, options: UnpoolLayerOptions<Pair> = {}) {
    super(2, kernelSize, options);
  }

  /** @param outputSize height and width to reach, where several would fit */
  forward(x: Tensor, indices: Tensor, outputSize?: Pair): Tensor {
    return maxUnpool2d(x, indices, { ...this.window, outputSize });
  }
}

/**
 * {@link MaxUnpool2d} of volumes.
 *
 *     const [y, at] = F.maxPool3dWithIndices(rand(1, 4, 4, 4, 1), { kernelSize: 2 });
 *     new nn.MaxUnpool3d(2)(y, at).shape // → [1, 4, 4, 4, 1]
 */
export class MaxUnpool3d extends MaxUnpool<Triple> {
  constructor(kernelSize: Triple, options: UnpoolLayerOptions<Triple> = {}) {
    super(3, kernelSize, options);
  }

  /** @param outputSize depth, height and width to reach, where several would fit */
  forward(x: Tensor, indices: Tensor, outputSize?: Triple): Tensor {
    return maxUnpool3d(x, indices, { ...this.window, outputSize });
  }
}

function shown(sizes: Sizes): string {
  return pairText(typeof sizes === 'number' ? [sizes] : sizes);
}
