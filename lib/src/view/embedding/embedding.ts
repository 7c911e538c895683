import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { reachOf } from '../../numeric/affinities.js';
import { forcesFor, mapForces } from '../../numeric/map-forces.js';
import { type NearestRows, nearestRows } from '../../numeric/nearest-rows.js';
import { descend } from '../../numeric/neighbour-descent.js';
import { firstPlaces, randomPlaces } from '../../numeric/places.js';
import { type Principal, principal, project } from '../../numeric/principal.js';
import { toBase64 } from '../base64.js';
import { marksSpec, type PointOptions } from '../cloud/marks.js';
import type { MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { evenSample } from '../plot/thin.js';
import { showView, viewBundle } from '../show.js';
import type { Readable } from '../values.js';
import { packPlaces } from './places.js';
import { embeddingPng } from './png.js';
import { EMBEDDING_MIME, type EmbeddingSpec } from './spec.js';
import { embeddingText } from './text.js';
import { thumbnails } from './thumbnails.js';

/** How points of many columns are mapped. */
export interface EmbeddingOptions extends PointOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** The map first shown; `'pca'` leaves t-SNE out, which takes most of the time. Default `'tsne'`. */
  method?: 'pca' | 'tsne';
  /** About how many neighbours t-SNE keeps near. Default 30, or a third of the points if that is less. */
  perplexity?: number;
  /** Iterations of t-SNE. Default 500. */
  iterations?: number;
  /**
   * Most points that are shown, at most 10,000; of more an even sample is taken. Default 2,500, whose t-SNE takes about 3
   * seconds on one core; that of 10,000 takes about 15.
   */
  points?: number;
  /**
   * A picture of each point, `[points, height, width]` or with 1 or 3 channels; made smaller, and of many points only some, so
   * that they take at most 300,000 bytes together.
   */
  images?: TensorLike;
}

/** Most points, whatever was asked for: more would need minutes, and places of more than 16 bits. */
const MOST_POINTS = 10_000;
/** Neighbours of a point, and the least and the most of them when those of all points may take so many bytes. */
const NEAREST = { least: 5, most: 8, bytes: 100_000 };
/** About as many maps of t-SNE are kept, fewer when they would take more bytes. */
const SNAPSHOTS = { most: 24, bytes: 240_000 };

/** The plain data of an embedding of `[points, columns]`. Throws a ShapeError for other shapes, a ValueError for values that are not finite. */
export function embeddingSpec(x: Readable, options: EmbeddingOptions = {}): EmbeddingSpec {
  const where = 'view.embedding';
  const { title, method = 'tsne', iterations = 500, points = 2500 } = options;
  if (method !== 'pca' && method !== 'tsne')
    throw new ValueError(`${where}: method must be pca or tsne, got ${method}`);
  if (!(Number.isInteger(points) && points >= 2)) {
    throw new ValueError(`${where}: points must be a whole number from 2, got ${points}`);
  }
  if (!(Number.isInteger(iterations) && iterations > 0)) {
    throw new ValueError(`${where}: iterations must be a positive whole number, got ${iterations}`);
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
  const few = Math.max(NEAREST.least, Math.min(NEAREST.most, Math.floor(NEAREST.bytes / 2 / kept.length)));
  const nearest = Math.min(few, kept.length - 1);
  const perplexity = method === 'tsne' ? perplexityFor(kept.length, options.perplexity) : undefined;
  const near = nearestRows(values, kept.length, columns, reachFor(kept.length, nearest, perplexity));
  return {
    version: 2,
    ...(title ? { title } : {}),
    shape: [total, columns],
    kept: kept.length,
    method,
    pca: {
      places: packPlaces([threeColumns(project(found, values, kept.length), kept.length)], 3),
      explained: [...found.variances].map((variance) => (found.total > 0 ? variance / found.total : 0)),
    },
    ...(perplexity === undefined
      ? {}
      : { tsne: neighbourMaps({ values, points: kept.length, found, near }, iterations, perplexity) }),
    nearest,
    neighbours: toBase64(
      Uint16Array.from(
        { length: kept.length * nearest },
        (_, i) => near.indices[Math.floor(i / nearest) * near.count + (i % nearest)],
      ),
    ),
    ...marksSpec(where, options, total, kept),
    ...(options.images ? { images: thumbnails(readableOf(`${where}: images`, options.images), total, kept) } : {}),
  };
}

/** Everything that a notebook can show of an embedding: data, a picture where one can be drawn, and text. */
export function embeddingBundle(spec: EmbeddingSpec): MimeBundle {
  return viewBundle(EMBEDDING_MIME, spec, embeddingPng(spec), embeddingText(spec));
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
  showView(spec, embeddingBundle, embeddingText);
}

/** The perplexity that was asked for, or what suits so many points. */
function perplexityFor(points: number, wanted: number | undefined): number {
  const perplexity = wanted ?? Math.max(1, Math.min(30, Math.floor((points - 1) / 3)));
  if (!(perplexity > 0 && perplexity < points)) {
    throw new ValueError(`view.embedding: perplexity must be above 0 and below ${points} points, got ${perplexity}`);
  }
  return perplexity;
}

/** How many neighbours have to be found: those that are shown, and those that attract where not all points do. */
function reachFor(points: number, shown: number, perplexity: number | undefined): number {
  if (perplexity === undefined || forcesFor(points) === 'exact') return shown;
  return Math.max(shown, reachOf(perplexity, points));
}

function neighbourMaps(
  { values, points, found, near }: { values: Float32Array; points: number; found: Principal; near: NearestRows },
  iterations: number,
  perplexity: number,
): NonNullable<EmbeddingSpec['tsne']> {
  const start = firstPlaces(found, values, points, 2) ?? randomPlaces(points, 2);
  const snapshots = Math.max(2, Math.min(SNAPSHOTS.most, Math.floor(SNAPSHOTS.bytes / (4 * points))));
  const steps: number[] = [];
  const divergences: number[] = [];
  const maps: Float64Array[] = [];
  const forces = mapForces(values, points, values.length / points, { perplexity, flat: true, nearest: near });
  descend(forces, start, {
    iterations,
    every: Math.max(1, Math.ceil(iterations / snapshots)),
    onStep: (step, places, divergence) => {
      steps.push(step);
      divergences.push(divergence);
      maps.push(Float64Array.from({ length: points * 2 }, (_, i) => places[(i >> 1) * 3 + (i & 1)]));
    },
  });
  return { perplexity, iterations: steps, divergence: divergences, places: packPlaces(maps, 2) };
}

/** Scores `[points, 1…3]` filled up with zeros. */
function threeColumns(scores: Float64Array, points: number): Float32Array {
  const columns = scores.length / points;
  return Float32Array.from({ length: points * 3 }, (_, i) =>
    i % 3 < columns ? scores[Math.floor(i / 3) * columns + (i % 3)] : 0,
  );
}
