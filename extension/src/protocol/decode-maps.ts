import { floatValues } from './base64.js';
import { changedSteps, type ImageStepData, readSteps } from './decode-image-steps.js';
import { asArray, asCounts, asNumber, asRange, asSpec, numbersOf, optionalText, optionalTexts } from './fields.js';
import { readBytes } from './packed.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';
import type { MapsLayer } from './spec.js';

/** What is known of one map, with plain numbers. */
export interface MapFactsData {
  min: number;
  max: number;
  mean: number;
  std: number;
  activity: number;
  sparsity: number;
  notFinite: number;
}

/** The grid of one layer ready to draw: checked, with its values unpacked. */
export interface MapsLayerData {
  kind: MapsLayer['kind'];
  /** What it is called among several layers, else empty. */
  name: string;
  shape: number[];
  channels: 1 | 3;
  height: number;
  width: number;
  pooled: number;
  maps: number;
  ofMaps: number;
  groups: number;
  ofGroups: number;
  groupName: string;
  labels: string[];
  low: number;
  high: number;
  values: Float32Array;
  facts: MapFactsData[];
}

/** The first layer and those after it. */
export interface MapsData extends MapsLayerData {
  /** Of a view that grows: its identity and the number of this state; else empty and 0. */
  id: string;
  seq: number;
  title: string;
  /** What the colours first mean; two numbers are the ends for all maps. */
  range: 'map' | 'layer' | 'model' | [low: number, high: number];
  more: MapsLayerData[];
  /** How many layers the notebook had. */
  ofLayers: number;
  /** Images over steps have their values and facts here and none of their own; else empty. */
  steps: ImageStepData[];
  /** How many steps were pushed. */
  pushed: number;
}

/** Reads the JSON of a grid of maps, or of several. Throws a PayloadError that says what is wrong. */
export function decodeMaps(payload: unknown): MapsData {
  const spec = asSpec('maps view', payload);
  if (spec.steps !== undefined) return readImages(spec);
  const more = spec.more === undefined ? [] : asArray('maps more', spec.more).map((one) => asObject('maps more', one));
  return {
    ...readLayer(spec),
    ...readName(spec),
    range: readRange(spec.range),
    more: more.map(readLayer),
    ofLayers: spec.ofLayers === undefined ? 1 + more.length : asCount('maps ofLayers', spec.ofLayers, 1 + more.length),
    steps: [],
    pushed: 0,
  };
}

/** Images over steps after a delta. Throws a PayloadError that says what is wrong. */
export function extendMaps(held: MapsData, seq: number, delta: unknown, buffers: readonly DataView[]): MapsData {
  const news = asObject('maps news', delta);
  return {
    ...held,
    seq,
    low: asNumber('maps low', news.low),
    high: asNumber('maps high', news.high),
    pushed: asCount('maps pushed', news.pushed),
    steps: changedSteps(held.steps, news, held, (where, value) => readBytes(where, value, buffers)),
  };
}

function readImages(spec: Record<string, unknown>): MapsData {
  asChoice('maps kind', spec.kind, ['images'] as const);
  const head = readHead(spec);
  return {
    ...head,
    ...readName(spec),
    values: new Float32Array(0),
    facts: [],
    range: 'model',
    more: [],
    ofLayers: 1,
    steps: readSteps(spec.steps, head),
    pushed: asCount('maps pushed', spec.pushed),
  };
}

function readName(spec: Record<string, unknown>): Pick<MapsData, 'id' | 'seq' | 'title'> {
  return {
    id: optionalText('maps id', spec.id),
    seq: spec.seq === undefined ? 0 : asCount('maps seq', spec.seq),
    title: optionalText('maps title', spec.title),
  };
}

function readRange(value: unknown): MapsData['range'] {
  if (value === undefined) return 'layer';
  if (!Array.isArray(value)) return asChoice('maps range', value, ['map', 'layer', 'model'] as const);
  return asRange('maps range', value);
}

function readHead(spec: Record<string, unknown>): Omit<MapsLayerData, 'values' | 'facts'> {
  const count = (key: keyof MapsLayer, least = 0) => asCount(`maps ${key}`, spec[key], least);
  const channels = count('channels', 1);
  if (channels !== 1 && channels !== 3) throw new PayloadError('maps channels', '1 or 3', channels);
  return {
    kind: asChoice('maps kind', spec.kind, ['activations', 'filters', 'images'] as const),
    name: optionalText('maps name', spec.name),
    shape: asCounts('maps shape', spec.shape),
    channels,
    height: count('height'),
    width: count('width'),
    pooled: count('pooled', 1),
    maps: count('maps'),
    ofMaps: count('ofMaps'),
    groups: count('groups'),
    ofGroups: count('ofGroups'),
    groupName: asText('maps groupName', spec.groupName),
    labels: optionalTexts('maps labels', spec.labels),
    low: asNumber('maps low', spec.low),
    high: asNumber('maps high', spec.high),
  };
}

function readLayer(spec: Record<string, unknown>): MapsLayerData {
  const data = {
    ...readHead(spec),
    values: floatValues('maps values', asText('maps values', spec.values)),
    facts: asArray('maps facts', spec.facts).map(readFacts),
  };
  const tiles = data.groups * data.maps;
  const expected = tiles * data.height * data.width * data.channels;
  if (data.values.length !== expected) {
    throw new PayloadError('maps values', `${expected} values for ${tiles} maps`, data.values.length);
  }
  if (data.facts.length !== tiles) throw new PayloadError('maps facts', `${tiles} entries`, data.facts.length);
  return data;
}

function readFacts(value: unknown): MapFactsData {
  const where = 'maps facts';
  const keys = ['min', 'max', 'mean', 'std', 'activity', 'sparsity', 'notFinite'] as const;
  return numbersOf(where, asObject(where, value), keys);
}
