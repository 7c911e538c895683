import type * as tfc from '@tensorflow/tfjs-core';
import type { PoolOptions } from '../backend.js';
import type { TypedArray } from '../buffer.js';
import { sizeOf } from './arguments.js';
import type { Core } from './tfjs.js';

/**
 * Gradient of a convolution's filter where the backend has no kernel for it (WebAssembly): each tap of the filter is one
 * matrix product of the pixels that it saw with the gradient. `x` is padded already.
 */
export function filterGradByTaps(
  core: Core,
  x: tfc.Tensor4D,
  g: tfc.Tensor4D,
  filterShape: readonly number[],
  stride: readonly [number, number],
): tfc.Tensor {
  const [kh, kw, channels, out] = filterShape;
  const [n, height, width] = g.shape;
  const gradient = core.reshape(g, [n * height * width, out]);
  const taps: tfc.Tensor[] = [];
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const end = [n, i + (height - 1) * stride[0] + 1, j + (width - 1) * stride[1] + 1, channels];
      const seen = core.stridedSlice(x, [0, i, j, 0], end, [1, stride[0], stride[1], 1]);
      const pixels = core.reshape(seen, [n * height * width, channels]);
      taps.push(core.matMul(pixels, gradient, true, false));
    }
  }
  return core.reshape(core.stack(taps), [kh, kw, channels, out]);
}

/** Runs `body` on the tensor as three axes, of which `axis` is the middle one; only that one may change its length. */
export function asMiddleAxis(
  core: Core,
  x: tfc.Tensor,
  axis: number,
  body: (x: tfc.Tensor, axis: number) => tfc.Tensor,
): tfc.Tensor {
  const [before, after] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))];
  const y = body(core.reshape(x, [before, x.shape[axis], after]), 1);
  return core.reshape(y, x.shape.with(axis, y.shape[1] as number));
}

/** Pads one axis after the other. */
export function padByAxes(
  core: Core,
  x: tfc.Tensor,
  pads: readonly (readonly [number, number])[],
  value: number,
): tfc.Tensor {
  const widen = (y: tfc.Tensor, [before, after]: readonly [number, number]) =>
    core.pad(
      y,
      [
        [0, 0],
        [before, after],
        [0, 0],
      ],
      value,
    );
  return pads.reduce((y, each, axis) => asMiddleAxis(core, y, axis, (flat) => widen(flat, each)), x);
}

/** The larger or the smaller one, NaN where either is: XNNPACK takes the first argument if the second is NaN. */
export function withNaNs(core: Core, kernel: 'Maximum' | 'Minimum', a: tfc.Tensor, b: tfc.Tensor): tfc.Tensor {
  const chosen = kernel === 'Maximum' ? core.maximum(a, b) : core.minimum(a, b);
  return core.where(core.isNaN(b) as tfc.Tensor<tfc.Rank>, b, chosen);
}

/** For each pool window, where in `x` its first maximum is. */
export function placesOfMaxima(
  x: TypedArray,
  shape: readonly number[],
  outShape: readonly number[],
  options: PoolOptions,
): Int32Array {
  const [, height, width, channels] = shape;
  const [batch, outHeight, outWidth] = outShape;
  const places = new Int32Array(batch * outHeight * outWidth * channels);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        for (let ch = 0; ch < channels; ch++) {
          let best = -1;
          for (let i = 0; i < options.kernel[0]; i++) {
            for (let j = 0; j < options.kernel[1]; j++) {
              const row = r * options.stride[0] + i;
              const col = c * options.stride[1] + j;
              const place = ((n * height + row) * width + col) * channels + ch;
              if (best === -1 || x[place] > x[best]) best = place;
            }
          }
          places[at++] = best;
        }
      }
    }
  }
  return places;
}

/** Zeros of a size with `values` added at `places`. */
export function putAt(places: Int32Array, values: TypedArray, size: number): Float32Array {
  const out = new Float32Array(size);
  places.forEach((place, i) => {
    out[place] += values[i];
  });
  return out;
}
