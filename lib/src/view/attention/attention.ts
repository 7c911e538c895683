import { ShapeError, shapeText } from '../../errors.js';
import { toBase64 } from '../base64.js';
import type { MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { showView, viewBundle } from '../show.js';
import { textsOf } from '../texts.js';
import { type Readable, toJsonNumber, type ValueArray } from '../values.js';
import { attentionPng } from './png.js';
import { ATTENTION_MIME, type AttentionSpec } from './spec.js';
import { attentionText } from './text.js';

/** How attention weights are shown. */
export interface AttentionOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** The tokens that ask, one a row; default their numbers. */
  queries?: readonly (string | number)[];
  /** The tokens that are asked, one a column; default those of `queries` if there are as many, else their numbers. */
  keys?: readonly (string | number)[];
}

/** Most weights that are put into a notebook. */
export const KEPT_WEIGHTS = 140_000;
/** A row that differs from 1 by more does not add up: float16 sums err by less. */
const TOLERANCE = 5e-3;

/** The plain data of weights `[queries, keys]`, `[heads, queries, keys]` or `[batch, heads, queries, keys]`. */
export function attentionSpec(x: Readable, options: AttentionOptions = {}): AttentionSpec {
  const rank = x.shape.length;
  if (rank < 2 || rank > 4) {
    const rule = 'expected [queries, keys], [heads, queries, keys] or [batch, heads, queries, keys]';
    throw new ShapeError(`view.attention: ${rule}, got ${shapeText(x.shape)}`);
  }
  const [batch, heads, rows, cols] = [...new Array<number>(4 - rank).fill(1), ...x.shape];
  const { title } = options;
  const tokens = (what: 'queries' | 'keys', count: number) =>
    options[what] && textsOf(`view.attention: ${what}`, options[what], count, `needs a token for each of ${count}`);
  const queries = tokens('queries', rows);
  const keys = tokens('keys', cols) ?? (rows === cols ? queries : undefined);
  const kept = fit([batch, heads, rows, cols]);
  const values = x.dataSync();
  const name = (list: readonly string[] | undefined, i: number) => String(list?.[i] ?? i);
  return {
    version: 1,
    ...(title ? { title } : {}),
    shape: [batch, heads, rows, cols],
    kept,
    queries: Array.from({ length: kept[2] }, (_, i) => name(queries, i)),
    keys: Array.from({ length: kept[3] }, (_, i) => name(keys, i)),
    weights: toBase64(keptWeights(values, [heads, rows, cols], kept)),
    off: rowsOff(values, cols),
  };
}

/** Everything that a notebook can show of attention: data, a picture where one can be drawn, and text. */
export function attentionBundle(spec: AttentionSpec): MimeBundle {
  return viewBundle(ATTENTION_MIME, spec, attentionPng(spec), attentionText(spec));
}

/**
 * Shows attention weights `[queries, keys]`, `[heads, queries, keys]` or `[batch, heads, queries, keys]`: every head as a
 * small map, one large, and lines between the tokens. Rows that do not add up to 1 are said. Throws a ShapeError for other
 * shapes, a ValueError when tokens do not fit.
 *
 *     view.attention(randn(2, 3, 3).softmax(-1), { queries: ['the', 'cat', 'sat'] });
 */
export function attention(weights: TensorLike, options: AttentionOptions = {}): void {
  const x = readableOf('view.attention', weights);
  const title = options.title ?? x.label;
  const spec = attentionSpec(x, { ...options, ...(title ? { title } : {}) });
  showView(spec, attentionBundle, attentionText);
}

/** The first samples, as many as fit; of a single sample that does not fit, the first tokens of the first 64 heads. */
function fit([batch, heads, rows, cols]: AttentionSpec['shape']): AttentionSpec['kept'] {
  const shown = Math.min(heads, 64);
  const side = Math.floor(Math.sqrt(KEPT_WEIGHTS / Math.max(1, shown)));
  const whole = shown * rows * cols <= KEPT_WEIGHTS;
  const [down, across] = whole ? [rows, cols] : [Math.min(rows, side), Math.min(cols, side)];
  const samples = Math.max(1, Math.floor(KEPT_WEIGHTS / Math.max(1, shown * down * across)));
  return [Math.min(batch, samples), shown, down, across];
}

function keptWeights(
  values: ValueArray,
  [heads, rows, cols]: [number, number, number],
  kept: AttentionSpec['kept'],
): Float32Array {
  const [batch, shown, down, across] = kept;
  const out = new Float32Array(batch * shown * down * across);
  let next = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let head = 0; head < shown; head++) {
      for (let row = 0; row < down; row++) {
        const start = ((sample * heads + head) * rows + row) * cols;
        out.set(values.subarray(start, start + across), next);
        next += across;
      }
    }
  }
  return out;
}

function rowsOff(values: ValueArray, cols: number): AttentionSpec['off'] {
  const of = cols > 0 ? values.length / cols : 0;
  let rows = 0;
  let worst = 1;
  for (let row = 0; row < of; row++) {
    let sum = 0;
    for (let col = 0; col < cols; col++) sum += values[row * cols + col];
    if (Math.abs(sum - 1) <= TOLERANCE) continue;
    rows++;
    // NaN is farther than any number, and stays so.
    if (!(Math.abs(sum - 1) <= Math.abs(worst - 1)) && !Number.isNaN(worst)) worst = sum;
  }
  return { rows, of, worst: toJsonNumber(worst) };
}
