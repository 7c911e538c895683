import { alikeNumbers } from '../numbers.js';
import { outputSize, slid } from './slide.js';
import type { ConvolutionSpec } from './spec.js';

const MOST = { rows: 12, cols: 12 };
const NAMES = { conv: 'convolution', maxPool: 'maximum pool', avgPool: 'mean pool' };

/** A convolution in words with the numbers of its first output. */
export function convolutionText(spec: ConvolutionSpec): string {
  const { height, width, values } = slid(spec, 0);
  const texts = alikeNumbers([...values]);
  const wide = Math.max(0, ...texts.map((text) => text.length));
  const rows = Array.from({ length: Math.min(height, MOST.rows) }, (_, row) => {
    const cells = texts.slice(row * width, row * width + Math.min(width, MOST.cols));
    return `${cells.map((text) => text.padStart(wide)).join('  ')}${width > MOST.cols ? '  …' : ''}`;
  });
  return [convolutionLine(spec), ...rows, ...(height > MOST.rows ? ['…'] : [])].join('\n');
}

/** Sizes of input, window and output, how the window moves, and what was left out. */
export function convolutionLine(spec: ConvolutionSpec): string {
  const { kind, title, rank, channels, window, stride, dilation, padding } = spec;
  const size = (height: number, width: number) => (rank === 1 ? String(width) : `${height}×${width}`);
  const [height, width] = outputSize(spec);
  const pads = Object.values(padding);
  const sides = rank === 1 ? pads.slice(2) : pads;
  const outputs = kind === 'conv' ? spec.ofFilters : channels;
  return [
    `${title ? `${title}: ` : ''}${NAMES[kind]}`,
    `${size(spec.ofHeight, spec.ofWidth)}${channels > 1 ? `×${channels}` : ''}`,
    `window ${size(...window)}`,
    `stride ${pair(stride, rank)}`,
    ...(pads.some((n) => n > 0) ? [`padding ${sides.every((n) => n === sides[0]) ? sides[0] : sides.join('/')}`] : []),
    ...(dilation.some((n) => n > 1) ? [`dilation ${pair(dilation, rank)}`] : []),
    `output ${size(height, width)}${outputs > 1 ? `×${outputs}` : ''}`,
    ...cutWords(spec),
  ].join(' · ');
}

/** What was left out, in words. */
export function cutWords(spec: ConvolutionSpec): string[] {
  const { height, width, ofHeight, ofWidth, filters, ofFilters } = spec;
  const cut = height < ofHeight || width < ofWidth;
  return [
    ...(cut ? [`of the input only the first ${height}×${width} of ${ofHeight}×${ofWidth}`] : []),
    ...(filters < ofFilters ? [`first ${filters} of ${ofFilters} filters kept`] : []),
  ];
}

function pair([down, across]: [number, number], rank: 1 | 2): string {
  return rank === 1 || down === across ? String(across) : `${down}×${across}`;
}
