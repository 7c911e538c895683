import type { TrainingSeries, TrainingSpec } from '../protocol/spec.js';
import type { Rows } from '../shell/frame.js';
import { longestOf } from '../shell/words.js';
import { short } from '../tensor/format.js';
import type { XKind } from './curve.js';
import { labelOf, runsOf } from './runs.js';

const HIGHER_IS_BETTER = /acc|precision|recall|f1|auc|score|reward|return|iou|psnr|bleu|r2/i;

const RESTARTED = 'Steps go back where the run started again: the line has a gap there.';
/** As long as any number that is written short, and steps of a run that is long. */
const NUMBER = '−1.234e−5';
const MANY = 10_000;
/** As long as most names of series, of those too that come later. */
const NAME = 'validation accuracy';

/** `0.0312`, and the best value so far with its step when that point is still known; in a range, of its points. */
export function lastAndBest(
  series: TrainingSeries,
  within?: { kind: XKind; range: readonly [number, number] | undefined },
): { last: string; best: string } {
  const higher = HIGHER_IS_BETTER.test(series.panel) || HIGHER_IS_BETTER.test(series.name);
  const marks = (higher ? series.high : series.low) ?? series.value;
  const words = (best: number, place: number) => {
    const where = place < 0 ? '' : ` at step ${count(series.step[place])}`;
    return Number.isFinite(best) ? `${higher ? 'highest' : 'lowest'} ${short(best)}${where}` : '';
  };
  const range = within?.range;
  if (!within || !range) {
    const best = Number(higher ? series.max : series.min);
    const place = marks.findIndex((value) => Number(value) === best);
    return { last: short(Number(series.last)), best: words(best, place) };
  }
  const inside = series[within.kind].flatMap((x, i) => (x !== null && x >= range[0] && x <= range[1] ? [i] : []));
  const finite = inside.filter((i) => Number.isFinite(Number(marks[i])));
  const better = (a: number, b: number) =>
    higher ? Number(marks[b]) > Number(marks[a]) : Number(marks[b]) < Number(marks[a]);
  const place = finite.reduce((best, i) => (best < 0 || better(best, i) ? i : best), -1);
  const last = inside.length > 0 ? short(Number(series.value[inside[inside.length - 1]])) : 'none';
  return { last, best: place < 0 ? '' : `${words(Number(marks[place]), place)} in range` };
}

/** What was pushed that is no number, as `3 NaN, 1 +Inf from step 120`; an empty text when nothing. */
export function oddText({ odd }: TrainingSeries): string {
  if (!odd) return '';
  const many = [
    ...(odd.nan ? [`${count(odd.nan)} NaN`] : []),
    ...(odd.posInf ? [`${count(odd.posInf)} +Inf`] : []),
    ...(odd.negInf ? [`${count(odd.negInf)} −Inf`] : []),
  ];
  return many.length > 0 ? `${many.join(', ')} from step ${count(odd.first)}` : '';
}

/** What is not drawn as it was pushed, in sentences; empty when all is. */
export function leftOut(spec: TrainingSpec, logY: boolean): string {
  const thinned = spec.series.filter(({ pushed, value }) => pushed > value.length);
  const most = thinned.reduce((a, b) => (b.pushed > a.pushed ? b : a), thinned[0]);
  const restarts = spec.series.some(({ step }) => step.some((s, i) => i > 0 && s < step[i - 1]));
  const below = logY ? spec.series.reduce((n, { value }) => n + value.filter((v) => Number(v) <= 0).length, 0) : 0;
  return [
    ...(most ? [keptText(count(most.value.length), count(most.pushed), most.name)] : []),
    ...(restarts ? [RESTARTED] : []),
    ...(below > 0 ? [`The logarithmic axis leaves out ${count(below)} values that are not above 0.`] : []),
  ].join(' ');
}

/** As long as what {@link leftOut} may come to say of a run that goes on. */
export function longestLeftOut({ series }: TrainingSpec): string {
  const name = longestOf([NAME, ...series.map((entry) => entry.name)]);
  return `${keptText('1,000', '1,000,000', name)} ${RESTARTED}`;
}

/** As long as what is said of any point. */
export function longestReading(spec: TrainingSpec): string {
  const runs = runsOf(spec);
  const label = longestOf([NAME, ...spec.series.map((entry) => labelOf(entry, runs))]);
  return `${label} at step 100,000: ${NUMBER}, smoothed ${NUMBER}, from ${NUMBER} to ${NUMBER}, epoch 10.25, 1000.0 s`;
}

/** The points as a table, a row a step; of many, evenly chosen ones. */
export function pointTable(spec: TrainingSpec, most: number): Rows {
  const runs = runsOf(spec);
  const steps = [...new Set(spec.series.flatMap(({ step }) => step))].sort((a, b) => a - b);
  const chosen =
    steps.length <= most
      ? steps
      : Array.from({ length: most }, (_, i) => steps[Math.round((i * (steps.length - 1)) / (most - 1))]);
  const columns = spec.series.map(({ step, value }) => new Map(step.map((s, i) => [s, Number(value[i])])));
  const rows = chosen.map((step) => [
    count(step),
    ...columns.map((column) => (column.has(step) ? short(column.get(step) as number) : '')),
  ]);
  const first = chosen.length < steps.length ? `step (${count(chosen.length)} of ${count(steps.length)})` : 'step';
  return { headings: [first, ...spec.series.map((series) => labelOf(series, runs))], rows };
}

/** `running`, `done`, `interrupted` or `failed`; `not live` when no kernel can send the news of what ran. */
export function stateText({ state }: TrainingSpec, live: boolean): string {
  return state === 'running' && !live ? 'not live' : state;
}

/** `running · step 1,234 of 2,000 · epoch 2 of 5 · 12.3 s`. `live` says that a kernel can still send news. */
export function statusText(spec: TrainingSpec, live: boolean): string {
  const { step, epoch, time } = reached(spec);
  const parts = [stateText(spec, live)];
  if (step !== undefined) parts.push(`step ${count(step)}${spec.totalSteps ? ` of ${count(spec.totalSteps)}` : ''}`);
  if (epoch !== undefined) {
    parts.push(
      `epoch ${epoch.toLocaleString('en', { maximumFractionDigits: 1 })}${spec.totalEpochs ? ` of ${count(spec.totalEpochs)}` : ''}`,
    );
  }
  if (time !== undefined) parts.push(time >= 120 ? `${count(Math.round(time / 60))} min` : `${time.toFixed(1)} s`);
  return parts.join(' · ');
}

/** As long as the status may become before the run ends. */
export function longestStatus({ totalSteps, totalEpochs }: TrainingSpec): string {
  const of = (total: number | undefined) => (total ? ` of ${count(total)}` : '');
  const steps = `step ${count(Math.max(MANY, totalSteps ?? 0))}${of(totalSteps)}`;
  return `paused · running · ${steps} · epoch ${count(totalEpochs ?? 0)}.5${of(totalEpochs)} · 100.0 s`;
}

/** Share of the work that is done, 0 to 1, or `undefined` when no total is known. */
export function progress(spec: TrainingSpec): number | undefined {
  const { step, epoch } = reached(spec);
  if (spec.totalSteps && step !== undefined) return Math.min(1, step / spec.totalSteps);
  if (spec.totalEpochs && epoch !== undefined) return Math.min(1, epoch / spec.totalEpochs);
  return undefined;
}

/** Headings of {@link pointRows}. */
export const POINT_HEADINGS = ['panel', 'series', 'step', 'epoch', 'seconds', 'value'];

/** The points of a series as rows of a file. */
export function pointRows({ panel, name, step, epoch, time, value }: TrainingSeries): (string | number)[][] {
  return value.map((y, i) => [panel, name, step[i], epoch[i] ?? '', time[i], y]);
}

/** Heading and a row a point; with the range that each stands for where some were merged, and the run where there are several. */
export function csvRows(spec: TrainingSpec): (string | number)[][] {
  const named = spec.series.some(({ run }) => run !== undefined);
  const merged = spec.series.some(({ low }) => low !== undefined);
  const rows = spec.series.flatMap((series) =>
    pointRows(series).map((row, i) => [
      ...(named ? [series.run ?? ''] : []),
      ...row,
      ...(merged ? [(series.low ?? series.value)[i], (series.high ?? series.value)[i]] : []),
    ]),
  );
  return [[...(named ? ['run'] : []), ...POINT_HEADINGS, ...(merged ? ['lowest', 'highest'] : [])], ...rows];
}

function reached(spec: TrainingSpec): { step?: number; epoch?: number; time?: number } {
  const last = <T>(lists: T[][]) => lists.flatMap((list) => (list.length > 0 ? [list[list.length - 1]] : []));
  const most = (values: number[]) => (values.length > 0 ? Math.max(...values) : undefined);
  const epochs = last(spec.series.map((series) => series.epoch)).filter((epoch): epoch is number => epoch !== null);
  return {
    step: most(last(spec.series.map((series) => series.step))),
    epoch: most(epochs),
    time: most(last(spec.series.map((series) => series.time))),
  };
}

function keptText(kept: string, pushed: string, name: string): string {
  return `Kept: ${kept} of ${pushed} points of ${name}, with every extreme.`;
}

function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}
