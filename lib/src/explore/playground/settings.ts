import { ValueError } from '../../errors.js';
import { FEATURE_NAMES } from './features.js';
import type {
  PlaygroundActivation,
  PlaygroundData,
  PlaygroundPenalty,
  PlaygroundProblem,
  PlaygroundSettings,
} from './spec.js';

/** Most hidden layers, and most units of one. */
export const MOST_LAYERS = 6;
export const MOST_UNITS = 8;

export const CLASS_DATA: PlaygroundData[] = ['circle', 'xor', 'gauss', 'spiral', 'moons'];
export const VALUE_DATA: PlaygroundData[] = ['plane', 'hills'];
const ACTIVATIONS: PlaygroundActivation[] = ['tanh', 'relu', 'sigmoid', 'linear'];
const PENALTIES: PlaygroundPenalty[] = ['none', 'l1', 'l2'];
const PROBLEMS: PlaygroundProblem[] = ['classification', 'regression'];

export const DEFAULTS: PlaygroundSettings = {
  dataset: 'circle',
  noise: 0.05,
  trainShare: 0.5,
  features: ['x1', 'x2'],
  layers: [4, 2],
  activation: 'tanh',
  learningRate: 0.1,
  regularization: 'none',
  regularizationRate: 0,
  batchSize: 10,
  problem: 'classification',
  seed: 1,
};

/** Names of all settings. */
export const SETTING_NAMES = Object.keys(DEFAULTS) as (keyof PlaygroundSettings)[];

/** Settings that may change while a network goes on training; any other begins anew. */
export const LIVE_SETTINGS: readonly (keyof PlaygroundSettings)[] = [
  'learningRate',
  'regularization',
  'regularizationRate',
  'batchSize',
];

/** Puts changes into settings and checks them. `own` says whether there are data of the user's own. Throws a ValueError. */
export function changeSettings(
  before: PlaygroundSettings,
  changes: Partial<PlaygroundSettings>,
  own: boolean,
): PlaygroundSettings {
  const unknown = Object.keys(changes).find((name) => !Object.hasOwn(DEFAULTS, name));
  if (unknown !== undefined) fail(`expected one of the settings ${SETTING_NAMES.join(', ')}`, unknown);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next: PlaygroundSettings = { ...before, ...given };
  for (const name of ['features', 'layers'] as const) {
    if (!Array.isArray(next[name])) fail(`expected ${name} to be a list`, next[name]);
  }
  next.features = FEATURE_NAMES.filter((name) => next.features.includes(name));
  next.layers = [...next.layers];
  if (changes.problem !== undefined && changes.dataset === undefined && next.dataset !== 'own') {
    const fitting = changes.problem === 'regression' ? VALUE_DATA : CLASS_DATA;
    if (!fitting.includes(next.dataset)) next.dataset = fitting[0];
  }
  if (changes.dataset !== undefined && changes.problem === undefined && changes.dataset !== 'own') {
    next.problem = VALUE_DATA.includes(changes.dataset) ? 'regression' : 'classification';
  }
  check(next, changes, own);
  return next;
}

function check(next: PlaygroundSettings, changes: Partial<PlaygroundSettings>, own: boolean): void {
  oneOf('problem', next.problem, PROBLEMS);
  const data = next.problem === 'regression' ? VALUE_DATA : CLASS_DATA;
  oneOf('dataset', next.dataset, own ? [...data, 'own'] : data);
  oneOf('activation', next.activation, ACTIVATIONS);
  oneOf('regularization', next.regularization, PENALTIES);
  within('noise', next.noise, 0, 1);
  within('trainShare', next.trainShare, 0.1, 0.9);
  within('learningRate', next.learningRate, 0, 100);
  within('regularizationRate', next.regularizationRate, 0, 100);
  whole('batchSize', next.batchSize, 1, 1000);
  whole('seed', next.seed, 0, Number.MAX_SAFE_INTEGER);
  const wrong = changes.features?.find((name) => !FEATURE_NAMES.includes(name));
  if (wrong !== undefined) fail(`expected features to be some of ${FEATURE_NAMES.join(', ')}`, wrong);
  if (next.features.length === 0) fail('expected at least one feature', 'none');
  if (next.layers.length > MOST_LAYERS) fail(`expected at most ${MOST_LAYERS} hidden layers`, next.layers.length);
  for (const units of next.layers) whole('the units of a layer', units, 1, MOST_UNITS);
}

function oneOf<T>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) fail(`expected ${name} to be one of ${choices.join(', ')}`, value);
}

function within(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) fail(`expected ${name} to be a number from ${low} to ${high}`, value);
}

function whole(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value)) fail(`expected ${name} to be a whole number`, value);
  within(name, value, low, high);
}

function fail(rule: string, got: unknown): never {
  throw new ValueError(`view.playground: ${rule}, got ${String(got)}`);
}
