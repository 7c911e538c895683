import { csvText } from '../shell/csv.js';
import type { Run } from './run.js';

/** All points of the runs as comma-separated values, one line a point. */
export function runsCsv(runs: Run[]): string {
  const rows = runs.flatMap(({ name, spec }) =>
    spec.series.flatMap((series) =>
      series.value.map((value, i) => [
        name,
        series.panel,
        series.name,
        series.step[i],
        series.epoch[i] ?? '',
        series.time[i],
        value,
      ]),
    ),
  );
  return csvText([['run', 'panel', 'series', 'step', 'epoch', 'seconds', 'value'], ...rows]);
}

/** The runs with all that their views hold, as JSON. */
export function runsJson(runs: Run[]): string {
  return `${JSON.stringify(
    runs.map(({ name, notebook, spec }) => ({ name, notebook, ...spec })),
    null,
    2,
  )}\n`;
}
