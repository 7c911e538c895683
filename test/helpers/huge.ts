import { CONFUSION_MIME } from '../../lib/src/view/confusion/spec.js';
import { HISTOGRAM_MIME } from '../../lib/src/view/histogram/spec.js';
import { MAPS_MIME } from '../../lib/src/view/maps/spec.js';
import { PLOT_MIME } from '../../lib/src/view/plot/spec.js';
import { TENSOR_MIME, TRAINING_MIME } from '../../lib/src/view/spec.js';

/** Data that no page should try to draw; their text is made when it is needed. */
interface Huge {
  what: string;
  mime: string;
  json: () => string;
  says: RegExp;
}

/** Data of many megabytes, and small data that ask for gigabytes. */
export function huge(): Huge[] {
  const summary = { count: 0, min: 0, max: 0, mean: 0, std: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [] };
  const tensor = {
    version: 1,
    shape: [1e9],
    dtype: 'float32',
    kept: [[[0, 1e9]]],
    values: '',
    summary,
    rows: null,
    cols: 0,
  };
  const points = () => Array.from({ length: 1_000_001 }, (_, i) => i);
  const maps = {
    version: 1,
    kind: 'filters',
    shape: [0],
    channels: 1,
    height: 0,
    width: 0,
    pooled: 1,
    groupName: '',
    labels: [],
  };
  return [
    {
      what: 'a chart of a million points',
      mime: PLOT_MIME,
      json: () =>
        JSON.stringify({ version: 1, kind: 'scatter', series: [{ name: '', x: points(), y: points(), count: 1e6 }] }),
      says: /at most 1,000,000 entries/,
    },
    {
      what: 'a tensor of 24 MB',
      mime: TENSOR_MIME,
      json: () => JSON.stringify({ ...tensor, values: 'A'.repeat(24_000_000) }),
      says: /at most 20 MB/,
    },
    {
      what: 'a title of a megabyte',
      mime: TRAINING_MIME,
      json: () =>
        JSON.stringify({ version: 1, id: 'a', seq: 0, state: 'done', series: [], title: 'a title '.repeat(131_072) }),
      says: /at most 10,000 characters/,
    },
    {
      what: 'lists inside lists without an end',
      mime: HISTOGRAM_MIME,
      json: () => '['.repeat(5000) + ']'.repeat(5000),
      says: /at most 20 levels/,
    },
    {
      what: 'a tensor that keeps a billion values',
      mime: TENSOR_MIME,
      json: () => JSON.stringify(tensor),
      says: /tensor/,
    },
    {
      what: 'a grid of a billion empty maps',
      mime: MAPS_MIME,
      json: () =>
        JSON.stringify({
          ...maps,
          maps: 1e9,
          ofMaps: 1e9,
          groups: 1,
          ofGroups: 1,
          low: 0,
          high: 0,
          values: '',
          facts: [],
        }),
      says: /maps/,
    },
    {
      what: 'a histogram with bins beyond all numbers',
      mime: HISTOGRAM_MIME,
      json: () => {
        const snapshot = { step: 0, exponent: -1e308, first: 1, counts: [1], ...summary };
        return JSON.stringify({ version: 1, layers: [{ name: 'a', shape: [1], pushed: 1, snapshots: [snapshot] }] });
      },
      says: /histogram exponent/,
    },
    {
      what: 'a confusion matrix of two thousand classes',
      mime: CONFUSION_MIME,
      json: () => {
        const classes = Array.from({ length: 2000 }, (_, i) => `${i}`);
        return JSON.stringify({ version: 1, classes, counts: classes.map(() => []) });
      },
      says: /confusion/,
    },
  ];
}
