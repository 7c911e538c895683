import { Linear } from '../../nn/linear.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { NetworkUnits } from '../../view/network/spec.js';
import type { Step, Trace } from './trace.js';

/** The longest column whose units are drawn one by one. */
const MOST_UNITS = 20;

/**
 * The single units of a network that is one chain of small dense layers with functions of each unit between them;
 * `undefined` of others. A column's values are those after the functions that follow its layer.
 */
export function unitsOf(steps: readonly Step[], edges: Trace['edges'], filled: boolean): NetworkUnits[] | undefined {
  const chained = edges.length === steps.length - 1 && edges.every(([from, to]) => to === from + 1);
  const small = steps.every(({ shape }) => shape.length === 2 && shape[1] >= 1 && shape[1] <= MOST_UNITS);
  if (!chained || !small || steps[0]?.kind !== 'input') return undefined;
  const values = (x: Tensor, size: number) => Array.from(x.dataSync().slice(0, size));
  const [{ output: given, shape: first }] = steps;
  const columns: NetworkUnits[] = [
    { layer: 0, size: first[1], ...(filled && given ? { values: values(given, first[1]) } : {}) },
  ];
  for (const [i, { module, output, kind, shape }] of steps.entries()) {
    if (i === 0) continue;
    if (module instanceof Linear) {
      const rows = Array.from(module.weight.dataSync());
      const weights = Array.from({ length: shape[1] }, (_, unit) =>
        rows.slice(unit * module.inFeatures, (unit + 1) * module.inFeatures),
      );
      const bias = module.bias ? { bias: Array.from(module.bias.dataSync()) } : {};
      columns.push({ layer: i, size: shape[1], weights, ...bias });
    } else if (kind !== 'layer' || (module?.parameters().length ?? 0) > 0) {
      return undefined;
    }
    const column = columns[columns.length - 1];
    if (column.size !== shape[1]) return undefined;
    if (filled && output) column.values = values(output, shape[1]);
  }
  return columns.length > 1 && finite(columns) ? columns : undefined;
}

/** Whether JSON can hold all of it. */
function finite(columns: readonly NetworkUnits[]): boolean {
  return columns.every(({ weights = [], bias = [], values = [] }) =>
    [...weights.flat(), ...bias, ...values].every(Number.isFinite),
  );
}
