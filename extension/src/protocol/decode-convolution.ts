import { floatValues } from './base64.js';
import { asArray, asSpec, optionalText } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';
import type { ConvolutionSpec } from './spec.js';

/** A convolution ready to go through: checked, with its values unpacked. */
export interface ConvolutionData extends Omit<ConvolutionSpec, 'version' | 'title' | 'input' | 'weights' | 'bias'> {
  title: string;
  input: Float32Array;
  weights: Float32Array | undefined;
  bias: Float32Array | undefined;
}

/** Sides beyond which nothing can be drawn in a browser's time. */
const MOST = { side: 65_536, values: 4_000_000, pads: 256 };

/** Reads the JSON of a convolution. Throws a PayloadError that says what is wrong. */
export function decodeConvolution(payload: unknown): ConvolutionData {
  const spec = asSpec('convolution view', payload);
  const count = (key: keyof ConvolutionSpec, least = 0) => limited(`convolution ${key}`, spec[key], least, MOST.side);
  const floats = (key: 'input' | 'weights' | 'bias', expected: number) => {
    const values = floatValues(`convolution ${key}`, asText(`convolution ${key}`, spec[key]));
    if (values.length !== expected) throw new PayloadError(`convolution ${key}`, `${expected} values`, values.length);
    return values;
  };
  const pads = asObject('convolution padding', spec.padding);
  const pad = (side: string) => limited(`convolution padding ${side}`, pads[side], 0, MOST.pads);
  const kind = asChoice('convolution kind', spec.kind, ['conv', 'maxPool', 'avgPool'] as const);
  const [height, width, channels] = [count('height', 1), count('width', 1), count('channels', 1)];
  const window = pair('window', spec.window);
  const filters = count('filters', kind === 'conv' ? 1 : 0);
  if (height * width * channels > MOST.values) {
    throw new PayloadError('convolution input', `at most ${MOST.values} values`, height * width * channels);
  }
  return {
    kind,
    title: optionalText('convolution title', spec.title),
    rank: asCount('convolution rank', spec.rank, 1) === 1 ? 1 : 2,
    ofHeight: count('ofHeight', height),
    ofWidth: count('ofWidth', width),
    height,
    width,
    channels,
    input: floats('input', height * width * channels),
    window,
    filters,
    ofFilters: count('ofFilters', filters),
    weights: kind === 'conv' ? floats('weights', window[0] * window[1] * channels * filters) : undefined,
    bias: spec.bias === undefined ? undefined : floats('bias', filters),
    stride: pair('stride', spec.stride),
    dilation: pair('dilation', spec.dilation),
    padding: { top: pad('top'), bottom: pad('bottom'), left: pad('left'), right: pad('right') },
  };
}

function pair(key: string, value: unknown): [number, number] {
  const list = asArray(`convolution ${key}`, value).map((n) => limited(`convolution ${key}`, n, 1, MOST.side));
  if (list.length !== 2) throw new PayloadError(`convolution ${key}`, 'two numbers', value);
  return [list[0], list[1]];
}

function limited(where: string, value: unknown, least: number, most: number): number {
  const number = asCount(where, value, least);
  if (number > most) throw new PayloadError(where, `at most ${most}`, number);
  return number;
}
