import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { columnsOf, type Numbers } from '../columns.js';
import type { MimeBundle } from '../host.js';
import { counted, shortNumber } from '../numbers.js';
import { plotSpec } from '../plot/plot.js';
import { showView, viewBundle } from '../show.js';
import { specValues } from '../tensor/slices.js';
import { resample, sparkline } from '../tensor/spark.js';
import { textsOf } from '../texts.js';
import { isReadable } from '../values.js';
import { sequencePng } from './png.js';
import { SEQUENCE_MIME, type SequenceSpec, type SpectrogramSpec } from './spec.js';

/** How values over time are shown. */
export interface SequenceOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** Steps a second, e.g. samples of sound; gives seconds, hertz and a button that plays the sound. */
  rate?: number;
  /** Names of the channels. */
  channels?: readonly (string | number)[];
  /** A text for each step, coloured by its value. */
  tokens?: readonly (string | number)[];
}

/** Most values that are put into a notebook, most tokens, and most channels that are told apart. */
export const KEPT_VALUES = 120_000;
const MOST_TOKENS = 4000;
const MOST_CHANNELS = 16;

/** The plain data of values `[time]` or `[time, channels]`; a spectrogram is put in as it is. */
export function sequenceSpec(x: Numbers, options: SequenceOptions = {}, spectrogram?: SpectrogramSpec): SequenceSpec {
  const { title, rate } = options;
  const columns = columnsOf('view.sequence', x);
  const count = columns[0]?.length ?? 0;
  if (columns.length > MOST_CHANNELS) {
    const got = isReadable(x) ? shapeText(x.shape) : String(columns.length);
    throw new ShapeError(
      `view.sequence: expected [time] or [time, channels] with at most ${MOST_CHANNELS} channels, got ${got}`,
    );
  }
  if (rate !== undefined && !(Number.isFinite(rate) && rate > 0)) {
    throw new ValueError(`view.sequence: rate must be a positive number of steps a second, got ${rate}`);
  }
  const texts = (what: 'tokens' | 'channels', wanted: number) =>
    options[what] && textsOf(`view.sequence: ${what}`, options[what], wanted, `needs a text for each of ${wanted}`);
  const [tokens, channels] = [texts('tokens', count), texts('channels', columns.length)];
  const most = Math.floor(KEPT_VALUES / Math.max(1, columns.length));
  const kept = Math.min(count, tokens ? Math.min(most, MOST_TOKENS) : most);
  const values = new Float32Array(columns.length * kept);
  for (const [i, column] of columns.entries()) values.set(column.slice(0, kept), i * kept);
  return {
    version: 1,
    ...(title ? { title } : {}),
    count,
    kept,
    ...(rate ? { rate } : {}),
    channels: channels ?? columns.map((_, i) => String(i)),
    values: toBase64(values),
    ...(tokens ? { tokens: tokens.slice(0, kept) } : {}),
    ...(spectrogram ? { spectrogram } : {}),
  };
}

/** Everything that a notebook can show of a sequence: data, a picture where one can be drawn, and text. */
export function sequenceBundle(spec: SequenceSpec): MimeBundle {
  const { title, rate, kept } = spec;
  const time = Array.from({ length: kept }, (_, i) => i / (rate ?? 1));
  // A list: an object would merge channels of one name and put those named by numbers first.
  const lines = columnsIn(spec).map((y, i) => ({ name: spec.channels[i], x: time, y }));
  const words = { ...(title ? { title } : {}), xLabel: rate ? 'seconds' : 'step' };
  const png = kept > 0 ? sequencePng(spec, plotSpec('line', lines, words)) : undefined;
  return viewBundle(SEQUENCE_MIME, spec, png, sequenceText(spec));
}

/** Shows a sequence at once: in a notebook to explore, elsewhere as printed text. */
export function showSequence(spec: SequenceSpec): void {
  showView(spec, sequenceBundle, sequenceText);
}

function sequenceText(spec: SequenceSpec): string {
  const { title, count, rate, channels, tokens } = spec;
  const steps = counted(count, 'step');
  const long = rate ? `${shortNumber(count / rate)} s, ${steps} at ${shortNumber(rate)} Hz` : steps;
  const lines = columnsIn(spec).map((column, i) => `${channels[i]} ${sparkline(resample(column, 32))}`);
  const words = tokens ? [tokens.slice(0, 200).join('')] : [];
  return [`${title ? `${title}: ` : ''}${long}`, ...lines, ...words].join('\n');
}

function columnsIn({ values, channels, kept }: SequenceSpec): number[][] {
  const all = specValues({ values, dtype: 'float32' });
  return channels.map((_, i) => Array.from(all.subarray(i * kept, (i + 1) * kept)));
}
