import type { DType } from '../backend/buffer.js';
import { GradientError, shapeText, ValueError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
import type { TensorSummary } from '../view/spec.js';
import { summarize } from '../view/tensor/summary.js';
import { readValues } from '../view/values.js';
import { listOf, type Tensors } from './derivatives.js';
import type { Node } from './graph.js';

/** A leaf, or a recorded operation and its result. Plain JSON. */
export interface GraphNode {
  id: number;
  /** Name of the operation, or `'leaf'`. */
  op: string;
  shape: number[];
  dtype: DType;
  /** Of a parameter its dotted name, of other tensors the name that was given. */
  name?: string;
  /** Path of the module call that recorded it, e.g. `net.2 (Linear 200→1)`. */
  module?: string;
  /** Statistics of the values; missing for results that no tensor given to {@link graph} holds. */
  value?: TensorSummary;
  /** Statistics of the gradient, where there is one. */
  grad?: TensorSummary;
}

export interface GraphEdge {
  from: number;
  to: number;
  /** Which input of the operation it is. */
  input: number;
}

/** The recorded operations behind a tensor; nodes come after those that they are computed from. Plain JSON. */
export interface GraphData {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Nodes of the tensors that were asked for. */
  outputs: number[];
}

export interface GraphOptions {
  /** Names the leaves that are its parameters. */
  module?: { namedParameters(): [name: string, parameter: Tensor][] };
  /** More tensors by name, also results on the way. Their values are shown. */
  names?: Readonly<Record<string, Tensor>>;
  /** Whether values and gradients are read. Default true. */
  values?: boolean;
}

/**
 * What `output` was computed from, as plain data for drawing. Only what can have a gradient is in it. Works before and
 *
 *     const x = tensor([1, 2], { requiresGrad: true });
 *     autograd.graph(x.mul(3).sum()).nodes.length // → 3
 *
 * after `backward`.
 * @throws GradientError if nothing was recorded.
 *
 */
export function graph(output: Tensors, options: GraphOptions = {}): GraphData {
  const outputs = Array.isArray(output) || output instanceof Tensor ? listOf(output) : [];
  if (outputs.length === 0 || !outputs.every((y) => y instanceof Tensor)) {
    throw new ValueError(`autograd.graph: expected a tensor or a list of them, got ${String(output)}`);
  }
  for (const y of outputs) {
    if (y.requiresGrad) continue;
    const got = `got one of shape ${shapeText(y.shape)} that was computed under noGrad, was detached or is no leaf`;
    throw new GradientError(`autograd.graph: expected a tensor that requires a gradient, ${got}`);
  }
  const named = new Map<Tensor | Node, string>();
  const tensors = new Map<Tensor | Node, Tensor>();
  const tell = (x: Tensor, name?: string): void => {
    const key = x.gradFn ?? x;
    tensors.set(key, x);
    if (name !== undefined) named.set(key, name);
  };
  for (const y of outputs) tell(y);
  for (const [name, p] of options.module?.namedParameters() ?? []) tell(p, name);
  for (const [name, x] of Object.entries(options.names ?? {})) tell(x, name);

  const order = ordered(outputs.map((y) => y.gradFn ?? y));
  const ids = new Map(order.map((each, id) => [each, id]));
  const edges = order.flatMap((each, to) =>
    nextOf(each).flatMap((from, input) => (from === null ? [] : [{ from: ids.get(from) as number, to, input }])),
  );
  const nodes = order.map((each, id) => {
    const x = each instanceof Tensor ? each : (tensors.get(each) ?? each.retaining);
    return { ...described(each, id), ...optional('name', named.get(each)), ...statistics(x, options.values ?? true) };
  });
  return { nodes, edges, outputs: outputs.map((y) => ids.get(y.gradFn ?? y) as number) };
}

function described(each: Tensor | Node, id: number): GraphNode {
  if (each instanceof Tensor) return { id, op: 'leaf', shape: [...each.shape], dtype: each.dtype };
  const node: GraphNode = { id, op: each.name, shape: [...each.shape], dtype: 'float32' };
  return { ...node, ...optional('module', each.place?.path()) };
}

function statistics(x: Tensor | null, wanted: boolean): Pick<GraphNode, 'value' | 'grad'> {
  if (x === null || !wanted) return {};
  const grad = x.grad === null ? undefined : summarize(readValues(x.grad));
  return { value: summarize(readValues(x)), ...optional('grad', grad) };
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function nextOf(each: Tensor | Node): readonly (Tensor | Node | null)[] {
  return each instanceof Tensor ? [] : each.next;
}

/** Everything below `roots`, each after what it is computed from. */
function ordered(roots: readonly (Tensor | Node)[]): (Tensor | Node)[] {
  const done = new Set<Tensor | Node>();
  const stack = roots.map((each) => ({ each, at: 0 })).reverse();
  const begun = new Set<Tensor | Node>();
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    begun.add(top.each);
    const next = nextOf(top.each);
    while (top.at < next.length && (next[top.at] === null || begun.has(next[top.at] as Tensor | Node))) top.at++;
    if (top.at < next.length) {
      stack.push({ each: next[top.at++] as Tensor | Node, at: 0 });
      continue;
    }
    done.add(top.each);
    stack.pop();
  }
  return [...done];
}
