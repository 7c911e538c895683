import type { SnapshotData } from '../protocol/decode-histogram.js';
import { short } from '../tensor/format.js';
import { binEdges, type LayerModel } from './model.js';

/** One statistic in a few letters; `warn` marks what needs a look. */
export interface Fact {
  text: string;
  warn: boolean;
}

/** As long as any number that is written short. */
const NUMBER = '−1.234e−5';

/** Mean, deviation, range and what is zero or not finite, each in a few letters; `warn` marks what needs a look. */
export function factsOf(snapshot: SnapshotData): Fact[] {
  const { count, min, max, mean, std, zeros, nan, posInf, negInf } = snapshot;
  const many = (n: number, name: string) => ({ text: `${n.toLocaleString('en')} ${name}`, warn: true });
  const share = count > 0 ? zeros / count : 0;
  return [
    { text: `n=${count.toLocaleString('en')}`, warn: false },
    ...(Number.isFinite(min) ? [{ text: `x∈[${short(min)}, ${short(max)}] μ=${short(mean)}`, warn: false }] : []),
    ...(Number.isFinite(std) ? [{ text: `σ=${short(std)}`, warn: false }] : []),
    ...(zeros ? [{ text: `zeros ${percent(share)}`, warn: share > 0.9 }] : []),
    ...(nan ? [many(nan, 'NaN')] : []),
    ...(posInf ? [many(posInf, '+Inf')] : []),
    ...(negInf ? [many(negInf, '−Inf')] : []),
  ];
}

/** As long as the facts of any snapshot: of those of a layer, and, while it grows, of one with some NaN. */
export function longestFacts({ rows }: LayerModel, grows: boolean): Fact[] {
  const most = (side: 'count' | 'nan' | 'posInf' | 'negInf') => Math.max(...rows.map(({ snapshot }) => snapshot[side]));
  const many = (count: number, name: string) =>
    count > 0 ? [{ text: `${count.toLocaleString('en')} ${name}`, warn: true }] : [];
  const count = most('count');
  return [
    { text: `n=${count.toLocaleString('en')}`, warn: false },
    { text: `x∈[${NUMBER}, ${NUMBER}] μ=${NUMBER}`, warn: false },
    { text: `σ=${NUMBER}`, warn: false },
    { text: 'zeros < 0.1 %', warn: true },
    ...many(grows ? count : most('nan'), 'NaN'),
    ...many(most('posInf'), '+Inf'),
    ...many(most('negInf'), '−Inf'),
  ];
}

/** As long as what is said of any bin. */
export function longestBin({ rows }: LayerModel, several: boolean): string {
  const count = Math.max(...rows.map(({ snapshot }) => snapshot.count));
  const step = several ? 'step 100000, ' : '';
  return `${step}[${NUMBER}, ${NUMBER}): ${count.toLocaleString('en')} values, < 0.1 %`;
}

/** A bin in words: `[0.25, 0.5): 120 values, 12 %`. */
export function binText(model: LayerModel, row: number, bin: number): string {
  const { counts, snapshot } = model.rows[row];
  const [from, to] = binEdges(model, bin);
  const count = counts[bin];
  const step = snapshot.step !== null && model.rows.length > 1 ? `step ${snapshot.step}, ` : '';
  const values = count === 1 ? 'value' : 'values';
  return `${step}[${short(from)}, ${short(to)}): ${count.toLocaleString('en')} ${values}, ${percent(count / snapshot.count)}`;
}

/** The counts of every snapshot of every layer, a row a bin, under a row of headings. */
export function countRows(models: LayerModel[]): (string | number)[][] {
  const rows = models.flatMap((model) =>
    model.rows.flatMap(({ snapshot, counts }) =>
      counts.map((count, bin) => [model.layer.name, snapshot.step ?? '', ...binEdges(model, bin), count]),
    ),
  );
  return [['layer', 'step', 'from', 'below', 'count'], ...rows];
}

/** A share as `12 %`, `0.3 %` or `< 0.1 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${Number((share * 100).toPrecision(share >= 0.1 ? 3 : 2))} %`;
}
