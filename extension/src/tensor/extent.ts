import type { TensorModel } from './model.js';

/** The values that a scale is made for: all of the tensor, or those of the slice that is seen. */
export type Scope = 'tensor' | 'slice';

/** Range, mean and sample deviation of finite values. */
interface Statistics {
  min: number;
  max: number;
  mean: number;
  std: number;
}

/** Statistics of the whole tensor, also of what was cut, or of the slice. */
export function statistics(model: TensorModel, scope: Scope): Statistics {
  if (scope === 'tensor') return model.data.summary;
  const values = finiteValues(model, scope);
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const mean = sum / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { min, max, mean, std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Number.NaN };
}

/** The first and the last percentile of the values that were kept; not a number when none is finite. */
export function percentiles(model: TensorModel, scope: Scope): [number, number] {
  const values = finiteValues(model, scope).sort();
  return [quantile(values, 0.01), quantile(values, 0.99)];
}

/** Where a symmetric logarithm bends: nine of ten values that are not zero are larger in size. */
export function knee(model: TensorModel, scope: Scope): number {
  const sizes = finiteValues(model, scope).filter((value) => value !== 0);
  sizes.forEach((value, i) => {
    sizes[i] = Math.abs(value);
  });
  return sizes.length > 0 ? quantile(sizes.sort(), 0.1) : 1;
}

function finiteValues(model: TensorModel, scope: Scope): Float64Array {
  if (scope === 'tensor') return Float64Array.from(model.data.values).filter(Number.isFinite);
  const values = new Float64Array(model.rowCount * model.colCount);
  for (let row = 0, i = 0; row < model.rowCount; row++) {
    for (let col = 0; col < model.colCount; col++, i++) values[i] = model.value({ row, col });
  }
  return values.filter(Number.isFinite);
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
