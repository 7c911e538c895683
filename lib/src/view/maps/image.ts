import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { readableOf, type TensorLike } from '../lists.js';
import { summarize } from '../tensor/summary.js';
import { textsOf } from '../texts.js';
import { fromJsonNumber, readValues, type TensorValues } from '../values.js';
import { showMaps } from './maps.js';
import type { MapsSpec } from './spec.js';
import { keptTiles } from './tiles.js';

/** How images are shown. */
export interface ImageOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** A caption for each image, e.g. its class. */
  labels?: readonly (string | number)[];
  /**
   * Values of black and white; default 0 and 1 for values between them, else 0 and 255 where those hold all, else the
   * lowest and the highest value.
   */
  range?: [black: number, white: number];
}

/**
 * The plain data of an image `[height, width]` or `[height, width, 1 | 3]`, or of several `[batch, height, width, 1 | 3]`.
 * Throws a ShapeError for other shapes.
 */
export function imageSpec(tensor: TensorValues, { title, labels, range }: ImageOptions = {}): MapsSpec {
  const shape = [...tensor.shape];
  const [count, height, width, channels] = layout(shape);
  const captions = labels && textsOf('view.image: labels', labels, count, `needs a text for each of ${count} images`);
  if (range && !(range.length === 2 && range.every(Number.isFinite) && range[1] > range[0])) {
    throw new ValueError(
      `view.image: range must rise from black to white, got ${Array.isArray(range) ? `[${range.join(', ')}]` : String(range)}`,
    );
  }
  const kept = keptTiles(tensor.values, {
    groups: { size: 1, stride: 0 },
    maps: { size: count, stride: height * width * channels },
    rows: { size: height, stride: width * channels },
    cols: { size: width, stride: channels },
    channels: { size: channels, stride: 1 },
  });
  const [low, high] = range ?? defaultRange(tensor);
  return {
    version: 1,
    kind: 'images',
    ...(title ? { title } : {}),
    shape,
    channels,
    groupName: 'batch',
    ...(captions ? { labels: captions.slice(0, kept.maps) } : {}),
    low,
    high,
    ...kept,
  };
}

/**
 * Shows one image or a grid of images, grey or in colour.
 *
 *     view.image(rand(4, 28, 28, 1), { labels: ['a', 'b', 'c', 'd'] });
 */
export function image(x: TensorLike, options: ImageOptions = {}): void {
  const images = readableOf('view.image', x);
  showMaps(imageSpec(readValues(images), { ...options, title: options.title ?? images.label }));
}

function layout(shape: number[]): [count: number, height: number, width: number, channels: 1 | 3] {
  const padded = shape.length === 2 ? [1, ...shape, 1] : shape.length === 3 ? [1, ...shape] : shape;
  const [count, height, width, channels] = padded;
  if (padded.length === 4 && (channels === 1 || channels === 3)) return [count, height, width, channels];
  const fix = padded.length === 4 ? 'permute puts channels last' : 'view.tensor shows any shape';
  throw new ShapeError(
    `view.image: expected [height, width], [height, width, 1 or 3] or a batch of them, got ${shapeText(shape)}; ${fix}`,
  );
}

function defaultRange(tensor: TensorValues): [number, number] {
  const summary = summarize(tensor);
  const [min, max] = [fromJsonNumber(summary.min), fromJsonNumber(summary.max)];
  if (Number.isNaN(min) || (min >= 0 && max <= 1)) return [0, 1];
  if (min >= 0 && max <= 255) return [0, 255];
  return [min, max > min ? max : min + 1];
}
