import type { MimeBundle } from '../host.js';
import { viewBundle } from '../show.js';
import type { TensorSummary } from '../spec.js';
import { graphPng } from './png.js';
import { GRAPH_MIME, type GraphNodeSpec, type GraphSpec } from './spec.js';
import { graphText } from './text.js';

/** A recorded graph as plain data; what `autograd.graph` returns is one. */
export interface GraphRecord {
  nodes: readonly {
    op: string;
    shape: readonly number[];
    name?: string;
    module?: string;
    value?: TensorSummary;
    grad?: TensorSummary;
  }[];
  edges: readonly { from: number; to: number }[];
  outputs: readonly number[];
}

/** Most nodes that a graph puts into a notebook. */
const MOST_NODES = 1000;

/**
 * The plain data of a computation graph. Parameters (their names have dots) and leaves without a
 * name that only one module reads are in that module. Of a graph with more than
 * 1000 nodes those nearest to the outputs are kept.
 */
export function graphSpec(record: GraphRecord, { title }: { title?: string } = {}): GraphSpec {
  const kept = nearest(record);
  const places = new Map(kept.map((id, place) => [id, place]));
  const edges = record.edges.flatMap(({ from, to }): [number, number][] => {
    const [a, b] = [places.get(from), places.get(to)];
    return a === undefined || b === undefined ? [] : [[a, b]];
  });
  const nodes = kept.map((id): GraphNodeSpec => {
    const { op, shape, name, module, value, grad } = record.nodes[id];
    const [, path, words] = /^(\S+) \((.+)\)$/.exec(module ?? '') ?? [];
    return {
      op,
      ...(name ? { name } : {}),
      shape: [...shape],
      group: path ? path.split('.') : [],
      ...(words ? { module: words } : {}),
      ...(value ? { value } : {}),
      ...(grad ? { grad } : {}),
    };
  });
  edges
    .filter(([from]) => nodes[from].op === 'leaf' && /\.|^$/.test(nodes[from].name ?? ''))
    .forEach(([from], _, all) => {
      const readers = all.filter(([leaf]) => leaf === from).map(([, to]) => nodes[to].group);
      if (readers.every((group) => group.join('.') === readers[0].join('.'))) nodes[from].group = readers[0];
    });
  const outputs = record.outputs.flatMap((id) => places.get(id) ?? []);
  return { version: 1, ...(title ? { title } : {}), nodes, edges, outputs, ofNodes: record.nodes.length };
}

/** Everything that a notebook can show of a graph: data, a picture where one can be drawn, and text. */
export function graphBundle(spec: GraphSpec): MimeBundle {
  return viewBundle(GRAPH_MIME, spec, graphPng(spec), graphText(spec));
}

/** The nodes that the fewest arrows lead from to an output, in their order. */
function nearest({ nodes, edges, outputs }: GraphRecord): number[] {
  if (nodes.length <= MOST_NODES) return nodes.map((_, i) => i);
  const inputs: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) inputs[to].push(from);
  const kept = new Set<number>(outputs);
  for (const id of kept) {
    for (const from of inputs[id]) if (kept.size < MOST_NODES) kept.add(from);
  }
  return [...kept].sort((a, b) => a - b);
}
