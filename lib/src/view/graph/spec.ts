import type { TensorSummary } from '../spec.js';

export const GRAPH_MIME = 'application/vnd.lectern.graph.v1+json';

/** A tensor that was given (`op` is `leaf`), or a recorded operation with its result. */
export interface GraphNodeSpec {
  op: string;
  name?: string;
  shape: number[];
  /** Names of the modules that it is in, outer ones first. */
  group: string[];
  /** The innermost of them in words, e.g. `Linear 200→1`. */
  module?: string;
  /** Statistics of its values, and of its gradient, where they are known. */
  value?: TensorSummary;
  grad?: TensorSummary;
}

/** The operations that a tensor was computed by. */
export interface GraphSpec {
  version: 1;
  title?: string;
  /** Nodes come after those that they are computed from. */
  nodes: GraphNodeSpec[];
  /** From a node to one that reads it, by their places in `nodes`. */
  edges: [from: number, to: number][];
  outputs: number[];
  /** How many nodes the graph has; the ones nearest to the outputs are kept. */
  ofNodes: number;
}
