import { floatValues } from './base64.js';
import { asCounts, asNumber, asSpec, asTexts, optionalText } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** Attention weights ready to draw. */
export interface AttentionData {
  title: string;
  shape: number[];
  batch: number;
  heads: number;
  queries: string[];
  keys: string[];
  /** `[batch, heads, queries, keys]` */
  weights: Float32Array;
  off: { rows: number; of: number; worst: number };
}

const MOST_HEADS = 256;
const MOST_TOKENS = 2000;

/** Reads the JSON of attention weights. Throws a PayloadError that says what is wrong. */
export function decodeAttention(payload: unknown): AttentionData {
  const spec = asSpec('attention view', payload);
  const sizes = (where: string, value: unknown) => {
    const list = asCounts(where, value);
    if (list.length !== 4) throw new PayloadError(where, 'four sizes', value);
    return list;
  };
  const [batch, heads, rows, cols] = sizes('attention kept', spec.kept);
  if (heads > MOST_HEADS) throw new PayloadError('attention heads', `at most ${MOST_HEADS} heads`, heads);
  if (Math.max(rows, cols) > MOST_TOKENS) {
    throw new PayloadError('attention tokens', `at most ${MOST_TOKENS} tokens`, Math.max(rows, cols));
  }
  const tokens = (where: string, value: unknown, count: number) => {
    const list = asTexts(where, value);
    if (list.length !== count) throw new PayloadError(where, `${count} tokens`, list.length);
    return list;
  };
  const weights = floatValues('attention weights', asText('attention weights', spec.weights));
  if (weights.length !== batch * heads * rows * cols) {
    throw new PayloadError('attention weights', `${batch * heads * rows * cols} weights`, weights.length);
  }
  const off = asObject('attention off', spec.off);
  return {
    title: optionalText('attention title', spec.title),
    shape: sizes('attention shape', spec.shape),
    batch,
    heads,
    queries: tokens('attention queries', spec.queries, rows),
    keys: tokens('attention keys', spec.keys, cols),
    weights,
    off: {
      rows: asCount('attention off', off.rows),
      of: asCount('attention off', off.of),
      worst: asNumber('attention off', off.worst),
    },
  };
}
