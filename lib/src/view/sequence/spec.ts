export const SEQUENCE_MIME = 'application/vnd.lectern.sequence.v1+json';

/** How strong each frequency is at each time. */
export interface SpectrogramSpec {
  /** Frames in time, and frequencies from 0 to half the rate. */
  frames: number;
  bins: number;
  /** Samples between the middles of two frames; the first is at sample 0. */
  hop: number;
  /** Decibels of byte 0 and of byte 255. */
  low: number;
  high: number;
  /** `[bins, frames]` as base64 of bytes. */
  values: string;
}

/** Values over time: a line a channel, with a spectrogram of the first, or a value for each token of a text. */
export interface SequenceSpec {
  version: 1;
  title?: string;
  /** True number of steps. */
  count: number;
  /** Steps that are kept, the first ones. */
  kept: number;
  /** Steps a second; without it time is counted in steps. */
  rate?: number;
  channels: string[];
  /** Kept values as base64 of little-endian float32, `[channels, kept]`. */
  values: string;
  tokens?: string[];
  spectrogram?: SpectrogramSpec;
}
