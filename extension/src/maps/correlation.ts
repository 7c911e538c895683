import type { MapsLayerData } from '../protocol/decode-maps.js';

/** Most maps of a layer that are compared with each other. */
const MOST = 256;

/** How alike the maps of a layer are, over all pixels of all kept groups. */
export interface Correlation {
  /** How many maps are compared, the first ones. */
  maps: number;
  /** Pearson's correlation of each pair, row by row; 0 for a map that does not vary or is not finite. */
  values: Float64Array;
  /** Maps without a correlation. */
  still: ReadonlySet<number>;
}

/** Two maps and their correlation. */
export interface Pair {
  a: number;
  b: number;
  correlation: number;
}

/** Correlations of the maps of a layer. */
export function correlationOf(data: MapsLayerData): Correlation {
  const maps = Math.min(MOST, data.maps);
  const columns = Array.from({ length: maps }, (_, map) => unitColumn(data, map));
  const still = new Set<number>();
  columns.forEach((column, map) => {
    if (!column) still.add(map);
  });
  const values = new Float64Array(maps * maps);
  for (let a = 0; a < maps; a++) {
    for (let b = a; b < maps; b++) {
      const [x, y] = [columns[a], columns[b]];
      if (!x || !y) continue;
      let dot = 0;
      for (let i = 0; i < x.length; i++) dot += x[i] * y[i];
      values[a * maps + b] = dot;
      values[b * maps + a] = dot;
    }
  }
  return { maps, values, still };
}

/** The pairs of maps, the most alike or opposite first. */
export function strongestPairs({ maps, values, still }: Correlation): Pair[] {
  const pairs: Pair[] = [];
  for (let a = 0; a < maps; a++) {
    for (let b = a + 1; b < maps; b++) {
      if (!still.has(a) && !still.has(b)) pairs.push({ a, b, correlation: values[a * maps + b] });
    }
  }
  // Rounding does not decide between pairs that are alike to the digits that are read.
  const size = ({ correlation }: Pair) => Math.round(Math.abs(correlation) * 1e6);
  return pairs.sort((p, q) => size(q) - size(p) || p.a - q.a || p.b - q.b);
}

/** All values of one map around 0 and of length 1, so that a correlation is a dot product; `undefined` if they do not vary. */
function unitColumn({ groups, maps, height, width, channels, values }: MapsLayerData, map: number) {
  const size = height * width * channels;
  const column = new Float64Array(groups * size);
  for (let group = 0; group < groups; group++) {
    const start = (group * maps + map) * size;
    column.set(values.subarray(start, start + size), group * size);
  }
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  let squares = 0;
  for (let i = 0; i < column.length; i++) {
    column[i] -= mean;
    squares += column[i] ** 2;
  }
  const length = Math.sqrt(squares);
  // A map that is the same everywhere may have a rounding error for its deviation.
  if (!(length > 1e-9 * Math.sqrt(column.length) * Math.max(1e-30, Math.abs(mean)))) return undefined;
  for (let i = 0; i < column.length; i++) column[i] /= length;
  return column.every(Number.isFinite) ? column : undefined;
}
