import { toJsonNumber, type ValueArray } from '../values.js';
import type { UnitFacts } from './spec.js';

/** Units whose correlation is above answer alike: float32 does not tell them apart. */
const ALIKE = 0.99999;

/** Facts of the unit in column `unit` of `[samples, units]`, and whether it always says the same. */
export function unitFacts(values: ValueArray, units: number, unit: number): UnitFacts & { same: boolean } {
  let [count, sum, zeros, notFinite, samples] = [0, 0, 0, 0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = unit; i < values.length; i += units) {
    samples++;
    const value = values[i];
    if (!Number.isFinite(value)) {
      notFinite++;
      continue;
    }
    count++;
    sum += value;
    if (value === 0) zeros++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = unit; i < values.length; i += units) {
    if (Number.isFinite(values[i])) squares += (values[i] - mean) ** 2;
  }
  return {
    mean: toJsonNumber(mean),
    std: toJsonNumber(Math.sqrt(squares / (count - 1))),
    max: toJsonNumber(count > 0 ? high : Number.NaN),
    zeros: samples > 0 ? zeros / samples : 0,
    notFinite,
    same: count > 0 && notFinite === 0 && low === high,
  };
}

/** Correlations of the first `kept` columns of `[samples, units]`, row-major; 0 where a unit is constant or not finite. */
export function correlations(values: ValueArray, units: number, kept: number): Float32Array {
  const samples = units > 0 ? values.length / units : 0;
  // Columns of length 1 around 0: a correlation is then their dot product.
  const columns = Array.from({ length: kept }, (_, unit) => {
    const column = Float64Array.from({ length: samples }, (_, i) => values[i * units + unit]);
    const mean = column.reduce((a, b) => a + b, 0) / samples;
    let squares = 0;
    for (let i = 0; i < samples; i++) {
      column[i] -= mean;
      squares += column[i] ** 2;
    }
    const length = Math.sqrt(squares);
    // A constant column may have a rounding error for its deviation.
    const flat = !(length > 1e-9 * Math.sqrt(samples) * Math.max(1e-30, Math.abs(mean)));
    for (let i = 0; i < samples; i++) column[i] = flat ? 0 : column[i] / length;
    return column;
  });
  const out = new Float32Array(kept * kept);
  for (let a = 0; a < kept; a++) {
    for (let b = a; b < kept; b++) {
      let dot = 0;
      for (let i = 0; i < samples; i++) dot += columns[a][i] * columns[b][i];
      out[a * kept + b] = dot;
      out[b * kept + a] = dot;
    }
  }
  return out;
}

/** An order of units in which each is followed by the one that is most like it among those that are left. */
export function similarOrder(correlation: Float32Array, kept: number): number[] {
  const left = new Set(Array.from({ length: kept }, (_, unit) => unit));
  const order: number[] = [];
  let here = 0;
  while (left.size > 0) {
    left.delete(here);
    order.push(here);
    let most = Number.NEGATIVE_INFINITY;
    let next = here;
    for (const unit of left) {
      if (correlation[here * kept + unit] <= most) continue;
      most = correlation[here * kept + unit];
      next = unit;
    }
    here = next;
  }
  return order;
}

/** Groups of two and more units that answer alike. */
export function alikeUnits(correlation: Float32Array, kept: number): number[][] {
  const grouped = new Set<number>();
  const groups: number[][] = [];
  for (let a = 0; a < kept; a++) {
    if (grouped.has(a)) continue;
    const group = [a];
    for (let b = a + 1; b < kept; b++) if (correlation[a * kept + b] > ALIKE && !grouped.has(b)) group.push(b);
    if (group.length === 1) continue;
    for (const unit of group) grouped.add(unit);
    groups.push(group);
  }
  return groups;
}
