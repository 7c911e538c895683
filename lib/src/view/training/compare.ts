import { ValueError } from '../../errors.js';
import type { TrainingSeries, TrainingSpec } from '../spec.js';
import { panelOf } from './panel.js';
import { ThinnedSeries } from './thin.js';

/** A run to compare with: another training view, or a history of `fit`, which has a value an epoch in each column. */
export type ComparedRun = { toSpec(): unknown } | { columns: Record<string, readonly number[]>; steps?: number };

/** Runs by name; in a list they go by their titles. */
export type Compared = Record<string, ComparedRun> | readonly ComparedRun[];

/** Columns of a history that measure no quality. */
const ASIDE = new Set(['lr', 'seconds']);

/** The series of earlier runs, each with the name of its run. Throws a ValueError for anything but runs. */
export function comparedSeries(compared: Compared): TrainingSeries[] {
  if (typeof compared !== 'object' || compared === null) {
    throw new ValueError(`view.training: compare takes runs by name or a list of them, got ${String(compared)}`);
  }
  const named: [string | undefined, ComparedRun][] = Array.isArray(compared)
    ? compared.map((run) => [undefined, run])
    : Object.entries(compared);
  return named.flatMap(([name, run], i) => seriesOf(name, run, i));
}

function seriesOf(name: string | undefined, run: ComparedRun, place: number): TrainingSeries[] {
  if (typeof run === 'object' && run !== null) {
    if ('columns' in run) return historySeries(name ?? `run ${place + 1}`, run);
    if ('toSpec' in run && typeof run.toSpec === 'function') {
      const spec = run.toSpec() as Partial<TrainingSpec> | undefined;
      const title = name ?? spec?.title ?? `run ${place + 1}`;
      // A run that compares others brings its own curves only, or each of them under its own name.
      if (Array.isArray(spec?.series) && spec.state !== undefined) {
        return spec.series.map((series) => ({ ...series, run: series.run ? `${title}: ${series.run}` : title }));
      }
    }
  }
  throw new ValueError(
    `view.training: compare takes training views and histories of fit, got ${name ?? `entry ${place}`} = ${String(run)}`,
  );
}

function historySeries(
  run: string,
  { columns, steps }: { columns: Record<string, readonly number[]>; steps?: number },
): TrainingSeries[] {
  const epochs = Math.max(0, ...Object.values(columns).map((values) => values.length));
  const perEpoch = steps && epochs ? steps / epochs : 1;
  return Object.entries(columns).flatMap(([name, values]) => {
    if (ASIDE.has(name)) return [];
    const series = new ThinnedSeries(name, panelOf(name), undefined, run);
    let time = 0;
    values.forEach((value, i) => {
      time += columns.seconds?.[i] ?? 0;
      series.push({ step: Math.round((i + 1) * perEpoch), epoch: i + 1, time: Math.round(time * 1000) / 1000, value });
    });
    return [series.toSpec()];
  });
}
