import { floatValues } from './base64.js';
import { decodePhoto, type PhotoData } from './decode-photo.js';
import { asArray, asNumber, asSpec, asTexts, optionalText } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';
import type { FieldLayer } from './spec.js';

/** The fields of a chain of layers, ready to draw. */
export interface ReceptiveFieldData {
  title: string;
  input: [height: number, width: number, channels: number];
  layers: FieldLayer[];
  leftOut: string[];
  photo: PhotoData | undefined;
  effective: { layer: number; row: number; col: number; values: Float32Array } | undefined;
}

const MOST = { side: 1_000_000, layers: 1000 };

/** Reads the JSON of receptive fields. Throws a PayloadError that says what is wrong. */
export function decodeReceptiveField(payload: unknown): ReceptiveFieldData {
  const spec = asSpec('receptive field view', payload);
  const input = asArray('receptive field input', spec.input).map((n) => side('receptive field input', n, 1));
  if (input.length !== 3) throw new PayloadError('receptive field input', 'three numbers', spec.input);
  const layers = asArray('receptive field layers', spec.layers);
  if (layers.length === 0 || layers.length > MOST.layers) {
    throw new PayloadError('receptive field layers', `1 to ${MOST.layers}`, layers.length);
  }
  return {
    title: optionalText('receptive field title', spec.title),
    input: [input[0], input[1], input[2]],
    layers: layers.map(readLayer),
    leftOut: asTexts('receptive field leftOut', spec.leftOut),
    photo: spec.photo === undefined ? undefined : decodePhoto('receptive field', spec.photo),
    effective: spec.effective === undefined ? undefined : readEffective(spec.effective, input, layers.length),
  };
}

function readLayer(value: unknown): FieldLayer {
  const layer = asObject('receptive field layer', value);
  const pair = (key: keyof FieldLayer, least: number): [number, number] => {
    const list = asArray(`receptive field ${key}`, layer[key]).map((n) => side(`receptive field ${key}`, n, least));
    if (list.length !== 2) throw new PayloadError(`receptive field ${key}`, 'two numbers', layer[key]);
    return [list[0], list[1]];
  };
  return {
    name: asText('receptive field name', layer.name),
    type: asText('receptive field type', layer.type),
    height: side('receptive field height', layer.height, 1),
    width: side('receptive field width', layer.width, 1),
    channels: side('receptive field channels', layer.channels, 1),
    window: pair('window', 1),
    stride: pair('stride', 1),
    dilation: pair('dilation', 1),
    padding: pair('padding', 0),
    size: pair('size', 1),
    jump: pair('jump', 1),
  };
}

function readEffective(value: unknown, [height, width]: number[], layers: number) {
  const field = asObject('receptive field effective', value);
  const layer = asCount('receptive field effective layer', field.layer);
  if (layer >= layers) throw new PayloadError('receptive field effective layer', `below ${layers}`, layer);
  const values = floatValues(
    'receptive field effective values',
    asText('receptive field effective values', field.values),
  );
  if (values.length !== height * width) {
    throw new PayloadError('receptive field effective values', `${height * width} values`, values.length);
  }
  return {
    layer,
    row: side('receptive field effective row', field.row, 0),
    col: side('receptive field effective col', field.col, 0),
    values,
  };
}

function side(where: string, value: unknown, least: number): number {
  const number = asNumber(where, value);
  if (!Number.isInteger(number) || number < least || number > MOST.side) {
    throw new PayloadError(where, `a whole number from ${least} to ${MOST.side}`, value);
  }
  return number;
}
