import { csvText } from '../shell/csv.js';
import { POINT_HEADINGS, pointRows } from '../training/words.js';
import type { Run } from './run.js';

/** All points of the runs as comma-separated values, one line a point. */
export function runsCsv(runs: Run[]): string {
  const rows = runs.flatMap(({ name, spec }) =>
    spec.series.flatMap((series) => pointRows(series).map((row) => [name, ...row])),
  );
  return csvText([['run', ...POINT_HEADINGS], ...rows]);
}

/** The runs with all that their views hold, as JSON. */
export function runsJson(runs: Run[]): string {
  return `${JSON.stringify(
    runs.map(({ name, notebook, spec }) => ({ name, notebook, ...spec })),
    null,
    2,
  )}\n`;
}
