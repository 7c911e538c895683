import { byteValues, floatValues } from './base64.js';
import { asNumber, asSpec, asTexts, optionalText } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** A spectrogram ready to draw. */
export interface SpectrogramData {
  frames: number;
  bins: number;
  hop: number;
  low: number;
  high: number;
  /** `[bins, frames]` */
  values: Uint8Array;
}

/** Values over time, ready to draw. */
export interface SequenceData {
  title: string;
  count: number;
  kept: number;
  /** Steps a second, or 0 when time is counted in steps. */
  rate: number;
  channels: string[];
  /** `[channels, kept]` */
  values: Float32Array;
  tokens: string[];
  spectrogram: SpectrogramData | undefined;
}

const MOST_CHANNELS = 64;
const MOST_TOKENS = 10_000;

/** Reads the JSON of a sequence. Throws a PayloadError that says what is wrong. */
export function decodeSequence(payload: unknown): SequenceData {
  const spec = asSpec('sequence view', payload);
  const texts = (key: string, most: number) => {
    const list = asTexts(`sequence ${key}`, spec[key]);
    if (list.length > most) throw new PayloadError(`sequence ${key}`, `at most ${most}`, list.length);
    return list;
  };
  const kept = asCount('sequence kept', spec.kept);
  const channels = texts('channels', MOST_CHANNELS);
  const values = floatValues('sequence values', asText('sequence values', spec.values));
  if (values.length !== kept * channels.length) {
    throw new PayloadError('sequence values', `${kept * channels.length} values`, values.length);
  }
  const tokens = spec.tokens === undefined ? [] : texts('tokens', MOST_TOKENS);
  if (spec.tokens !== undefined && tokens.length !== kept) {
    throw new PayloadError('sequence tokens', `${kept} tokens`, tokens.length);
  }
  const rate = spec.rate === undefined ? 0 : asNumber('sequence rate', spec.rate);
  if (!Number.isFinite(rate) || rate < 0) throw new PayloadError('sequence rate', 'a positive number', spec.rate);
  return {
    title: optionalText('sequence title', spec.title),
    count: asCount('sequence count', spec.count),
    kept,
    rate,
    channels,
    values,
    tokens,
    spectrogram: spec.spectrogram === undefined ? undefined : readSpectrogram(spec.spectrogram),
  };
}

function readSpectrogram(value: unknown): SpectrogramData {
  const spec = asObject('sequence spectrogram', value);
  const frames = asCount('sequence frames', spec.frames, 1);
  const bins = asCount('sequence bins', spec.bins, 1);
  const values = byteValues('sequence spectrogram', asText('sequence spectrogram', spec.values));
  if (values.length !== frames * bins) {
    throw new PayloadError('sequence spectrogram', `${frames * bins} values`, values.length);
  }
  if (frames > 8000 || bins > 4000) throw new PayloadError('sequence spectrogram', 'at most 8000 × 4000', frames);
  return {
    frames,
    bins,
    hop: asCount('sequence hop', spec.hop, 1),
    low: asNumber('sequence low', spec.low),
    high: asNumber('sequence high', spec.high),
    values,
  };
}
