import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { affinities, nearestPoints, squaredDistances } from '../../numeric/affinities.js';
import { descend } from '../../numeric/neighbour-descent.js';
import { firstPlaces, randomPlaces } from '../../numeric/places.js';
import { principal, project } from '../../numeric/principal.js';
import { toBase64 } from '../base64.js';
import { marksSpec, type PointOptions } from '../cloud/marks.js';
import { currentHost, type MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { evenSample } from '../plot/thin.js';
import { printLine } from '../print.js';
import type { Readable } from '../values.js';
import { embeddingPng } from './png.js';
import { EMBEDDING_MIME, type EmbeddingSpec } from './spec.js';
import { embeddingText } from './text.js';
import { thumbnails } from './thumbnails.js';

/** How points of many columns are mapped. */
export interface EmbeddingOptions extends PointOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** The map first shown; `'pca'` leaves t-SNE out, which takes seconds for 1,000 points. Default `'tsne'`. */
  method?: 'pca' | 'tsne';
  /** About how many neighbours t-SNE keeps near. Default 30, or a third of the points if that is less. */
  perplexity?: number;
  /** Iterations of t-SNE. Default 500. */
  iterations?: number;
  /** Most points that are shown, at most 2,000; of more an even sample is taken. Default 1,000. */
  points?: number;
  /** A picture of each point, `[points, height, width]` or with 1 or 3 channels. */
  images?: TensorLike;
}

/** Most points, whatever was asked for: t-SNE and neighbours compare every pair. */
const MOST_POINTS = 2000;
const NEAREST = 8;
/** About as many maps of t-SNE are kept, more early when most happens. */
const SNAPSHOTS = 24;

/** The plain data of an embedding of `[points, columns]`. Throws a ShapeError for other shapes, a ValueError for values that are not finite. */
export function embeddingSpec(x: Readable, options: EmbeddingOptions = {}): EmbeddingSpec {
  const where = 'view.embedding';
  const { title, method = 'tsne', iterations = 500, points = 1000 } = options;
  if (method !== 'pca' && method !== 'tsne')
    throw new ValueError(`${where}: method must be pca or tsne, got ${method}`);
  if (!(Number.isInteger(points) && points >= 2)) {
    throw new ValueError(`${where}: points must be a whole number from 2, got ${points}`);
  }
  if (x.shape.length !== 2 || x.shape[0] < 2 || x.shape[1] < 1) {
    const fix = x.shape.length > 2 ? '; flatten(1) makes a row of each' : '';
    throw new ShapeError(
      `${where}: expected [points, columns] with at least two points, got ${shapeText(x.shape)}${fix}`,
    );
  }
  const [total, columns] = x.shape;
  const kept = evenSample(total, Math.min(MOST_POINTS, points));
  const all = x.dataSync();
  const values = new Float32Array(kept.length * columns);
  for (const [place, i] of kept.entries()) values.set(all.subarray(i * columns, (i + 1) * columns), place * columns);
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new ValueError(`${where}: expected finite values, got ${wrong} among them`);
  const found = principal(values, kept.length, columns, 3);
  const distances = squaredDistances(values, kept.length, columns);
  const nearest = Math.min(NEAREST, kept.length - 1);
  return {
    version: 1,
    ...(title ? { title } : {}),
    shape: [total, columns],
    points: kept,
    method,
    pca: {
      places: toBase64(threeColumns(project(found, values, kept.length), kept.length)),
      explained: [...found.variances].map((variance) => (found.total > 0 ? variance / found.total : 0)),
    },
    ...(method === 'tsne'
      ? { tsne: neighbourMaps(distances, values, kept.length, iterations, options.perplexity) }
      : {}),
    nearest,
    neighbours: nearestPoints(distances, kept.length, nearest).flat(),
    ...marksSpec(where, options, total, kept),
    ...(options.images ? { images: thumbnails(readableOf(`${where}: images`, options.images), total, kept) } : {}),
  };
}

/** Everything that a notebook can show of an embedding: data, a picture where one can be drawn, and text. */
export function embeddingBundle(spec: EmbeddingSpec): MimeBundle {
  const png = embeddingPng(spec);
  return { [EMBEDDING_MIME]: spec, ...(png ? { 'image/png': png } : {}), 'text/plain': embeddingText(spec) };
}

/**
 * Maps points `[points, columns]`, e.g. what a layer says to samples, to two or three columns: principal components with the
 * variance they explain, and t-SNE with its iterations. Each point shows its nearest neighbours in all columns, its label and
 * its picture. Throws a ShapeError for other shapes, a ValueError for NaN and infinities.
 *
 *     const { train } = datasets.iris();
 *     view.embedding(train.inputs, { color: train.labels, classes: ['setosa', 'versicolor', 'virginica'], iterations: 100 });
 */
export function embedding(x: TensorLike, options: EmbeddingOptions = {}): void {
  const tensor = readableOf('view.embedding', x);
  const title = options.title ?? tensor.label;
  const spec = embeddingSpec(tensor, { ...options, ...(title ? { title } : {}) });
  const host = currentHost();
  if (host) host.display(embeddingBundle(spec));
  else printLine(embeddingText(spec));
}

function neighbourMaps(
  distances: Float64Array,
  values: Float32Array,
  points: number,
  iterations: number,
  wanted: number | undefined,
): NonNullable<EmbeddingSpec['tsne']> {
  const perplexity = wanted ?? Math.max(1, Math.min(30, Math.floor((points - 1) / 3)));
  if (!(perplexity > 0 && perplexity < points)) {
    throw new ValueError(`view.embedding: perplexity must be above 0 and below ${points} points, got ${perplexity}`);
  }
  if (!(Number.isInteger(iterations) && iterations > 0)) {
    throw new ValueError(`view.embedding: iterations must be a positive whole number, got ${iterations}`);
  }
  const start = firstPlaces(values, points, values.length / points, 2) ?? randomPlaces(points, 2);
  const steps: number[] = [];
  const divergences: number[] = [];
  const maps: Float32Array[] = [];
  descend(affinities(distances, points, perplexity), points, start, {
    iterations,
    every: Math.max(1, Math.ceil(iterations / SNAPSHOTS)),
    onStep: (step, places, divergence) => {
      steps.push(step);
      divergences.push(divergence);
      maps.push(Float32Array.from({ length: points * 2 }, (_, i) => places[(i >> 1) * 3 + (i & 1)]));
    },
  });
  const flat = new Float32Array(maps.length * points * 2);
  for (const [i, map] of maps.entries()) flat.set(map, i * points * 2);
  return { perplexity, iterations: steps, divergence: divergences, places: toBase64(flat) };
}

/** Scores `[points, 1…3]` filled up with zeros. */
function threeColumns(scores: Float64Array, points: number): Float32Array {
  const columns = scores.length / points;
  return Float32Array.from({ length: points * 3 }, (_, i) =>
    i % 3 < columns ? scores[Math.floor(i / 3) * columns + (i % 3)] : 0,
  );
}
