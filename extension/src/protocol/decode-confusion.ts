import { asArray, asSpec, asTexts } from './fields.js';
import { asCount, asText, PayloadError } from './payload.js';
import type { ConfusionSpec } from './spec.js';

/** Reads the JSON of a confusion matrix. Throws a PayloadError that says what is wrong. */
export function decodeConfusion(payload: unknown): ConfusionSpec {
  const spec = asSpec('confusion view', payload);
  if (spec.title !== undefined) asText('confusion title', spec.title);
  const classes = asTexts('confusion classes', spec.classes);
  const counts = asArray('confusion counts', spec.counts);
  const square = (list: unknown[]) => {
    if (list.length !== classes.length)
      throw new PayloadError('confusion counts', `${classes.length} a side`, list.length);
  };
  square(counts);
  for (const row of counts) {
    const list = asArray('confusion counts', row);
    square(list);
    for (const count of list) asCount('confusion counts', count);
  }
  return spec as unknown as ConfusionSpec;
}
