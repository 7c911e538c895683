import { readSummary, type SummaryData } from './decode-tensor.js';
import { asArray, asCounts, asSpec, asTexts, atMost, optionalText } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** A node of a computation graph, with plain numbers. */
export interface GraphNodeData {
  op: string;
  name: string;
  shape: number[];
  group: string[];
  module: string;
  value: SummaryData | undefined;
  grad: SummaryData | undefined;
}

/** A computation graph ready to draw. */
export interface GraphData {
  title: string;
  nodes: GraphNodeData[];
  edges: [from: number, to: number][];
  outputs: number[];
  ofNodes: number;
}

const MOST = { nodes: 5_000, edges: 20_000 };

/** Reads the JSON of a computation graph. Throws a PayloadError that says what is wrong. */
export function decodeGraph(payload: unknown): GraphData {
  const spec = asSpec('graph view', payload);
  const nodes = atMost('graph nodes', asArray('graph nodes', spec.nodes), MOST.nodes).map(readNode);
  return {
    title: optionalText('graph title', spec.title),
    nodes,
    edges: readEdges('graph edges', spec.edges, nodes.length),
    outputs: asArray('graph outputs', spec.outputs).map((node) => readPlace('graph outputs', node, nodes.length)),
    ofNodes: asCount('graph ofNodes', spec.ofNodes, nodes.length),
  };
}

/** Arrows between nodes, from earlier to later ones. */
export function readEdges(where: string, value: unknown, count: number): [from: number, to: number][] {
  return atMost(where, asArray(where, value), MOST.edges).map((edge) => {
    const [from, to] = asArray(where, edge).map((node) => readPlace(where, node, count));
    if (to === undefined || from >= to) throw new PayloadError(where, 'pairs of an earlier and a later node', edge);
    return [from, to];
  });
}

/** Names of modules from the outermost in. */
export function readGroup(where: string, value: unknown): string[] {
  return atMost(where, asTexts(where, value), 64);
}

function readNode(value: unknown): GraphNodeData {
  const node = asObject('graph node', value);
  const optional = (key: 'name' | 'module') => optionalText(`graph node ${key}`, node[key]);
  return {
    op: asText('graph node op', node.op),
    name: optional('name'),
    shape: asCounts('graph node shape', node.shape),
    group: readGroup('graph node group', node.group),
    module: optional('module'),
    value: node.value === undefined ? undefined : readSummary(node.value),
    grad: node.grad === undefined ? undefined : readSummary(node.grad),
  };
}

function readPlace(where: string, value: unknown, count: number): number {
  const place = asCount(where, value);
  if (place >= count) throw new PayloadError(where, `a node below ${count}`, place);
  return place;
}
