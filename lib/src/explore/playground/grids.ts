import { fromValues } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { PLAYGROUND_GRID } from './spec.js';

/** What the picture shows of both columns. */
export type Extent = [low1: number, high1: number, low2: number, high2: number];

/** The extent of points with room around, the same for both columns when they differ little, so that circles are round. */
export function extentOf(x: ArrayLike<number>): Extent {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    low[i % 2] = Math.min(low[i % 2], x[i]);
    high[i % 2] = Math.max(high[i % 2], x[i]);
  }
  const spans = [0, 1].map((axis) => high[axis] - low[axis] || 1);
  const alike = Math.max(...spans) < 3 * Math.min(...spans);
  const reach = spans.map((span) => (alike ? Math.max(...spans) : span) * 0.56);
  const middle = [0, 1].map((axis) => (low[axis] + high[axis]) / 2);
  return [middle[0] - reach[0], middle[0] + reach[0], middle[1] - reach[1], middle[1] + reach[1]];
}

/** The middles of the cells of a heat map `[cells, 2]`, rows from the top. */
export function gridPoints([low1, high1, low2, high2]: Extent): Tensor {
  const side = PLAYGROUND_GRID;
  const values = new Float32Array(side * side * 2);
  for (let row = 0; row < side; row++) {
    for (let col = 0; col < side; col++) {
      const at = (row * side + col) * 2;
      values[at] = low1 + ((col + 0.5) / side) * (high1 - low1);
      values[at + 1] = high2 - ((row + 0.5) / side) * (high2 - low2);
    }
  }
  return fromValues(values, [side * side, 2]);
}

/** Heat maps of units from their values `[cells, units]`: a byte a cell, 1 to 255 for −1 to 1, 0 for NaN. */
export function quantise(layers: readonly { units: number; values: ArrayLike<number> }[]): Uint8Array {
  const cells = PLAYGROUND_GRID ** 2;
  const maps = new Uint8Array(cells * layers.reduce((sum, { units }) => sum + units, 0));
  let start = 0;
  for (const { units, values } of layers) {
    for (let unit = 0; unit < units; unit++) {
      for (let cell = 0; cell < cells; cell++) {
        const value = Math.max(-1, Math.min(1, values[cell * units + unit]));
        maps[start + unit * cells + cell] = Number.isNaN(value) ? 0 : 128 + Math.round(127 * value);
      }
    }
    start += units * cells;
  }
  return maps;
}
