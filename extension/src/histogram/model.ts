import type { LayerData, SnapshotData } from '../protocol/decode-histogram.js';

/** Counts of one snapshot over the bins that all snapshots of its layer share. */
export interface Row {
  snapshot: SnapshotData;
  counts: number[];
}

/** One layer with all snapshots brought to bins of one width: from `first * width`, `bins` of them. */
export interface LayerModel {
  layer: LayerData;
  width: number;
  first: number;
  bins: number;
  rows: Row[];
}

/** Most bins on a shared axis: one exploded step must not make a million of them. */
const MOST_BINS = 512;

/** Brings the snapshots of a layer to the widest bins among them; edges are multiples of powers of two, so it is exact. */
export function layerModel(layer: LayerData): LayerModel {
  const finite = layer.snapshots.filter(({ counts }) => counts.length > 0);
  const empty = {
    layer,
    width: 1,
    first: 0,
    bins: 0,
    rows: layer.snapshots.map((snapshot) => ({ snapshot, counts: [] })),
  };
  if (finite.length === 0) return empty;
  let exponent = Math.max(...finite.map((snapshot) => snapshot.exponent));
  const edge = (n: number, from: number) => Math.floor(n / 2 ** (exponent - from));
  const ends = () => ({
    first: Math.min(...finite.map((s) => edge(s.first, s.exponent))),
    last: Math.max(...finite.map((s) => edge(s.first + s.counts.length - 1, s.exponent))),
  });
  while (ends().last - ends().first >= MOST_BINS) exponent++;
  const { first, last } = ends();
  const bins = last - first + 1;
  const rows = layer.snapshots.map((snapshot) => {
    const counts = new Array<number>(bins).fill(0);
    snapshot.counts.forEach((count, i) => {
      counts[edge(snapshot.first + i, snapshot.exponent) - first] += count;
    });
    return { snapshot, counts };
  });
  return { layer, width: 2 ** exponent, first, bins, rows };
}

/** A stretch of values that an axis shows. */
export type Extent = readonly [low: number, high: number];

/** The values from the first bin of a layer to its last; `undefined` when it has none. */
export function extentOf({ first, bins, width }: LayerModel): Extent | undefined {
  // One bin holds one value, of which only the place counts: room beside it shows that it is a peak.
  const margin = bins === 1 ? 2 : 0;
  return bins > 0 ? [(first - margin) * width, (first + bins + margin) * width] : undefined;
}

/** The stretch that holds all of several. */
export function union(extents: readonly Extent[]): Extent | undefined {
  if (extents.length === 0) return undefined;
  return [Math.min(...extents.map(([low]) => low)), Math.max(...extents.map(([, high]) => high))];
}

/** The value that all numbers of a layer have, or `undefined`. */
export function onlyValue({ bins, rows }: LayerModel): number | undefined {
  const [{ snapshot }] = rows;
  const same =
    bins === 1 && rows.every((row) => row.snapshot.min === snapshot.min && row.snapshot.max === snapshot.min);
  return same ? snapshot.min : undefined;
}

/** The values that a bin holds: from the first number up to, not with, the second. */
export function binEdges({ first, width }: LayerModel, bin: number): [from: number, to: number] {
  return [(first + bin) * width, (first + bin + 1) * width];
}

/** Round values between two ends for an axis that has room for about `most` of them. */
export function roundValues(low: number, high: number, most: number): number[] {
  const least = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((lead) => lead * power).find((size) => size >= least * 0.999) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  // Rounded to the step's own digits: 3 × 0.1 is to be 0.3.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
