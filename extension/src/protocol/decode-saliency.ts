import { floatValues } from './base64.js';
import { decodePhoto, type PhotoData } from './decode-photo.js';
import { asNumber, asSpec, optionalText } from './fields.js';
import { asCount, asText, PayloadError } from './payload.js';

/** A heat map over images, ready to draw. */
export interface SaliencyData {
  title: string;
  photo: PhotoData;
  ofRows: number;
  ofCols: number;
  rows: number;
  cols: number;
  channels: number;
  min: number;
  max: number;
  values: Float32Array;
}

/** Reads the JSON of a heat map over images. Throws a PayloadError that says what is wrong. */
export function decodeSaliency(payload: unknown): SaliencyData {
  const spec = asSpec('saliency view', payload);
  const photo = decodePhoto('saliency', spec.photo);
  const count = (key: string) => asCount(`saliency ${key}`, spec[key], 1);
  const data = {
    title: optionalText('saliency title', spec.title),
    photo,
    ofRows: count('ofRows'),
    ofCols: count('ofCols'),
    rows: count('rows'),
    cols: count('cols'),
    channels: count('channels'),
    min: asNumber('saliency min', spec.min),
    max: asNumber('saliency max', spec.max),
    values: floatValues('saliency values', asText('saliency values', spec.values)),
  };
  const expected = photo.images * data.rows * data.cols;
  if (data.values.length !== expected) {
    throw new PayloadError('saliency values', `${expected} values`, data.values.length);
  }
  return data;
}
