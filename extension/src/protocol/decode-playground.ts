import { byteValues, floatValues } from './base64.js';
import { asArray, asNumber, asNumbers, asSpec, asTexts, optionalText } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';
import {
  PLAYGROUND_GRID,
  PLAYGROUND_MIME,
  type PlaygroundData,
  type PlaygroundFeature,
  type PlaygroundSettings,
} from './spec.js';

/** All features, in the order of their heat maps. */
export const FEATURES: readonly PlaygroundFeature[] = ['x1', 'x2', 'x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2'];
const DATA = ['circle', 'xor', 'gauss', 'spiral', 'moons', 'plane', 'hills', 'own'] as const;
const CELLS = PLAYGROUND_GRID ** 2;
const MOST_LAYERS = 6;
const MOST_UNITS = 8;
const MOST_POINTS = 5000;

/** What training changes. */
export interface Training {
  seq: number;
  epoch: number;
  trainLoss: number;
  testLoss: number;
  accuracy: number | undefined;
  params: Float32Array;
  grids: Uint8Array;
  /** `[epoch, train, test]` of each kept point. */
  history: Float32Array;
}

/** A playground ready to draw: checked and unpacked. */
export interface PlayState extends Training {
  id: string;
  title: string;
  settings: PlaygroundSettings;
  hide: ReadonlySet<string>;
  lock: ReadonlySet<string>;
  datasets: { name: PlaygroundData; points: Int8Array }[];
  axes: [string, string];
  extent: [number, number, number, number];
  train: Float32Array;
  test: Float32Array;
  points: number;
  featureGrids: Uint8Array;
  call: string;
  program: string;
}

/** What the kernel says to a playground's views, checked. */
export type KnownPlayReply =
  | { type: 'slice'; token: string; training: Training }
  | { type: 'state'; token: string; state: PlayState; bundle: Record<string, unknown> }
  | { type: 'problem'; token: string; text: string };

/** Units of each layer from the features to the output. */
export function sizesOf({ features, layers }: PlaygroundSettings): number[] {
  return [features.length, ...layers, 1];
}

/** Reads the JSON of a playground. Throws a PayloadError that says what is wrong. */
export function decodePlayground(payload: unknown): PlayState {
  const spec = asSpec('playground', payload);
  const settings = decodeSettings(spec.settings);
  const extent = asNumbers('playground extent', spec.extent);
  if (extent.length !== 4 || !(extent[0] < extent[1] && extent[2] < extent[3])) {
    throw new PayloadError('playground extent', 'four edges in order', extent);
  }
  const axes = asTexts('playground axes', spec.axes);
  if (axes.length !== 2) throw new PayloadError('playground axes', 'two names', axes);
  const datasets = asArray('playground data sets', spec.datasets).map((each) => {
    const { name, points } = asObject('playground data set', each);
    const bytes = byteValues('playground data set', asText('playground data set', points));
    return { name: asChoice('playground data set', name, DATA), points: new Int8Array(bytes.buffer) };
  });
  const training = checkTraining(settings, {
    seq: asCount('playground seq', spec.seq),
    ...losses(spec),
    params: floats('playground params', spec.params),
    grids: byteValues('playground grids', asText('playground grids', spec.grids)),
    history: floats('playground history', spec.history),
  });
  return {
    ...training,
    id: asText('playground id', spec.id),
    title: optionalText('playground title', spec.title),
    settings,
    hide: names('playground hide', spec.hide),
    lock: names('playground lock', spec.lock),
    datasets,
    axes: axes as [string, string],
    extent: extent as PlayState['extent'],
    train: triples('playground train', spec.train),
    test: triples('playground test', spec.test),
    points: asCount('playground points', spec.points),
    featureGrids: sized(
      'playground features',
      byteValues('playground features', asText('playground features', spec.featureGrids)),
      FEATURES.length * CELLS,
    ),
    call: asText('playground call', spec.call),
    program: asText('playground program', spec.program),
  };
}

/** Reads what the kernel answers; `settings` are those of the network that it speaks of. */
export function decodePlayReply(data: unknown, buffers: DataView[], settings: PlaygroundSettings): KnownPlayReply {
  const reply = asObject('playground message', data);
  const type = asChoice('playground message', reply.type, ['slice', 'state', 'problem'] as const);
  const token = asText('playground token', reply.token);
  if (type === 'problem') return { type, token, text: asText('playground problem', reply.text) };
  if (type === 'state') {
    const bundle = asObject('playground state', reply.bundle);
    return { type, token, bundle, state: decodePlayground(bundle[PLAYGROUND_MIME]) };
  }
  if (buffers.length !== 3) throw new PayloadError('playground slice', '3 buffers', buffers.length);
  const [params, grids, history] = buffers.map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const training = checkTraining(settings, {
    seq: asCount('playground seq', reply.seq),
    ...losses(reply),
    params: new Float32Array(params.slice().buffer),
    grids,
    history: new Float32Array(history.slice().buffer),
  });
  return { type, token, training };
}

function checkTraining(settings: PlaygroundSettings, training: Training): Training {
  const sizes = sizesOf(settings);
  const count = sizes.slice(1).reduce((sum, units, i) => sum + units * (sizes[i] + 1), 0);
  const units = sizes.slice(1).reduce((sum, each) => sum + each, 0);
  sized('playground params', training.params, count);
  sized('playground grids', training.grids, units * CELLS);
  if (training.history.length % 3 !== 0) {
    throw new PayloadError('playground history', 'three numbers a point', training.history.length);
  }
  return training;
}

function decodeSettings(value: unknown): PlaygroundSettings {
  const settings = asObject('playground settings', value);
  asChoice('playground dataset', settings.dataset, DATA);
  for (const name of asArray('playground features', settings.features)) {
    asChoice('playground feature', name, FEATURES);
  }
  const layers = asArray('playground layers', settings.layers);
  if (layers.length > MOST_LAYERS) throw new PayloadError('playground layers', `at most ${MOST_LAYERS}`, layers.length);
  for (const units of layers) {
    if (asCount('playground units', units, 1) > MOST_UNITS) {
      throw new PayloadError('playground units', `at most ${MOST_UNITS} a layer`, units);
    }
  }
  asChoice('playground activation', settings.activation, ['tanh', 'relu', 'sigmoid', 'linear'] as const);
  asChoice('playground regularization', settings.regularization, ['none', 'l1', 'l2'] as const);
  asChoice('playground problem', settings.problem, ['classification', 'regression'] as const);
  for (const name of ['noise', 'trainShare', 'learningRate', 'regularizationRate', 'batchSize', 'seed'] as const) {
    asNumber(`playground ${name}`, settings[name]);
  }
  if ((settings.features as unknown[]).length > FEATURES.length) {
    throw new PayloadError('playground features', `at most ${FEATURES.length}`, settings.features);
  }
  return settings as unknown as PlaygroundSettings;
}

function losses(from: Record<string, unknown>) {
  return {
    epoch: asCount('playground epoch', from.epoch),
    trainLoss: asNumber('playground loss', from.trainLoss),
    testLoss: asNumber('playground loss', from.testLoss),
    accuracy: from.accuracy === undefined ? undefined : asNumber('playground accuracy', from.accuracy),
  };
}

function names(where: string, value: unknown): Set<string> {
  return new Set(asTexts(where, value));
}

function floats(where: string, value: unknown): Float32Array {
  return floatValues(where, asText(where, value));
}

function triples(where: string, value: unknown): Float32Array {
  const values = floats(where, value);
  if (values.length % 3 === 0 && values.length <= 3 * MOST_POINTS) return values;
  throw new PayloadError(where, `three numbers for each of at most ${MOST_POINTS} points`, values.length);
}

function sized<T extends { length: number }>(where: string, values: T, length: number): T {
  if (values.length !== length) throw new PayloadError(where, `${length} values`, values.length);
  return values;
}
