import type { TrainingSeries, TrainingSpec } from '../protocol/spec.js';
import { csvText } from '../shell/csv.js';
import { short } from '../tensor/format.js';

const HIGHER_IS_BETTER = /acc|precision|recall|f1|auc|score|reward|return|iou|psnr|bleu|r2/i;

/** `0.0312`, and the best value so far with its step when that point is still known. */
export function lastAndBest(series: TrainingSeries): { last: string; best: string } {
  const higher = HIGHER_IS_BETTER.test(series.panel) || HIGHER_IS_BETTER.test(series.name);
  const best = Number(higher ? series.max : series.min);
  const marks = (higher ? series.high : series.low) ?? series.value;
  const place = marks.findIndex((value) => Number(value) === best);
  const where = place < 0 ? '' : ` at step ${count(series.step[place])}`;
  return {
    last: short(Number(series.last)),
    best: Number.isFinite(best) ? `${higher ? 'highest' : 'lowest'} ${short(best)}${where}` : '',
  };
}

/** `running · step 1,234 of 2,000 · epoch 2 of 5 · 12.3 s`. `live` says that a kernel can still send news. */
export function statusText(spec: TrainingSpec, live: boolean): string {
  const { step, epoch, time } = reached(spec);
  const state = spec.state === 'running' && !live ? 'not live' : spec.state;
  const parts: string[] = [state];
  if (step !== undefined) parts.push(`step ${count(step)}${spec.totalSteps ? ` of ${count(spec.totalSteps)}` : ''}`);
  if (epoch !== undefined) {
    parts.push(
      `epoch ${epoch.toLocaleString('en', { maximumFractionDigits: 1 })}${spec.totalEpochs ? ` of ${count(spec.totalEpochs)}` : ''}`,
    );
  }
  if (time !== undefined) parts.push(time >= 120 ? `${count(Math.round(time / 60))} min` : `${time.toFixed(1)} s`);
  return parts.join(' · ');
}

/** Share of the work that is done, 0 to 1, or `undefined` when no total is known. */
export function progress(spec: TrainingSpec): number | undefined {
  const { step, epoch } = reached(spec);
  if (spec.totalSteps && step !== undefined) return Math.min(1, step / spec.totalSteps);
  if (spec.totalEpochs && epoch !== undefined) return Math.min(1, epoch / spec.totalEpochs);
  return undefined;
}

/** All points as comma-separated values, one line a point. */
export function csvOf(spec: TrainingSpec): string {
  const rows = spec.series.flatMap((series) =>
    series.value.map((value, i) => [
      series.panel,
      series.name,
      series.step[i],
      series.epoch[i] ?? '',
      series.time[i],
      value,
    ]),
  );
  return csvText([['panel', 'series', 'step', 'epoch', 'seconds', 'value'], ...rows]);
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

function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}
