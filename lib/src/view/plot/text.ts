import { shortNumber } from '../numbers.js';
import { resample, sparkline } from '../tensor/spark.js';
import { fromJsonNumber } from '../values.js';
import type { PlotSeries, PlotSpec } from './spec.js';

const SPARK_WIDTH = 32;
const LISTED = 12;
const BAR_WIDTH = 24;

/** A chart as text: lines as sparklines with their range, clouds as their extent, few bars one under the other. */
export function plotText({ kind, title, series, categories }: PlotSpec): string {
  const width = Math.max(0, ...series.map(({ name }) => name.length));
  const rows =
    kind === 'bar' && series.length === 1 && series[0].y.length <= LISTED
      ? barRows(series[0], categories ?? [])
      : series.map((one) => `${one.name.padEnd(width)} ${seriesFacts(kind, one)}`);
  return [...(title ? [title] : []), ...rows].join('\n');
}

function seriesFacts(kind: PlotSpec['kind'], { x, y, count }: PlotSeries): string {
  const ys = y.map(fromJsonNumber);
  const spark =
    kind === 'scatter'
      ? []
      : [sparkline(resample(ys, SPARK_WIDTH), kind === 'bar' ? Math.min(0, ...ys.filter(Number.isFinite)) : undefined)];
  return [...spark, `n=${count}`, extentText('x', x.map(fromJsonNumber)), extentText('y', ys)].join(' ');
}

function extentText(name: string, values: number[]): string {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return finite.length ? `${name}∈[${shortNumber(low)}, ${shortNumber(high)}]` : `${name}: no finite value`;
}

function barRows({ y }: PlotSeries, categories: string[]): string[] {
  const values = y.map(fromJsonNumber);
  const most = Math.max(1e-300, ...values.filter(Number.isFinite).map(Math.abs));
  const width = Math.max(0, ...categories.map((name) => name.length));
  return values.map((value, i) => {
    const length = Number.isFinite(value) ? Math.round((Math.abs(value) / most) * BAR_WIDTH) : 0;
    return `${(categories[i] ?? String(i)).padEnd(width)} ${'█'.repeat(length)} ${shortNumber(value)}`;
  });
}
