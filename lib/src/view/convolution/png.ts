import { shortNumber } from '../numbers.js';
import { INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { type ColourScale, colourOf, colourScale, isDark } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import { specValues } from '../tensor/slices.js';
import { type Plane, slid } from './slide.js';
import type { ConvolutionSpec } from './spec.js';
import { convolutionLine } from './text.js';

const MARGIN = 16;
const GAP = 36;
/** Largest and smallest side of a cell, and the smallest that a number is written into, in pixels. */
const CELL = { most: 34, least: 1, written: 24 };
const ROOM = 380;

/** The picture of a convolution as a PNG file in base64: input, weights and output of the first channel and filter. */
export function convolutionPng(spec: ConvolutionSpec): string | undefined {
  const planes = planesOf(spec);
  const most = Math.max(...planes.map(({ plane }) => Math.max(plane.height, plane.width)));
  const side = Math.max(CELL.least, Math.min(CELL.most, Math.floor(ROOM / most)));
  const sides = planes.map(({ plane }) => Math.max(side, Math.min(CELL.most, Math.floor(90 / plane.width))));
  const boxes = planes.map(({ plane, name }, i) => ({
    width: Math.max(plane.width * sides[i], textWidth(name, 11)),
    height: plane.height * sides[i],
  }));
  const line = convolutionLine({ ...spec, title: undefined });
  const wide = Math.max(
    boxes.reduce((sum, box) => sum + box.width + GAP, -GAP),
    textWidth(line, 11),
    textWidth(spec.title ?? '', 14, 'bold'),
  );
  const top = MARGIN + (spec.title ? 22 : 0) + 40;
  const page = openPage(Math.ceil(wide + 2 * MARGIN), top + Math.max(...boxes.map((box) => box.height)) + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, spec.title ?? '', MARGIN, MARGIN - 4);
  pen.fillText(line, MARGIN, top - 40);
  let x = MARGIN;
  planes.forEach(({ name, plane }, i) => {
    pen.font = font(11);
    pen.textAlign = 'left';
    pen.textBaseline = 'top';
    pen.fillStyle = INK;
    pen.fillText(name, x, top - 18);
    drawPlane(pen, plane, x, top, sides[i]);
    x += boxes[i].width + GAP;
  });
  return page.png();
}

function planesOf(spec: ConvolutionSpec): { name: string; plane: Plane }[] {
  const { kind, channels, filters, window } = spec;
  const channel = channels > 1 ? ', channel 0' : '';
  const every = (base64: string, stride: number) =>
    Float32Array.from(specValues({ values: base64, dtype: 'float32' })).filter((_, i) => i % stride === 0);
  const input = { height: spec.height, width: spec.width, values: every(spec.input, channels) };
  const weights = spec.weights === undefined ? undefined : every(spec.weights, channels * filters);
  return [
    { name: `input${channel}`, plane: input },
    ...(weights
      ? [{ name: `weights${channel}`, plane: { height: window[0], width: window[1], values: weights } }]
      : []),
    { name: `output${kind === 'conv' && filters > 1 ? ', filter 0' : ''}`, plane: slid(spec, 0) },
  ];
}

function drawPlane(pen: Pen, { height, width, values }: Plane, left: number, top: number, side: number): void {
  const scale = scaleOf(values);
  pen.font = font(10);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const under = (length: number) => cellsUnder(length * side, (pixel) => Math.floor(pixel / side));
  paintCells(pen, { x: left, y: top }, under(height), under(width), (row, col) =>
    colourOf(scale, values[row * width + col]),
  );
  if (side >= CELL.written) {
    values.forEach((value, i) => {
      const text = shortNumber(value);
      if (pen.measureText(text).width > side - 2) return;
      pen.fillStyle = isDark(colourOf(scale, value)) ? '#ffffff' : INK;
      pen.fillText(text, left + ((i % width) + 0.5) * side, top + (Math.floor(i / width) + 0.5) * side);
    });
  }
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(left - 0.5, top - 0.5, width * side + 1, height * side + 1);
}

function scaleOf(values: Float32Array): ColourScale {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const known = min <= max ? min : Number.NaN;
  const none = { count: 0, mean: 0, std: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [] };
  const toJson = (value: number) => (Number.isNaN(value) ? ('NaN' as const) : value);
  return colourScale({ dtype: 'float32', summary: { ...none, min: toJson(known), max: toJson(max) } });
}
