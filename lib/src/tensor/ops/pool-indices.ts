import { record } from '../../autograd/graph.js';
import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import { type Pair, sameShape, sizeOf, sizesOf, type Triple } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { indexSelect, whole } from './index.js';
import { cat, reshape } from './movement.js';
import { type MaxPoolOptions, type PoolOptions, type PoolWindow, poolWindow } from './pool-window.js';

/**
 * {@link import('./pool.js').maxPool1d} with the int32 places of the maxima along the length. Reads the tensor.
 *
 *     F.maxPool1dWithIndices(arange(4).view(1, 4, 1), { kernelSize: 2 })[1].view(-1) // → [1, 3]
 */
export function maxPool1dWithIndices(x: Tensor, options: MaxPoolOptions<number>): [values: Tensor, indices: Tensor] {
  return withIndices(cast(x, 'float32'), poolWindow('maxPool1d', x.shape, 1, options));
}

/**
 * {@link import('./pool.js').maxPool2d} with the int32 places of the maxima, `row · width + column` of each channel, as
 * {@link maxUnpool2d} takes them. Reads the tensor.
 *
 *     F.maxPool2dWithIndices(arange(16).view(1, 4, 4, 1), { kernelSize: 2 })[1].view(-1) // → [5, 7, 13, 15]
 */
export function maxPool2dWithIndices(x: Tensor, options: MaxPoolOptions): [values: Tensor, indices: Tensor] {
  return withIndices(cast(x, 'float32'), poolWindow('maxPool2d', x.shape, 2, options));
}

/**
 * {@link maxPool2dWithIndices} of volumes; places are `(plane · height + row) · width + column`.
 *
 *     F.maxPool3dWithIndices(ones(1, 4, 4, 4, 2), { kernelSize: 2 })[0].shape // → [1, 2, 2, 2, 2]
 */
export function maxPool3dWithIndices(x: Tensor, options: MaxPoolOptions<Triple>): [values: Tensor, indices: Tensor] {
  return withIndices(cast(x, 'float32'), poolWindow('maxPool3d', x.shape, 3, options));
}

/** Maxima and their places, found on the host. */
export function withIndices(x: Tensor, window: PoolWindow): [values: Tensor, indices: Tensor] {
  const places = placesOfMaxima(x, window);
  const shape = [x.shape[0], ...window.size, x.shape[x.ndim - 1]];
  const flat = fromValues(places, [places.length], 'int32');
  const [channels, perItem] = [x.shape[x.ndim - 1], sizeOf(x.shape.slice(1))];
  const inside = places.map((place) => Math.floor((place % perItem) / channels));
  return [reshape(indexSelect(reshape(x, [-1]), 0, flat), shape), fromValues(inside, shape, 'int32')];
}

/** Row-major places in `x` of the first largest value of each window; a NaN counts as largest. */
function placesOfMaxima(x: Tensor, { kernel, stride, dilation, pads, size }: PoolWindow): Int32Array {
  const [values, channels] = [x.dataSync(), x.shape[x.ndim - 1]];
  const missing = 3 - size.length;
  const three = (list: readonly number[], filler: number) => [...new Array<number>(missing).fill(filler), ...list];
  const [depth, height, width] = three(x.shape.slice(1, -1), 1);
  const [taps, steps, gaps, out] = [three(kernel, 1), three(stride, 1), three(dilation, 1), three(size, 1)];
  const before = three(
    pads.map(([n]) => n),
    0,
  );
  const places = new Int32Array(x.shape[0] * sizeOf(size) * channels);
  let next = 0;
  for (let item = 0; item < x.shape[0]; item++) {
    for (let place = 0; place < sizeOf(out); place++) {
      const at = [Math.floor(place / (out[1] * out[2])), Math.floor(place / out[2]) % out[1], place % out[2]];
      const from = at.map((n, i) => n * steps[i] - before[i]);
      for (let channel = 0; channel < channels; channel++) {
        let [best, most] = [-1, -Infinity];
        for (let tap = 0; tap < sizeOf(taps); tap++) {
          const plane = from[0] + Math.floor(tap / (taps[1] * taps[2])) * gaps[0];
          const row = from[1] + (Math.floor(tap / taps[2]) % taps[1]) * gaps[1];
          const column = from[2] + (tap % taps[2]) * gaps[2];
          if (plane < 0 || plane >= depth || row < 0 || row >= height || column < 0 || column >= width) continue;
          const here = (((item * depth + plane) * height + row) * width + column) * channels + channel;
          if (best < 0 || values[here] > most || Number.isNaN(values[here])) [best, most] = [here, values[here]];
        }
        if (best < 0) {
          throw new ShapeError(
            'maxPool: expected windows that meet the input, got one of padding only; give less padding',
          );
        }
        places[next++] = best;
      }
    }
  }
  return places;
}

/** `Size` as in {@link PoolOptions}. */
export interface UnpoolOptions<Size = Pair> extends Omit<PoolOptions<Size>, 'ceilMode'> {
  /** Sizes between batch and channels; default: the smallest that the pool's options allow. */
  outputSize?: Size;
}

/**
 * {@link maxUnpool2d} of `[batch, length, c]`.
 *
 *     const [y, at] = F.maxPool1dWithIndices(arange(4).view(1, 4, 1), { kernelSize: 2 });
 *     F.maxUnpool1d(y, at, { kernelSize: 2 }).view(-1) // → [0, 1, 0, 3]
 */
export function maxUnpool1d(x: Tensor, indices: Tensor, options: UnpoolOptions<number>): Tensor {
  return unpool('maxUnpool1d', x, indices, 1, options);
}

/**
 * Puts values back where {@link maxPool2dWithIndices} found them, zeros elsewhere: `[batch, h, w, c]` →
 * `[batch, …outputSize, c]`. Of several values for one place the last stays. Reads the indices. Zeiler et al. 2011.
 *
 *     const [y, at] = F.maxPool2dWithIndices(rand(1, 4, 4, 1), { kernelSize: 2 });
 *     F.maxUnpool2d(y, at, { kernelSize: 2 }).shape // → [1, 4, 4, 1]
 */
export function maxUnpool2d(x: Tensor, indices: Tensor, options: UnpoolOptions): Tensor {
  return unpool('maxUnpool2d', x, indices, 2, options);
}

/**
 * {@link maxUnpool2d} of `[batch, d, h, w, c]`.
 *
 *     const [y, at] = F.maxPool3dWithIndices(rand(1, 4, 4, 4, 1), { kernelSize: 2 });
 *     F.maxUnpool3d(y, at, { kernelSize: 2 }).shape // → [1, 4, 4, 4, 1]
 */
export function maxUnpool3d(x: Tensor, indices: Tensor, options: UnpoolOptions<Triple>): Tensor {
  return unpool('maxUnpool3d', x, indices, 3, options);
}

function unpool(
  where: string,
  x: Tensor,
  indices: Tensor,
  count: number,
  options: UnpoolOptions<number | readonly number[]>,
): Tensor {
  if (x.ndim !== count + 2 || !sameShape(x.shape, indices.shape)) {
    const got = `${shapeText(x.shape)} and ${shapeText(indices.shape)}`;
    throw new ShapeError(`${where}: expected values of rank ${count + 2} and indices of their shape, got ${got}`);
  }
  const kernel = sizesOf(where, 'kernelSize', options.kernelSize, count, 1);
  const stride = sizesOf(where, 'stride', options.stride ?? kernel, count, 1);
  const padding = sizesOf(where, 'padding', options.padding ?? 0, count, 0);
  const usual = kernel.map((k, i) => (x.shape[i + 1] - 1) * stride[i] - 2 * padding[i] + k);
  const size = sizesOf(where, 'outputSize', options.outputSize ?? usual, count, 1);
  const [channels, room, perItem] = [x.shape[count + 1], sizeOf(size), sizeOf(x.shape.slice(1))];
  const places = whole(where, indices).dataSync().slice() as Int32Array;
  const source = new Int32Array(x.shape[0] * room * channels).fill(places.length);
  for (const [i, index] of places.entries()) {
    if (index < 0 || index >= room) {
      throw new ValueError(`${where}: expected indices from 0 to ${room - 1} of ${size.join('×')}, got ${index}`);
    }
    places[i] = (Math.floor(i / perItem) * room + index) * channels + (i % channels);
    source[places[i]] = i;
  }
  const input = cast(x, 'float32');
  const zero = fromValues(Float32Array.of(0), [1], 'float32');
  const filled = cat([reshape(input.detach(), [-1]), zero]);
  const out = indexSelect(filled, 0, fromValues(source, [source.length], 'int32'));
  const picks = fromValues(places, [places.length], 'int32');
  const shape = [x.shape[0], ...size, channels];
  return record(where, reshape(out, shape).buffer, [input], [], (g) => [
    reshape(indexSelect(reshape(g, [-1]), 0, picks), x.shape),
  ]);
}
