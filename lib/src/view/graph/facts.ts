import { counted, shortNumber } from '../numbers.js';
import type { TensorSummary } from '../spec.js';
import { fromJsonNumber } from '../values.js';
import type { GraphNodeSpec, GraphSpec } from './spec.js';

/** `x`, `add`, `q (add)`: the name of a node where it has one, and what made it. */
export function nodeName({ op, name }: GraphNodeSpec): string {
  if (op === 'leaf') return name ?? 'leaf';
  return name ? `${name} (${op})` : op;
}

/** A scalar as its number, other tensors as mean and deviation; with what is not finite. */
export function factText(facts: TensorSummary): string {
  const bad = facts.nan + facts.posInf + facts.negInf;
  if (facts.count === 1) return shortNumber(bad ? notFinite(facts) : fromJsonNumber(facts.mean));
  const [mean, std] = [fromJsonNumber(facts.mean), fromJsonNumber(facts.std)];
  return `${shortNumber(mean)} ± ${shortNumber(std)}${bad ? `, ${bad} not finite` : ''}`;
}

/** Root mean square of the finite values: how large a gradient is. */
export function sizeOfGrad({ mean, std, count }: TensorSummary): number {
  const [m, s] = [fromJsonNumber(mean), fromJsonNumber(std)];
  return count === 1 || Number.isNaN(s) ? Math.abs(m) : Math.hypot(m, s);
}

/** The middle one of the sizes of the gradients that are not zero; NaN when there is none. */
export function middleGrad({ nodes }: Pick<GraphSpec, 'nodes'>): number {
  const sizes = nodes.flatMap(({ grad }) => (grad ? [sizeOfGrad(grad)] : [])).filter((size) => size > 0);
  return sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? Number.NaN;
}

/** Whether NaN or ±Inf is among the values or the gradient. */
export function isBroken({ value, grad }: GraphNodeSpec): boolean {
  return [value, grad].some((facts) => facts !== undefined && facts.nan + facts.posInf + facts.negInf > 0);
}

/** How much there is, in one line. */
export function graphLine({ nodes, ofNodes }: GraphSpec): string {
  const leaves = nodes.filter(({ op }) => op === 'leaf').length;
  const broken = nodes.filter(isBroken).length;
  return [
    `${counted(nodes.length - leaves, 'operation')}, ${counted(leaves, 'leaf', 'leaves')}`,
    ...(ofNodes > nodes.length ? [`the ${nodes.length} of ${ofNodes} nodes nearest to the output`] : []),
    ...(broken ? [`NaN or ±Inf in ${broken}`] : []),
  ].join('; ');
}

function notFinite({ nan, posInf }: TensorSummary): number {
  return nan ? Number.NaN : posInf ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
