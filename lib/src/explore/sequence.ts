import { ValueError } from '../errors.js';
import { stft } from '../fft/stft.js';
import { hannWindow } from '../fft/window.js';
import { fromValues } from '../tensor/create.js';
import { toBase64 } from '../view/base64.js';
import { columnsOf, type Numbers } from '../view/columns.js';
import { KEPT_VALUES, type SequenceOptions, sequenceSpec, showSequence } from '../view/sequence/sequence.js';
import type { SpectrogramSpec } from '../view/sequence/spec.js';
import { isReadable } from '../view/values.js';

/** How values over time are shown. */
export interface SequenceViewOptions extends SequenceOptions {
  /** Whether to show the spectrogram of the first channel, or its window in steps. Default with a `rate`, with 256 steps. */
  spectrogram?: boolean | number;
}

/** Decibels below the strongest that are still told apart. */
const DEPTH = 80;
/** Most bytes of a spectrogram. */
const MOST = 150_000;

/**
 * Shows values over time `[time]` or `[time, channels]`: lines to zoom into and, for sound, a spectrogram in decibels and a
 * button that plays it. With `tokens` each text is coloured by its value, e.g. the activation of a unit at each character.
 * Throws a ShapeError for other shapes, a ValueError for options that do not fit.
 *
 *     view.sequence(linspace(0, 100, 800).sin(), { rate: 800, title: 'tone' });
 *     view.sequence([0.1, -0.8, 0.9], { tokens: ['c', 'a', 't'] });
 */
export function sequence(x: Numbers, options: SequenceViewOptions = {}): void {
  const { spectrogram = options.rate !== undefined, ...rest } = options;
  const title = options.title ?? (isReadable(x) ? x.label : undefined);
  const named = { ...rest, ...(title ? { title } : {}) };
  const window = spectrogram === true ? 256 : spectrogram;
  showSequence(sequenceSpec(x, named, window === false ? undefined : spectrogramOf(x, window)));
}

/** The spectrogram of the first channel; `undefined` for what is shorter than a window. */
export function spectrogramOf(x: Numbers, window: number): SpectrogramSpec | undefined {
  if (!(Number.isInteger(window) && window >= 4)) {
    throw new ValueError(`view.sequence: spectrogram must be a window of at least 4 steps, got ${window}`);
  }
  const signal = Float32Array.from((columnsOf('view.sequence', x)[0] ?? []).slice(0, KEPT_VALUES), (v) =>
    Number.isFinite(v) ? v : 0,
  );
  if (signal.length < window) return undefined;
  const bins = Math.floor(window / 2) + 1;
  const hop = Math.max(Math.floor(window / 4), Math.ceil((signal.length * bins) / MOST));
  const size = stft(fromValues(signal, [signal.length]), window, { hopLength: hop, window: hannWindow(window) }).abs();
  const decibels = Array.from(size.dataSync(), (value) => 20 * Math.log10(Math.max(value, 1e-10)));
  const high = decibels.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const low = high - DEPTH;
  const bytes = Uint8Array.from(decibels, (value) => Math.round(Math.max(0, (value - low) / DEPTH) * 255));
  return { frames: size.shape[1], bins, hop, low, high, values: toBase64(bytes) };
}
