import { asArray, asNumbers, asSpec, optionalFlag, optionalText, optionalTexts } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';

/** One series with plain numbers. */
export interface PlotSeriesData {
  name: string;
  x: number[];
  y: number[];
  labels: string[];
  /** A number for each point, or empty. */
  color: number[];
  /** How many points there were. */
  count: number;
}

/** A chart ready to draw. */
export interface PlotData {
  kind: 'line' | 'scatter' | 'bar';
  title: string;
  x: string;
  y: string;
  categories: string[];
  series: PlotSeriesData[];
  /** Whether labels are first shown beside the points of a cloud. */
  showLabels: boolean | undefined;
}

/** Reads the JSON of a chart. Throws a PayloadError that says what is wrong. */
export function decodePlot(payload: unknown): PlotData {
  const spec = asSpec('plot view', payload);
  const text = (key: string) => optionalText(`plot ${key}`, spec[key]);
  return {
    kind: asChoice('plot kind', spec.kind, ['line', 'scatter', 'bar'] as const),
    title: text('title'),
    x: text('x'),
    y: text('y'),
    categories: optionalTexts('plot categories', spec.categories),
    series: asArray('plot series', spec.series).map(readSeries),
    showLabels: optionalFlag('plot showLabels', spec.showLabels),
  };
}

function readSeries(value: unknown): PlotSeriesData {
  const series = asObject('plot series', value);
  const x = asNumbers('plot x', series.x);
  const same = <T>(where: string, list: T[], optional = false): T[] => {
    if (list.length === x.length || (optional && list.length === 0)) return list;
    throw new PayloadError(where, `${x.length} entries`, list.length);
  };
  return {
    name: asText('plot name', series.name),
    x,
    y: same('plot y', asNumbers('plot y', series.y)),
    labels: same('plot labels', optionalTexts('plot labels', series.labels), true),
    color: same('plot color', series.color === undefined ? [] : asNumbers('plot color', series.color), true),
    count: asCount('plot count', series.count),
  };
}
