import { ShapeError, shapeText } from '../../errors.js';
import { toBase64 } from '../base64.js';
import type { MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { shortNumber } from '../numbers.js';
import { photoCut, photoOf, squareMean } from '../photo/photo.js';
import { showView, viewBundle } from '../show.js';
import { fromJsonNumber, type Readable } from '../values.js';
import { saliencyPng } from './png.js';
import { SALIENCY_MIME, type SaliencySpec } from './spec.js';

/** How a heat map over an image is named. */
export interface SaliencyOptions {
  /** Name in the header; default the map's label, if it has one. */
  title?: string;
}

const MOST_VALUES = 65_536;

/**
 * The plain data of a heat map over an image, or of one an image of a batch. The map is `[rows, cols]` or
 * `[rows, cols, channels]`, whose channels are added up; it may be coarser than the image. Throws a ShapeError for others.
 */
export function saliencySpec(image: Readable, map: Readable, options: SaliencyOptions = {}): SaliencySpec {
  const { title = map.label } = options;
  const photo = photoOf('view.saliency', image);
  const batched = image.shape.length === 4;
  const alone =
    photo.ofImages === 1 && map.shape.length < 4 && !(batched && map.shape.length === 3 && map.shape[0] === 1);
  const shape = alone ? [1, ...map.shape] : [...map.shape];
  const [count, ofRows, ofCols, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || count !== photo.ofImages || ofRows * ofCols * channels === 0) {
    const wanted = `a map [rows, cols] or [rows, cols, channels]${photo.ofImages > 1 ? ` for each of ${photo.ofImages} images` : ''}`;
    throw new ShapeError(`view.saliency: expected ${wanted}, got ${shapeText(map.shape)}`);
  }
  let pool = 1;
  while (photo.images * Math.ceil(ofRows / pool) * Math.ceil(ofCols / pool) > MOST_VALUES) pool++;
  const [rows, cols] = [Math.ceil(ofRows / pool), Math.ceil(ofCols / pool)];
  const values = map.dataSync();
  const kept = new Float32Array(photo.images * rows * cols);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < kept.length; i++) {
    const [image, place] = [Math.floor(i / (rows * cols)), i % (rows * cols)];
    for (let channel = 0; channel < channels; channel++) {
      const from = image * ofRows * ofCols * channels + channel;
      const size = { height: ofRows, width: ofCols, channels };
      kept[i] += squareMean(values, from, size, Math.floor(place / cols), place % cols, pool);
    }
    if (!Number.isFinite(kept[i])) continue;
    min = Math.min(min, kept[i]);
    max = Math.max(max, kept[i]);
  }
  return {
    version: 1,
    ...(title ? { title } : {}),
    photo,
    ofRows,
    ofCols,
    rows,
    cols,
    channels,
    min: min > max ? 'NaN' : min,
    max: min > max ? 'NaN' : max,
    values: toBase64(kept),
  };
}

/** Sizes, range and what was left out, in words. */
export function saliencyText(spec: SaliencySpec): string {
  const { title, photo, ofRows, ofCols, rows, channels, min, max } = spec;
  return [
    `${title ? `${title}: ` : ''}heat map of ${ofRows}×${ofCols} over ${photo.ofImages === 1 ? 'an image' : `${photo.ofImages} images`} of ${photo.height}×${photo.width}`,
    `x∈[${shortNumber(fromJsonNumber(min))}, ${shortNumber(fromJsonNumber(max))}]`,
    ...(channels > 1 ? [`sum of ${channels} channels`] : []),
    ...(rows < ofRows ? [`map made smaller, ${rows} rows of ${ofRows}`] : []),
    ...photoCut(photo),
  ].join(' · ');
}

/** Everything that a notebook can show of a heat map over an image: data, a picture where one can be drawn, and text. */
export function saliencyBundle(spec: SaliencySpec): MimeBundle {
  const png = saliencyPng(spec, saliencyText({ ...spec, title: undefined }));
  return viewBundle(SALIENCY_MIME, spec, png, saliencyText(spec));
}

/**
 * Lays a heat map over an image: gradients, activations of a class, attention. Opacity, signs, the part of outliers and
 * five ways of showing are chosen in the notebook.
 *
 *     view.saliency(rand(16, 16, 3), randn(16, 16), { title: 'gradient' });
 */
export function saliency(image: TensorLike, map: TensorLike, options: SaliencyOptions = {}): void {
  const where = 'view.saliency';
  const spec = saliencySpec(readableOf(`${where}: image`, image), readableOf(`${where}: map`, map), options);
  showView(spec, saliencyBundle, saliencyText);
}
