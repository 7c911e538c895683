import type { GraphData, GraphNodeData } from '../protocol/decode-graph.js';
import type { SummaryData } from '../protocol/decode-tensor.js';
import { short } from '../tensor/format.js';

/** `x`, `add`, `q (add)`: the name of a node where it has one, and what made it. */
export function nodeName({ op, name }: GraphNodeData): string {
  if (op === 'leaf') return name || 'leaf';
  return name ? `${name} (${op})` : op;
}

/** A scalar as its number, other tensors as mean and deviation. */
export function factText(facts: SummaryData): string {
  const bad = badCount(facts);
  if (facts.count === 1) return short(bad ? notFinite(facts) : facts.mean);
  return `${short(facts.mean)} ± ${short(facts.std)}${bad ? `, ${bad} not finite` : ''}`;
}

/** How many values are NaN or ±Inf. */
export function badCount({ nan, posInf, negInf }: SummaryData): number {
  return nan + posInf + negInf;
}

/** Whether NaN or ±Inf is among the values or the gradient. */
export function isBroken({ value, grad }: GraphNodeData): boolean {
  return [value, grad].some((facts) => facts !== undefined && badCount(facts) > 0);
}

/** Root mean square of the finite values: how large a gradient is. */
export function sizeOfGrad({ mean, std, count }: SummaryData): number {
  return count === 1 || Number.isNaN(std) ? Math.abs(mean) : Math.hypot(mean, std);
}

/** One node in full, as the readout says it. */
export function nodeText(node: GraphNodeData): string {
  const { shape, value, grad, group, module } = node;
  const parts = [
    nodeName(node),
    ...(shape.length ? [`[${shape.join(', ')}]`] : ['scalar']),
    ...(value ? [`value ${factText(value)}`] : []),
    ...(grad ? [`gradient ${factText(grad)}`] : []),
    ...(group.length ? [`in ${group.join('.')}${module ? ` (${module})` : ''}`] : []),
    ...(isBroken(node) ? ['has NaN or ±Inf'] : []),
  ];
  return parts.join(', ');
}

/** Headings and a row for each node. */
export function nodeRows({ nodes }: GraphData): { headings: string[]; rows: string[][] } {
  const headings = ['node', 'module', 'shape', 'value', 'gradient', 'gradient size', 'not finite'];
  const rows = nodes.map((node) => [
    nodeName(node),
    node.group.join('.'),
    node.shape.length ? node.shape.join('×') : 'scalar',
    node.value ? factText(node.value) : '',
    node.grad ? factText(node.grad) : '',
    node.grad ? short(sizeOfGrad(node.grad)) : '',
    String([node.value, node.grad].reduce((sum, facts) => sum + (facts ? badCount(facts) : 0), 0)),
  ]);
  return { headings, rows };
}

function notFinite({ nan, posInf }: SummaryData): number {
  return nan ? Number.NaN : posInf ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
