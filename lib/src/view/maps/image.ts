import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { readableOf, type TensorLike } from '../lists.js';
import { summarize } from '../tensor/summary.js';
import { textsOf } from '../texts.js';
import { fromJsonNumber, readValues, type TensorValues } from '../values.js';
import { showMaps } from './maps.js';
import type { MapsSpec } from './spec.js';
import { keptTiles, type TileLayout } from './tiles.js';

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
  const layout = imageTiles('view.image', shape);
  checkedEnds('view.image', range);
  const captions = captionsOf('view.image', labels, layout.maps.size);
  const kept = keptTiles(tensor.values, layout);
  const summary = summarize(tensor);
  const [low, high] = range ?? blackAndWhite(fromJsonNumber(summary.min), fromJsonNumber(summary.max));
  return {
    version: 1,
    kind: 'images',
    ...(title ? { title } : {}),
    shape,
    channels: layout.channels.size === 3 ? 3 : 1,
    groupName: 'batch',
    ...(captions.labels ? { labels: captions.labels.slice(0, kept.maps) } : {}),
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

/** Where images lie in a tensor of the shape that `view.image` takes. Throws a ShapeError for other shapes. */
export function imageTiles(where: string, shape: readonly number[]): TileLayout {
  const padded = shape.length === 2 ? [1, ...shape, 1] : shape.length === 3 ? [1, ...shape] : shape;
  const [count, height, width, channels] = padded;
  if (padded.length === 4 && (channels === 1 || channels === 3)) {
    return {
      groups: { size: 1, stride: 0 },
      maps: { size: count, stride: height * width * channels },
      rows: { size: height, stride: width * channels },
      cols: { size: width, stride: channels },
      channels: { size: channels, stride: 1 },
    };
  }
  const fix =
    shape.length === 3
      ? 'unsqueeze(-1) makes grey images of them'
      : shape.length === 4
        ? 'permute puts channels last'
        : 'view.tensor shows any shape';
  throw new ShapeError(
    `${where}: expected [height, width], [height, width, 1 or 3] or a batch of them, got ${shapeText(shape)}; ${fix}`,
  );
}

/** A caption for each image as it travels. Throws a ValueError for another number of them. */
export function captionsOf(where: string, labels: ImageOptions['labels'], count: number): { labels?: string[] } {
  if (labels === undefined) return {};
  return { labels: textsOf(`${where}: labels`, labels, count, `needs a text for each of ${count} images`) };
}

/** Throws a ValueError for values of black and white that do not rise. */
export function checkedEnds(where: string, range: ImageOptions['range']): void {
  if (!range || (range.length === 2 && range.every(Number.isFinite) && range[1] > range[0])) return;
  const got = Array.isArray(range) ? `[${range.join(', ')}]` : String(range);
  throw new ValueError(`${where}: range must rise from black to white, got ${got}`);
}

/** Values of black and white for images whose values lie between two, which are not finite where there are none. */
export function blackAndWhite(min: number, max: number): [black: number, white: number] {
  if (!(min <= max) || (min >= 0 && max <= 1)) return [0, 1];
  if (min >= 0 && max <= 255) return [0, 255];
  return [min, max > min ? max : min + 1];
}
