import type { Rows } from '../shell/frame.js';
import { inside, type ReceptiveFieldModel } from './model.js';

/** The chosen output in words: what it sees of the input, and how much of that is padding. */
export function unitText(model: ReceptiveFieldModel): string {
  const { row, col, level, data } = model;
  const span = model.seen(0);
  if (level === 0 || !span) return `input [${row}, ${col}]`;
  const { size } = data.layers[level - 1];
  const real = inside(span, model.sizeOf(0));
  const cut =
    real.top !== span.top || real.bottom !== span.bottom || real.left !== span.left || real.right !== span.right;
  const what = `rows ${real.top}–${real.bottom}, columns ${real.left}–${real.right} of the input`;
  return `${model.nameOf(level)} [${row}, ${col}] sees ${size.join('×')}: ${what}${cut ? ' and padding' : ''}`;
}

/** What one output of each layer sees, how far the fields of neighbours lie apart, and what they share. */
export function layerRows({ data }: ReceptiveFieldModel): Rows {
  const pair = (numbers: number[]) => numbers.join('×');
  return {
    headings: ['layer', 'type', 'output', 'window', 'stride', 'padding', 'dilation', 'sees', 'apart', 'shared'],
    rows: data.layers.map((layer) => [
      layer.name,
      layer.type,
      `${layer.height}×${layer.width}×${layer.channels}`,
      pair(layer.window),
      pair(layer.stride),
      pair(layer.padding),
      pair(layer.dilation),
      pair(layer.size),
      pair(layer.jump),
      pair(layer.size.map((n, axis) => Math.max(0, n - layer.jump[axis]))),
    ]),
  };
}

/** What could not be followed and what holes in a field mean, as sentences. */
export function noteText({ data, levels }: ReceptiveFieldModel): string {
  const windows = data.layers.filter(({ window, stride }) => [...window, ...stride].some((n) => n > 1)).length;
  const holes = data.layers.some(({ dilation }) => dilation.some((n) => n > 1));
  return [
    ...(data.leftOut.length > 0
      ? [`Not followed: ${data.leftOut.slice(0, 12).join(', ')}${data.leftOut.length > 12 ? ', …' : ''}.`]
      : []),
    ...(levels.length - 1 < windows ? [`Shown: the last ${levels.length - 1} of ${windows} layers with windows.`] : []),
    ...(holes ? ['Fields of dilated windows are drawn without their holes.'] : []),
  ].join(' ');
}
