import { readSummary, type SummaryData } from './decode-tensor.js';
import { asArray, asCount, asObject, asText, checkVersion, PayloadError } from './payload.js';

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
  const spec = asObject('graph view', payload);
  checkVersion('graph view', spec.version);
  const nodes = atMost('graph nodes', asArray('graph nodes', spec.nodes), MOST.nodes).map(readNode);
  return {
    title: spec.title === undefined ? '' : asText('graph title', spec.title),
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
  return atMost(where, asArray(where, value), 64).map((name) => asText(where, name));
}

/** A list of at most so many entries, or a PayloadError. */
export function atMost(where: string, list: unknown[], most: number): unknown[] {
  if (list.length > most) throw new PayloadError(where, `at most ${most.toLocaleString('en')} entries`, list.length);
  return list;
}

function readNode(value: unknown): GraphNodeData {
  const node = asObject('graph node', value);
  const optional = (key: 'name' | 'module') => (node[key] === undefined ? '' : asText(`graph node ${key}`, node[key]));
  return {
    op: asText('graph node op', node.op),
    name: optional('name'),
    shape: asArray('graph node shape', node.shape).map((size) => asCount('graph node shape', size)),
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
