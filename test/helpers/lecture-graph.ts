import type { GraphRecord } from '../../lib/src/view/graph/graph.js';
import { summarize } from '../../lib/src/view/tensor/summary.js';
import { readable } from './readable.js';

/** What a graph keeps of a tensor of these values. */
export function facts(...values: number[]) {
  const { shape, dtype, dataSync } = readable(values.length === 1 ? [] : [values.length], values);
  return summarize({ shape, dtype, values: dataSync() });
}

/** A scalar that was not calculated, with its gradient. */
export function leaf(name: string, value: number, grad: number) {
  return { op: 'leaf', shape: [], name, value: facts(value), grad: facts(grad) };
}

/** f = (x + y) · z with the numbers of the lecture. */
export function lectureGraph(): GraphRecord {
  return {
    nodes: [
      leaf('x', -2, -4),
      leaf('y', 5, -4),
      { ...leaf('q', 3, -4), op: 'add' },
      leaf('z', -4, 3),
      { op: 'mul', shape: [], name: 'f', value: facts(-12) },
    ],
    edges: [
      { from: 0, to: 2 },
      { from: 1, to: 2 },
      { from: 2, to: 4 },
      { from: 3, to: 4 },
    ],
    outputs: [4],
  };
}
