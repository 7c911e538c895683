import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { indexSelect } from './index.js';
import { permute, reshape } from './movement.js';

/**
 * Channels to space: `[batch, h, w, c·r²]` → `[batch, h·r, w·r, c]` (Shi et al. 2016); `r` is the factor.
 *
 *     F.pixelShuffle(ones(1, 2, 2, 8), 2).shape // → [1, 4, 4, 2]
 */
export function pixelShuffle(x: Tensor, factor: number): Tensor {
  const [batch, height, width, channels] = checkImages('pixelShuffle', x, factor);
  if (channels % factor ** 2 !== 0) {
    throw new ShapeError(`pixelShuffle: expected channels divisible by ${factor ** 2}, got ${shapeText(x.shape)}`);
  }
  const c = channels / factor ** 2;
  const apart = permute(reshape(x, [batch, height, width, c, factor, factor]), [0, 1, 4, 2, 5, 3]);
  return reshape(apart, [batch, height * factor, width * factor, c]);
}

/**
 * Space to channels, the reverse of {@link pixelShuffle}.
 *
 *     F.pixelUnshuffle(ones(1, 4, 4, 2), 2).shape // → [1, 2, 2, 8]
 */
export function pixelUnshuffle(x: Tensor, factor: number): Tensor {
  const [batch, height, width, channels] = checkImages('pixelUnshuffle', x, factor);
  if (height % factor !== 0 || width % factor !== 0) {
    throw new ShapeError(`pixelUnshuffle: expected height and width divisible by ${factor}, got ${shapeText(x.shape)}`);
  }
  const [h, w] = [height / factor, width / factor];
  const apart = permute(reshape(x, [batch, h, factor, w, factor, channels]), [0, 1, 3, 5, 2, 4]);
  return reshape(apart, [batch, h, w, channels * factor ** 2]);
}

function checkImages(where: string, x: Tensor, factor: number): readonly number[] {
  if (!(Number.isInteger(factor) && factor > 0)) {
    throw new ValueError(`${where}: expected a whole factor above 0, got ${factor}`);
  }
  if (x.shape.length !== 4) {
    throw new ShapeError(`${where}: expected [batch, height, width, channels], got ${shapeText(x.shape)}`);
  }
  return x.shape;
}

export interface InterpolateOptions {
  /** New sizes, one number or one for each spatial axis. This or `scaleFactor`. */
  size?: number | readonly number[];
  /** How many times larger. */
  scaleFactor?: number | readonly number[];
  /** `'bilinear'` and `'trilinear'` are names of `'linear'` for images and volumes. Default `'nearest'`. */
  mode?: 'nearest' | 'linear' | 'bilinear' | 'trilinear';
  /** Put the first and last values on those of the input; linear modes only. Default `false`. */
  alignCorners?: boolean;
}

/**
 * Resizes the axes between the first and the last: images `[batch, h, w, c]` → `[batch, h', w', c]`, also sequences and
 * volumes.
 *
 *     F.interpolate(ones(1, 2, 2, 3), { scaleFactor: 2, mode: 'bilinear' }).shape // → [1, 4, 4, 3]
 */
export function interpolate(x: Tensor, options: InterpolateOptions): Tensor {
  const { size, scaleFactor, mode = 'nearest', alignCorners = false } = options;
  const axes = x.shape.slice(1, -1);
  if (axes.length < 1 || axes.length > 3) {
    throw new ShapeError(`interpolate: expected [batch, …, channels], got ${shapeText(x.shape)}`);
  }
  if ((size === undefined) === (scaleFactor === undefined)) {
    throw new ValueError(`interpolate: expected either size or scaleFactor, got ${JSON.stringify(options)}`);
  }
  if (!['nearest', 'linear', 'bilinear', 'trilinear'].includes(mode)) {
    throw new ValueError(`interpolate: expected mode nearest, linear, bilinear or trilinear, got '${mode}'`);
  }
  if (alignCorners && mode === 'nearest') {
    throw new ValueError("interpolate: alignCorners goes with a linear mode, got 'nearest'");
  }
  const given = size ?? scaleFactor;
  const each = typeof given === 'number' ? axes.map(() => given) : (given as readonly number[]);
  if (each.length !== axes.length || !each.every((n) => n > 0)) {
    throw new ShapeError(`interpolate: expected ${axes.length} numbers above 0, got ${JSON.stringify(given)}`);
  }
  return axes.reduce(
    (y, from, i) => {
      const to = size === undefined ? Math.floor(from * each[i]) : each[i];
      const ratio = size === undefined ? 1 / each[i] : from / to;
      return mode === 'nearest'
        ? pickNearest(y, i + 1, to, ratio)
        : blend(y, i + 1, to, alignCorners ? (from - 1) / Math.max(to - 1, 1) : ratio, alignCorners);
    },
    cast(x, 'float32'),
  );
}

function pickNearest(x: Tensor, axis: number, to: number, ratio: number): Tensor {
  return pick(
    x,
    axis,
    Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * ratio), x.shape[axis] - 1)),
  );
}

/** Weighted mean of the two neighbours of each new place. */
function blend(x: Tensor, axis: number, to: number, ratio: number, alignCorners: boolean): Tensor {
  const last = x.shape[axis] - 1;
  const places = Array.from({ length: to }, (_, i) =>
    Math.min(alignCorners ? i * ratio : Math.max((i + 0.5) * ratio - 0.5, 0), last),
  );
  const low = places.map(Math.floor);
  const shape = x.shape.map((_, i) => (i === axis ? to : 1));
  const weights = fromValues(
    Float32Array.from(places, (p, i) => p - low[i]),
    shape,
  );
  const below = pick(x, axis, low);
  const above = pick(
    x,
    axis,
    low.map((p) => Math.min(p + 1, last)),
  );
  return below.add(above.sub(below).mul(weights));
}

function pick(x: Tensor, axis: number, at: readonly number[]): Tensor {
  return indexSelect(x, axis, fromValues(Int32Array.from(at), [at.length], 'int32'));
}
