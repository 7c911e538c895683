import { asArray, asChoice, asCount, asNumber, asObject, asText, checkVersion, PayloadError } from './payload.js';
import type { LiveMessage, TrainingDelta, TrainingSpec } from './spec.js';

const STATES = ['running', 'done', 'interrupted'] as const;

/** Checks the JSON of a training view and returns it typed. Throws a PayloadError that says what is wrong. */
export function decodeTraining(payload: unknown): TrainingSpec {
  const spec = asObject('training view', payload);
  checkVersion('training view', spec.version);
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
  }
  return spec as unknown as TrainingSpec;
}

/** Checks a message that a kernel sent on the view comm. Throws a PayloadError that says what is wrong. */
export function decodeLive(payload: unknown): Exclude<LiveMessage, { type: 'request-state' }> {
  const message = asObject('live message', payload);
  const type = asChoice('live message type', message.type, ['delta', 'state'] as const);
  const view = asText('live message view', message.view);
  const seq = asCount('live message seq', message.seq);
  if (type === 'state') {
    return { type, view, seq, spec: decodeTraining(message.spec) };
  }
  const series = asArray('live message series', message.series);
  for (const entry of series) checkPoints(asObject('live message series', entry));
  return { type, view, seq, series: series as TrainingDelta[] };
}

function checkPoints(series: Record<string, unknown>): number {
  asText('training name', series.name);
  asText('training panel', series.panel);
  const length = asArray('training value', series.value).length;
  for (const key of ['step', 'time', 'value'] as const) checkNumbers(`training ${key}`, series[key], length);
  const epochs = asArray('training epoch', series.epoch);
  if (epochs.length !== length) throw new PayloadError('training epoch', `${length} entries`, epochs.length);
  return length;
}

function checkNumbers(where: string, value: unknown, length: number): void {
  const list = asArray(where, value);
  if (list.length !== length) throw new PayloadError(where, `${length} entries`, list.length);
  for (const entry of list) asNumber(where, entry);
}
