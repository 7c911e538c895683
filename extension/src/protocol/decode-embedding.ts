import { byteValues, floatValues, wordValues } from './base64.js';
import { type MarksData, MOST_POINTS, readMarks } from './decode-cloud.js';
import { asCounts, asNumber, asNumbers, asSpec, optionalText } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';

/** Pictures of points, one byte a value. */
export interface ThumbnailsData {
  height: number;
  width: number;
  channels: 1 | 3;
  /** Which picture is that of a kept point; a point that has none is missing. */
  of: ReadonlyMap<number, number>;
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
  /** `[points, nearest]` */
  neighbours: ArrayLike<number>;
  images: ThumbnailsData | undefined;
}

/** Maps of t-SNE, `[iterations, points, 2]`. */
export interface TsneData {
  perplexity: number;
  iterations: number[];
  divergence: number[];
  places: Float32Array;
}

/** Reads the JSON of an embedding of any version. Throws a PayloadError that says what is wrong. */
export function decodeEmbedding(payload: unknown): EmbeddingData {
  const spec = asSpec('embedding view', payload, 2);
  const packed = spec.version !== 1;
  const [ofPoints, columns] = asCounts('embedding shape', spec.shape);
  if (columns === undefined) throw new PayloadError('embedding shape', 'two sizes', spec.shape);
  const points = packed
    ? evenSample('embedding points', ofPoints, asCount('embedding points', spec.kept))
    : asCounts('embedding points', spec.points);
  const marks = readMarks('embedding', spec, points.length);
  const pca = asObject('embedding pca', spec.pca);
  const nearest = asCount('embedding nearest', spec.nearest);
  const neighbours: ArrayLike<number> = packed
    ? wordValues('embedding neighbours', asText('embedding neighbours', spec.neighbours))
    : asCounts('embedding neighbours', spec.neighbours);
  for (let i = 0; i < neighbours.length; i++) {
    if (neighbours[i] < points.length) continue;
    throw new PayloadError('embedding neighbours', `points below ${points.length}`, neighbours[i]);
  }
  sized('embedding neighbours', neighbours, points.length * nearest);
  return {
    title: optionalText('embedding title', spec.title),
    ofPoints,
    columns,
    points,
    method: asChoice('embedding method', spec.method, ['pca', 'tsne'] as const),
    components: readMaps('embedding places', pca.places, { maps: 1, points: points.length, axes: 3 }),
    explained: asNumbers('embedding explained', pca.explained),
    tsne: spec.tsne === undefined ? undefined : readTsne(spec.tsne, points.length),
    nearest,
    neighbours,
    images: spec.images === undefined ? undefined : readThumbnails(spec.images, points.length),
    ...marks,
  };
}

function readTsne(value: unknown, points: number): TsneData {
  const tsne = asObject('embedding tsne', value);
  const iterations = asCounts('embedding iterations', tsne.iterations);
  if (iterations.length === 0) throw new PayloadError('embedding iterations', 'at least one', tsne.iterations);
  const divergence = asNumbers('embedding divergence', tsne.divergence);
  sized('embedding divergence', divergence, iterations.length);
  return {
    perplexity: asNumber('embedding perplexity', tsne.perplexity),
    iterations,
    divergence,
    places: readMaps('embedding maps', tsne.places, { maps: iterations.length, points, axes: 2 }),
  };
}

/** Places `[maps, points, axes]`: a text of float32 in version 1, later an object of 16-bit steps along each axis. */
function readMaps(
  where: string,
  value: unknown,
  { maps, points, axes }: { maps: number; points: number; axes: number },
): Float32Array {
  if (typeof value === 'string') {
    const places = floatValues(where, value);
    sized(where, places, maps * points * axes);
    return places;
  }
  const packed = asObject(where, value);
  const [low, high] = [asNumbers(where, packed.low), asNumbers(where, packed.high)];
  const steps = wordValues(where, asText(where, packed.steps));
  sized(where, low, maps * axes);
  sized(where, high, maps * axes);
  sized(where, steps, maps * points * axes);
  return Float32Array.from(steps, (step, i) => {
    const axis = Math.floor(i / (points * axes)) * axes + (i % axes);
    return low[axis] + (step / 65_535) * (high[axis] - low[axis]);
  });
}

function readThumbnails(value: unknown, points: number): ThumbnailsData {
  const images = asObject('embedding images', value);
  const channels = asCount('embedding channels', images.channels, 1);
  if (channels !== 1 && channels !== 3) throw new PayloadError('embedding channels', '1 or 3', channels);
  const count = images.count === undefined ? points : asCount('embedding pictures', images.count);
  const data = {
    height: asCount('embedding height', images.height, 1),
    width: asCount('embedding width', images.width, 1),
    channels: channels as 1 | 3,
    of: new Map(evenSample('embedding pictures', points, count).map((point, i) => [point, i])),
    pixels: byteValues('embedding pixels', asText('embedding pixels', images.pixels)),
  };
  sized('embedding pixels', data.pixels, count * data.height * data.width * channels);
  return data;
}

/** Indices of the `kept` of `count` that an even sample has, as the library chooses it. */
function evenSample(where: string, count: number, kept: number): number[] {
  const most = Math.min(count, MOST_POINTS);
  if (kept > most) throw new PayloadError(where, `at most ${most}`, kept);
  return Array.from({ length: kept }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, kept - 1)));
}

function sized(where: string, list: ArrayLike<unknown>, wanted: number): void {
  if (list.length !== wanted) throw new PayloadError(where, `${wanted} entries`, list.length);
}
