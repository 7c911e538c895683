import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { type Pair, sizesOf } from '../shape.js';

/** `Size` is a number, or for images and volumes also one for each dimension. */
export interface PoolOptions<Size = Pair> {
  /** Size of the window. */
  kernelSize: Size;
  /** Step of the window. Default: `kernelSize`. */
  stride?: Size;
  /** Entries around the input on each side, at most half of the window. Default 0. */
  padding?: Size;
  /** Whether a last window that the input only begins to fill counts. Default `false`. */
  ceilMode?: boolean;
}

export interface MaxPoolOptions<Size = Pair> extends PoolOptions<Size> {
  /** Distance between the entries of a window. Default 1. */
  dilation?: Size;
}

export interface AvgPoolOptions<Size = Pair> extends PoolOptions<Size> {
  /** Whether padding counts as zeros; else only the entries inside are averaged. Default true, as in PyTorch. */
  countIncludePad?: boolean;
  /** What sums are divided by instead of the number of entries. */
  divisorOverride?: number;
}

/** A window that slides along each dimension between batch and channels. */
export interface PoolWindow {
  kernel: readonly number[];
  stride: readonly number[];
  dilation: readonly number[];
  /** `[before, after]` of each dimension. */
  pads: readonly (readonly [number, number])[];
  /** Sizes of the result. */
  size: readonly number[];
}

const FORMS = ['sequences [batch, length, channels]', 'images [batch, height, width, channels]'];
const FORM_OF_VOLUMES = 'volumes [batch, depth, height, width, channels]';

/** Checks an input of `count` dimensions between batch and channels against the options. */
export function poolWindow(
  where: string,
  shape: readonly number[],
  count: number,
  options: PoolOptions<number | readonly number[]> & { dilation?: number | readonly number[] },
): PoolWindow {
  if (options === undefined || typeof options === 'number') {
    throw new ValueError(`${where}: expected options with a kernelSize, got ${options}; write { kernelSize: 2 }`);
  }
  const kernel = sizesOf(where, 'kernelSize', options.kernelSize, count, 1);
  const stride = sizesOf(where, 'stride', options.stride ?? kernel, count, 1);
  const padding = sizesOf(where, 'padding', options.padding ?? 0, count, 0);
  const dilation = sizesOf(where, 'dilation', options.dilation ?? 1, count, 1);
  if (padding.some((p, i) => p > kernel[i] / 2)) {
    throw new ShapeError(`${where}: expected padding of at most half the window [${kernel}], got [${padding}]`);
  }
  const form = FORMS[count - 1] ?? FORM_OF_VOLUMES;
  if (shape.length !== count + 2) {
    const usual = shape.length === count + 1 ? '; add the batch axis with .unsqueeze(0)' : '';
    throw new ShapeError(`${where}: expected ${form.replace(/^\w+ /, '')}, got ${shapeText(shape)}${usual}`);
  }
  const space = shape.slice(1, -1);
  const reach = kernel.map((k, i) => dilation[i] * (k - 1) + 1);
  const size = space.map((n, i) => {
    const room = n + 2 * padding[i] - reach[i];
    if (options.ceilMode !== true) return Math.floor(room / stride[i]) + 1;
    const all = Math.ceil(room / stride[i]) + 1;
    // A window that begins behind the input sees padding only.
    return (all - 1) * stride[i] >= n + padding[i] ? all - 1 : all;
  });
  if (size.some((n) => n < 1)) {
    throw new ShapeError(
      `${where}: a ${reach.join('×')} window does not fit into ${space.join('×')} ${form.split(' ')[0]} ` +
        `(got ${shapeText(shape)}); ${form.replace(' ', ' are ')}`,
    );
  }
  const pads = space.map((n, i): [number, number] => {
    const missing = (size[i] - 1) * stride[i] + reach[i] - (n + padding[i]);
    return [padding[i], Math.max(missing, padding[i])];
  });
  return { kernel, stride, dilation, pads, size };
}
