import { counted, shortNumber } from '../numbers.js';
import { specValues } from '../tensor/slices.js';
import { fromJsonNumber } from '../values.js';
import type { AttentionSpec } from './spec.js';

const LISTED = 8;

/** Attention as text: sizes, rows that do not add up, and the strongest weight of each head. */
export function attentionText(spec: AttentionSpec): string {
  return [attentionLine(spec), ...offLines(spec), ...strongest(spec)].join('\n');
}

/** Title and sizes in one line. */
export function attentionLine({ title, shape: [batch, heads, queries, keys] }: AttentionSpec): string {
  const samples = batch > 1 ? `${batch} samples, ` : '';
  return `${title ? `${title}: ` : ''}${samples}${counted(heads, 'head')}, ${counted(queries, 'query', 'queries')} × ${counted(keys, 'key')}`;
}

/** A line when rows do not add up to 1. */
export function offLines({ off }: AttentionSpec): string[] {
  if (off.rows === 0) return [];
  return [
    `${off.rows} of ${off.of} rows do not add up to 1, the farthest to ${shortNumber(fromJsonNumber(off.worst))}`,
  ];
}

function strongest({ kept: [, heads, rows, cols], weights, queries, keys }: AttentionSpec): string[] {
  if (rows === 0 || cols === 0) return [];
  const values = specValues({ values: weights, dtype: 'float32' });
  return Array.from({ length: Math.min(heads, LISTED) }, (_, head) => {
    let best = head * rows * cols;
    for (let i = best; i < (head + 1) * rows * cols; i++) if (values[i] > values[best]) best = i;
    const place = best - head * rows * cols;
    return `head ${head}: ${queries[Math.floor(place / cols)]} → ${keys[place % cols]} ${shortNumber(values[best])}`;
  });
}
