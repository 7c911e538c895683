import { ShapeError, shapeText, ValueError } from '../../errors.js';
import type { Tensor } from '../../tensor/tensor.js';
import { chance, generatorOf, type SeedOptions } from '../seed.js';
import { checkRange, eachImage, imageShape, type Size, sizePair } from './images.js';

export interface GaussianBlurOptions extends SeedOptions {
  /** Height and width of the kernel: odd numbers. */
  kernelSize: Size;
  /** Deviation in pixels, or a range from which each image gets its own. Default `[0.1, 2]`. */
  sigma?: number | readonly [low: number, high: number];
}

/**
 * Smooths each image of a batch with a Gaussian kernel; borders are mirrored. torchvision's `GaussianBlur`.
 *
 *     data.gaussianBlur(ones(1, 4, 4, 1), { kernelSize: 3 }).mean() // → 1
 */
export function gaussianBlur(images: Tensor, options: GaussianBlurOptions): Tensor {
  const { kernelSize, sigma = [0.1, 2] } = options;
  const { height, width, channels } = imageShape('gaussianBlur', images);
  const [kernelHeight, kernelWidth] = sizePair('gaussianBlur', kernelSize);
  if (kernelHeight % 2 === 0 || kernelWidth % 2 === 0) {
    throw new ValueError(`gaussianBlur: expected an odd kernelSize, got ${JSON.stringify(kernelSize)}`);
  }
  if (kernelHeight >= 2 * height || kernelWidth >= 2 * width) {
    const rule = `a kernel below twice the image, ${shapeText(images.shape)}`;
    throw new ShapeError(`gaussianBlur: expected ${rule}, got ${JSON.stringify(kernelSize)}`);
  }
  const range = typeof sigma === 'number' ? ([sigma, sigma] as const) : sigma;
  checkRange('gaussianBlur', 'sigma', range, Number.MIN_VALUE);
  const generator = generatorOf(options);
  const between = new Float32Array(height * width * channels);
  return eachImage(images, (from, to) => {
    const deviation = typeof sigma === 'number' ? sigma : range[0] + chance(generator) * (range[1] - range[0]);
    const row = width * channels;
    smooth(from, between, gaussian(kernelWidth, deviation), {
      lines: height,
      along: row,
      count: width,
      step: channels,
    });
    smooth(between, to, gaussian(kernelHeight, deviation), { lines: 1, along: 0, count: height, step: row });
  });
}

function gaussian(size: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

/** Lines of `count` places that are `step` values wide; each place becomes the weighted mean of its neighbours. */
function smooth(
  from: Float32Array,
  to: Float32Array,
  kernel: Float64Array,
  { lines, along, count, step }: { lines: number; along: number; count: number; step: number },
): void {
  const half = (kernel.length - 1) / 2;
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < count; place++) {
      for (let value = 0; value < step; value++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++) {
          const beside = Math.abs(place + k - half);
          const at = beside < count ? beside : 2 * count - 2 - beside;
          sum += kernel[k] * from[line * along + at * step + value];
        }
        to[line * along + place * step + value] = sum;
      }
    }
  }
}
