import type { WindowOptions } from '../backend.js';

/** Places in images, in filters and in the result that belong together in a convolution. */
type Visit = (image: number, filter: number, result: number) => void;

/**
 * Goes through every product of a convolution of images `[n, h, w, in]` with filters `[kh, kw, in, out]` to
 * `[n, h', w', out]`.
 */
export function eachProduct(
  images: readonly number[],
  filters: readonly number[],
  result: readonly number[],
  { stride, pads }: WindowOptions,
  visit: Visit,
): void {
  const [, height, width, channels] = images;
  const [kh, kw, , out] = filters;
  eachWindow(result, (n, row, col, window) => {
    for (let i = 0; i < kh; i++) {
      const y = row * stride[0] + i - pads[0][0];
      if (y < 0 || y >= height) continue;
      for (let j = 0; j < kw; j++) {
        const x = col * stride[1] + j - pads[1][0];
        if (x < 0 || x >= width) continue;
        const image = ((n * height + y) * width + x) * channels;
        const filter = (i * kw + j) * channels * out;
        for (let c = 0; c < channels; c++) {
          for (let f = 0; f < out; f++) visit(image + c, filter + c * out + f, window * out + f);
        }
      }
    }
  });
}

/** Goes through the pixels `[n, h', w', …]` of a result, with the number of each. */
function eachWindow(
  [batch, height, width]: readonly number[],
  visit: (n: number, row: number, col: number, at: number) => void,
): void {
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < height; row++) for (let col = 0; col < width; col++) visit(n, row, col, at++);
  }
}

/** The shape of the result of sliding a window over images `[n, h, w, c]`. */
export function slidShape(
  [n, height, width]: readonly number[],
  kernel: readonly number[],
  channels: number,
  { stride, pads }: WindowOptions,
): number[] {
  const count = (size: number, axis: 0 | 1) =>
    Math.floor((size + pads[axis][0] + pads[axis][1] - kernel[axis]) / stride[axis]) + 1;
  return [n, count(height, 0), count(width, 1), channels];
}
