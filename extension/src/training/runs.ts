import type { TrainingSeries, TrainingSpec } from '../protocol/spec.js';
import { seriesColor } from '../theme/palette.js';

/** How one series is drawn, in the chart and in its legend. */
export interface SeriesLook {
  color: string;
  dash: 'solid' | 'dash' | 'dot';
}

/** Series of one panel, in the order in which they came. */
export interface Panel {
  name: string;
  series: TrainingSeries[];
  /** Places in the palette, where they do not follow from the order. */
  colors?: number[];
}

const DASHES = ['solid', 'dash', 'dot'] as const;
/** What the run that pushes without a name is called beside others. */
const THIS_RUN = 'this run';

/** Names of the runs of a view; one entry when there is nothing to compare. */
export function runsOf({ series }: TrainingSpec): string[] {
  return [...new Set(series.map(runOf))];
}

export function runOf({ run }: TrainingSeries): string {
  return run ?? THIS_RUN;
}

/** `loss`, and `lr 0.1: loss` where several runs are compared. */
export function labelOf(series: TrainingSeries, runs: readonly string[]): string {
  return runs.length > 1 ? `${runOf(series)}: ${series.name}` : series.name;
}

/** The panels of a view, without the runs that the reader hid. */
export function panelsOf({ series }: TrainingSpec, hidden: ReadonlySet<string>): Panel[] {
  const panels = new Map<string, TrainingSeries[]>();
  for (const entry of series) {
    const known = panels.get(entry.panel) ?? [];
    panels.set(entry.panel, hidden.has(runOf(entry)) ? known : [...known, entry]);
  }
  return [...panels].map(([name, entries]) => ({ name, series: entries }));
}

/** Colours tell runs apart and dashes the series of one, as training and validation; a single run has a colour a series. */
export function looksOf(panel: Panel, runs: readonly string[], dark: boolean): SeriesLook[] {
  if (runs.length < 2) {
    return panel.series.map((_, i) => ({ color: seriesColor(panel.colors?.[i] ?? i, dark), dash: 'solid' }));
  }
  const names = [...new Set(panel.series.map(({ name }) => name))];
  return panel.series.map((series) => ({
    color: seriesColor(runs.indexOf(runOf(series)), dark),
    dash: DASHES[names.indexOf(series.name) % DASHES.length],
  }));
}
