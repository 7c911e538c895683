import { byteValues, floatValues } from './base64.js';
import { type MarksData, readMarks } from './decode-cloud.js';
import {
  asChoice,
  asCount,
  asCounts,
  asNumber,
  asNumbers,
  asObject,
  asSpec,
  asText,
  optionalText,
  PayloadError,
} from './payload.js';

/** Pictures of points, one byte a value. */
export interface ThumbnailsData {
  height: number;
  width: number;
  channels: 1 | 3;
  pixels: Uint8Array;
}

/** An embedding ready to draw. */
export interface EmbeddingData extends MarksData {
  title: string;
  ofPoints: number;
  columns: number;
  /** True index of each kept point. */
  points: number[];
  method: 'pca' | 'tsne';
  /** `[points, 3]` */
  components: Float32Array;
  explained: number[];
  tsne: TsneData | undefined;
  nearest: number;
  neighbours: number[];
  images: ThumbnailsData | undefined;
}

/** Maps of t-SNE, `[iterations, points, 2]`. */
export interface TsneData {
  perplexity: number;
  iterations: number[];
  divergence: number[];
  places: Float32Array;
}

/** Reads the JSON of an embedding. Throws a PayloadError that says what is wrong. */
export function decodeEmbedding(payload: unknown): EmbeddingData {
  const spec = asSpec('embedding view', payload);
  const [ofPoints, columns] = asCounts('embedding shape', spec.shape);
  if (columns === undefined) throw new PayloadError('embedding shape', 'two sizes', spec.shape);
  const points = asCounts('embedding points', spec.points);
  const marks = readMarks('embedding', spec, points.length);
  const pca = asObject('embedding pca', spec.pca);
  const nearest = asCount('embedding nearest', spec.nearest);
  const neighbours = asCounts('embedding neighbours', spec.neighbours);
  const stranger = neighbours.find((i) => i >= points.length);
  if (stranger !== undefined) throw new PayloadError('embedding neighbours', `points below ${points.length}`, stranger);
  const tsne = spec.tsne === undefined ? undefined : readTsne(spec.tsne, points.length);
  const data = {
    title: optionalText('embedding title', spec.title),
    ofPoints,
    columns,
    points,
    method: asChoice('embedding method', spec.method, ['pca', 'tsne'] as const),
    components: floatValues('embedding places', asText('embedding places', pca.places)),
    explained: asNumbers('embedding explained', pca.explained),
    tsne,
    nearest,
    neighbours,
    images: spec.images === undefined ? undefined : readThumbnails(spec.images, points.length),
    ...marks,
  };
  sized('embedding places', data.components, points.length * 3);
  sized('embedding neighbours', neighbours, points.length * nearest);
  return data;
}

function readTsne(value: unknown, points: number): TsneData {
  const tsne = asObject('embedding tsne', value);
  const iterations = asCounts('embedding iterations', tsne.iterations);
  const data = {
    perplexity: asNumber('embedding perplexity', tsne.perplexity),
    iterations,
    divergence: asNumbers('embedding divergence', tsne.divergence),
    places: floatValues('embedding maps', asText('embedding maps', tsne.places)),
  };
  if (iterations.length === 0) throw new PayloadError('embedding iterations', 'at least one', tsne.iterations);
  sized('embedding divergence', data.divergence, iterations.length);
  sized('embedding maps', data.places, iterations.length * points * 2);
  return data;
}

function readThumbnails(value: unknown, points: number): ThumbnailsData {
  const images = asObject('embedding images', value);
  const channels = asCount('embedding channels', images.channels, 1);
  if (channels !== 1 && channels !== 3) throw new PayloadError('embedding channels', '1 or 3', channels);
  const data = {
    height: asCount('embedding height', images.height, 1),
    width: asCount('embedding width', images.width, 1),
    channels: channels as 1 | 3,
    pixels: byteValues('embedding pixels', asText('embedding pixels', images.pixels)),
  };
  sized('embedding pixels', data.pixels, points * data.height * data.width * channels);
  return data;
}

function sized(where: string, list: ArrayLike<unknown>, wanted: number): void {
  if (list.length !== wanted) throw new PayloadError(where, `${wanted} entries`, list.length);
}
