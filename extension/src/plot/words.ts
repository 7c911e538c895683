import type { PlotData } from '../protocol/decode-plot.js';
import { short } from '../tensor/format.js';

/** One point: which series, and which of its points. */
export interface PointPlace {
  series: number;
  point: number;
}

/** One point in words: `train: x = 3, y = 0.25`, with its text and its colour's number if it has them. */
export function pointText(data: PlotData, { series, point }: PointPlace): string {
  const { name, x, y, labels, color } = data.series[series];
  const where =
    data.kind === 'bar' ? (data.categories[point] ?? String(point)) : `${data.x || 'x'} = ${short(x[point])}`;
  const parts = [
    where,
    `${data.y || 'y'} = ${short(y[point])}`,
    ...(color.length ? [`colour ${short(color[point])}`] : []),
  ];
  return `${labels[point] ? `${labels[point]}: ` : ''}${data.series.length > 1 ? `${name}, ` : ''}${parts.join(', ')}`;
}

/** What was left out, as a sentence, or an empty text. */
export function thinnedText({ kind, series }: PlotData): string {
  const kept = series.reduce((sum, { x }) => sum + x.length, 0);
  const all = series.reduce((sum, { count }) => sum + count, 0);
  if (kept >= all) return '';
  const how = kind === 'line' ? 'with every extreme' : 'evenly chosen';
  return `Shown: ${kept.toLocaleString('en')} of ${all.toLocaleString('en')} points, ${how}.`;
}

/** Headings and a row a point, in the order of the series. */
export function pointRows(data: PlotData): { headings: string[]; rows: string[][] } {
  const labelled = data.series.some(({ labels }) => labels.length > 0);
  const colored = data.series.some(({ color }) => color.length > 0);
  const first = data.kind === 'bar' ? 'bar' : data.x || 'x';
  const rows = data.series.flatMap(({ name, x, y, labels, color }) =>
    x.map((place, i) => [
      name,
      data.kind === 'bar' ? (data.categories[i] ?? String(i)) : String(place),
      String(y[i]),
      ...(labelled ? [labels[i] ?? ''] : []),
      ...(colored ? [String(color[i] ?? '')] : []),
    ]),
  );
  const extra = [...(labelled ? ['label'] : []), ...(colored ? ['colour'] : [])];
  return { headings: ['series', first, data.y || 'y', ...extra], rows };
}
