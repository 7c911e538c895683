import type { ConvolutionData } from '../protocol/decode-convolution.js';
import { exact, short } from '../tensor/format.js';
import type { ConvolutionModel, Place } from './model.js';

/** Products beyond these are counted, not written. */
const MOST_TERMS = 49;
const MOST_CHANNELS = 16;
/** How the numbers of a formula are written, and all of them as long as most numbers are at most. */
const WRITTEN = { term: bracketed, whole: (value: number) => short(value, 6) };
const LONGEST = { term: () => '(−0.1234)', whole: () => '−1.23457e−5' };
const NAMES = { conv: 'Convolution', maxPool: 'Maximum pool', avgPool: 'Mean pool' };

/** `Convolution edges`. */
export function viewName({ kind, title }: ConvolutionData): string {
  return `${NAMES[kind]} ${title}`.trim();
}

/** Sizes of input, window and output, each a fact of its own. */
export function facts(model: ConvolutionModel): string[] {
  const { data } = model;
  const { rows, cols } = model.size;
  const size = (height: number, width: number) => (data.rank === 1 ? String(width) : `${height}×${width}`);
  return [
    `input ${size(data.ofHeight, data.ofWidth)}${data.channels > 1 ? `×${data.channels}` : ''}`,
    `window ${size(...data.window)}`,
    ...(data.ofFilters > 1 ? [`${data.ofFilters} filters`] : []),
    `output ${size(rows, cols)}`,
  ];
}

/** What was left out, or why there is no output, as a sentence; else an empty text. */
export function noteText(model: ConvolutionModel): string {
  const { height, width, ofHeight, ofWidth, filters, ofFilters } = model.data;
  const { rows, cols } = model.size;
  const cut = [
    ...(height < ofHeight || width < ofWidth
      ? [`the first ${height}×${width} of ${ofHeight}×${ofWidth} inputs, and what the window sees of them`]
      : []),
    ...(filters < ofFilters ? [`the first ${filters} of ${ofFilters} filters`] : []),
  ];
  const none = rows * cols === 0 ? 'The window does not fit into the input: no output. ' : '';
  return `${none}${cut.length > 0 ? `Shown: ${cut.join('; ')}.` : ''}`;
}

/** `[2, 3]`, or `[3]` in a sequence. */
export function placeText(model: ConvolutionModel, { row, col }: Place): string {
  return model.data.rank === 1 ? `[${col}]` : `[${row}, ${col}]`;
}

/** An output with its value and what it comes from. */
export function outputText(model: ConvolutionModel, place: Place): string {
  const { rows, cols } = model.size;
  if (rows * cols === 0) return 'no output';
  return `output ${placeText(model, place)} = ${exact(model.output(place), 'float32')}`;
}

/** A place of the input with its value and the outputs that use it. */
export function inputText(model: ConvolutionModel, place: Place): string {
  const { height, width } = model.data;
  const outside = place.row < 0 || place.col < 0 || place.row >= height || place.col >= width;
  const value = outside ? 'padding' : exact(model.input(place.row, place.col), 'float32');
  const users = model.users(place).length;
  const used = users === 0 ? 'no output uses it' : `used by ${users} ${users === 1 ? 'output' : 'outputs'}`;
  return `input ${placeText(model, place)} = ${value}, ${used}`;
}

/** How an output is computed, with every number: `3×1 + 0×0 + … = 4`, channel by channel where there are several. */
export function formulaLines(model: ConvolutionModel, { term, whole } = WRITTEN): string[] {
  const { data, at } = model;
  const { rows, cols } = model.size;
  if (rows * cols === 0) return [];
  const taps = model.taps(at);
  const result = whole(model.output(at));
  const more = taps.length > MOST_TERMS ? `, … (${taps.length - MOST_TERMS} more)` : '';
  const seen = taps.slice(0, MOST_TERMS);
  if (data.kind === 'maxPool') {
    const values = seen.map(({ padded, value }) => (padded ? 'padding' : whole(value)));
    return [`max(${values.join(', ')}${more}) = ${result}`];
  }
  if (data.kind === 'avgPool') {
    return [`(${seen.map(({ value }) => term(value)).join(' + ')}${more}) / ${taps.length} = ${result}`];
  }
  const products = seen.map(({ value, weight }) => `${term(value)}×${term(weight)}`).join(' + ');
  const bias = data.bias ? ` + ${term(model.bias)} bias` : '';
  if (data.channels === 1) return [`${products}${more}${bias} = ${result}`];
  const parts = Array.from({ length: data.channels }, (_, channel) => model.part(at, channel));
  const sums = parts.slice(0, MOST_CHANNELS).map((part) => term(part));
  const left = parts.length > MOST_CHANNELS ? ` + … (${parts.length - MOST_CHANNELS} more)` : '';
  return [
    `channel ${model.channel}: ${products}${more} = ${whole(parts[model.channel])}`,
    `all channels: ${sums.join(' + ')}${left}${bias} = ${result}`,
  ];
}

/** As long as the formula of any output, line by line. */
export function longestFormula(model: ConvolutionModel): string[] {
  return formulaLines(model, LONGEST);
}

function bracketed(value: number): string {
  const text = short(value, 4);
  return text.startsWith('−') ? `(${text})` : text;
}
