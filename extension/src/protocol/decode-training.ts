import { asArray, asNumber, asSpec } from './fields.js';
import { append, emptySeries } from './grow-series.js';
import { readPacked } from './packed.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';
import type { TrainingMark, TrainingSpec } from './spec.js';

const STATES = ['running', 'done', 'interrupted'] as const;

/** Checks the JSON of a training view and returns it typed. Throws a PayloadError that says what is wrong. */
export function decodeTraining(payload: unknown): TrainingSpec {
  const spec = asSpec('training view', payload);
  asText('training id', spec.id);
  asCount('training seq', spec.seq);
  asChoice('training state', spec.state, STATES);
  if (spec.title !== undefined) asText('training title', spec.title);
  for (const key of ['totalSteps', 'totalEpochs'] as const) {
    if (spec[key] !== undefined) asNumber(`training ${key}`, spec[key]);
  }
  if (spec.x !== undefined) asChoice('training x', spec.x, ['step', 'epoch', 'time']);
  for (const entry of asArray('training series', spec.series)) {
    const series = asObject('training series', entry);
    const length = checkPoints(series);
    for (const key of ['low', 'high'] as const) {
      if (series[key] !== undefined) checkNumbers(`training ${key}`, series[key], length);
    }
    asCount('training pushed', series.pushed);
    for (const key of ['min', 'max', 'last'] as const) asNumber(`training ${key}`, series[key]);
    if (series.odd !== undefined) {
      const odd = asObject('training odd', series.odd);
      for (const key of ['nan', 'posInf', 'negInf'] as const) asCount(`training odd ${key}`, odd[key]);
      asNumber('training odd first', odd.first);
    }
  }
  if (spec.marks !== undefined) readMarks(spec.marks);
  return spec as unknown as TrainingSpec;
}

/** The state after a delta. Throws a PayloadError that says what is wrong. */
export function extendTraining(
  held: TrainingSpec,
  seq: number,
  delta: unknown,
  buffers: readonly DataView[],
): TrainingSpec {
  const { series, marks } = asObject('training news', delta);
  const extended = [...held.series];
  for (const entry of asArray('training news', series)) {
    const news = asObject('training news', entry);
    const head = {
      name: asText('training name', news.name),
      panel: asText('training panel', news.panel),
      ...(news.run === undefined ? {} : { run: asText('training run', news.run) }),
    };
    const points = readPacked('training points', news.points, buffers);
    const place = extended.findIndex((known) => known.name === head.name && known.run === head.run);
    const grown = append(place < 0 ? emptySeries(head) : extended[place], points);
    if (place < 0) extended.push(grown);
    else extended[place] = grown;
  }
  return {
    ...held,
    seq,
    state: 'running',
    series: extended,
    ...(marks === undefined ? {} : { marks: readMarks(marks) }),
  };
}

function readMarks(value: unknown): TrainingMark[] {
  return asArray('training marks', value).map((entry) => {
    const mark = asObject('training mark', entry);
    asText('training mark text', mark.text);
    for (const key of ['step', 'time'] as const) asNumber(`training mark ${key}`, mark[key]);
    if (mark.epoch !== null) asNumber('training mark epoch', mark.epoch);
    return mark as unknown as TrainingMark;
  });
}

function checkPoints(series: Record<string, unknown>): number {
  asText('training name', series.name);
  asText('training panel', series.panel);
  if (series.run !== undefined) asText('training run', series.run);
  const length = asArray('training value', series.value).length;
  for (const key of ['step', 'time', 'value'] as const) checkNumbers(`training ${key}`, series[key], length);
  const epochs = asArray('training epoch', series.epoch);
  if (epochs.length !== length) throw new PayloadError('training epoch', `${length} entries`, epochs.length);
  for (const epoch of epochs) if (epoch !== null) asNumber('training epoch', epoch);
  return length;
}

function checkNumbers(where: string, value: unknown, length: number): void {
  const list = asArray(where, value);
  if (list.length !== length) throw new PayloadError(where, `${length} entries`, list.length);
  for (const entry of list) asNumber(where, entry);
}
