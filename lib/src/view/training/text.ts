import { shortNumber } from '../numbers.js';
import type { TrainingSeries, TrainingSpec } from '../spec.js';
import { resample, sparkline } from '../tensor/spark.js';
import { fromJsonNumber } from '../values.js';

const SPARK_WIDTH = 24;
const HIGHER_IS_BETTER = /acc|precision|recall|f1|auc|score|r2|iou|reward/i;

/** The training view as text: a line on progress, then for each series a sparkline, the last and the best value. */
export function trainingText(spec: TrainingSpec): string {
  const name = Math.max(0, ...spec.series.map((series) => labelOf(series).length));
  const rows = spec.series.map((series) => {
    const spark = sparkline(resample(series.value.map(fromJsonNumber), SPARK_WIDTH));
    return `  ${labelOf(series).padEnd(name)} ${spark.padEnd(SPARK_WIDTH)} ${facts(series)}`;
  });
  const marks = (spec.marks ?? []).map(({ text, step }) => `  step ${step}: ${text}`);
  return [progressLine(spec), ...rows, ...marks].join('\n');
}

/** The training view in one line, for a log: progress and the last value of each series. */
export function trainingLine(spec: TrainingSpec): string {
  const values = spec.series.map((series) => `${labelOf(series)} ${shortNumber(fromJsonNumber(series.last))}`);
  return [progressLine(spec), ...values].join('  ');
}

/** Title, step, epoch, seconds and state, each where known. */
export function progressLine({ title, series, totalSteps, totalEpochs, state }: TrainingSpec): string {
  const latest = (column: 'step' | 'epoch' | 'time') =>
    series.reduce((high, s) => Math.max(high, s[column].at(-1) ?? 0), 0);
  const hasEpochs = series.some(({ epoch }) => epoch.some((e) => e !== null));
  return [
    title ?? 'training',
    `step ${latest('step')}${totalSteps ? ` of ${totalSteps}` : ''}`,
    ...(hasEpochs ? [`epoch ${shortNumber(latest('epoch'))}${totalEpochs ? ` of ${totalEpochs}` : ''}`] : []),
    `${latest('time').toFixed(1)} s`,
    ...(state === 'running' ? [] : [state]),
  ].join(' · ');
}

/** The name of a series, after that of its run where it has one. */
export function labelOf({ name, run }: TrainingSeries): string {
  return run === undefined ? name : `${run}: ${name}`;
}

function facts({ name, last, min, max, odd }: TrainingSeries): string {
  const best = HIGHER_IS_BETTER.test(name) ? max : min;
  const said = odd
    ? [
        ...(odd.nan ? [`NaN: ${odd.nan}`] : []),
        ...(odd.posInf ? [`+Inf: ${odd.posInf}`] : []),
        ...(odd.negInf ? [`-Inf: ${odd.negInf}`] : []),
        `from step ${odd.first}`,
      ]
    : [];
  const values = `last ${shortNumber(fromJsonNumber(last))}  best ${shortNumber(fromJsonNumber(best))}`;
  return [values, ...(said.length > 0 ? [said.join(' ')] : [])].join('  ');
}
