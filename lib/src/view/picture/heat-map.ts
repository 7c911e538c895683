import { shortNumber } from '../numbers.js';
import type { Slice } from '../tensor/slices.js';
import { font, type Pen } from './canvas.js';
import { cellsUnder, paintCells } from './cells.js';
import { type ColourScale, colourOf, css, isDark, type Rgb } from './colour.js';
import type { PlaneAxis } from './plane-axis.js';

/** The upper left corner of a drawing. */
export interface Corner {
  x: number;
  y: number;
}

/** Smallest cell, in pixels, that a number is written into. */
export const NUMBER_CELL = { width: 50, height: 24 };

const WHITE: Rgb = [255, 255, 255];

/**
 * Draws one slice with its frame. A pixel over several entries shows the mean of the finite ones, but NaN or ±Inf if one
 * of them is that: a single bad value stays visible. Numbers are written into cells that are large enough.
 */
export function drawHeatMap(
  pen: Pen,
  { x, y }: Corner,
  slice: Slice,
  rows: PlaneAxis,
  cols: PlaneAxis,
  scale: ColourScale,
): void {
  paintCells(pen, { x, y }, groups(rows), groups(cols), (down, across) => {
    const [top, bottom] = rows.entries[down];
    const [left, right] = cols.entries[across];
    return top === bottom || left === right ? WHITE : colourOf(scale, areaValue(slice, top, bottom, left, right));
  });
  drawFrame(pen, { x, y }, rows, cols);
  if (rows.cell >= NUMBER_CELL.height && cols.cell >= NUMBER_CELL.width) {
    drawNumbers(pen, { x, y }, slice, rows, cols, scale);
  }
}

/** Of each pixel of an axis the first one over the same entries. */
function groups({ entries }: PlaneAxis): Int32Array {
  let first = 0;
  return cellsUnder(entries.length, (pixel) => {
    const [from, to] = entries[pixel];
    if (from !== entries[first][0] || to !== entries[first][1]) first = pixel;
    return first;
  });
}

function areaValue(slice: Slice, top: number, bottom: number, left: number, right: number): number {
  if (bottom - top === 1 && right - left === 1) return slice.value(top, left);
  let sum = 0;
  for (let row = top; row < bottom; row++) {
    for (let col = left; col < right; col++) {
      const value = slice.value(row, col);
      if (!Number.isFinite(value)) return value;
      sum += value;
    }
  }
  return sum / ((bottom - top) * (right - left));
}

/** The outline, and a dotted line through the gap of a cut axis. */
function drawFrame(pen: Pen, { x, y }: Corner, rows: PlaneAxis, cols: PlaneAxis): void {
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(x - 0.5, y - 0.5, cols.length + 1, rows.length + 1);
  pen.setLineDash([2, 2]);
  pen.strokeStyle = '#80858f';
  pen.beginPath();
  if (cols.gap !== undefined) {
    pen.moveTo(x + cols.gap + 3.5, y);
    pen.lineTo(x + cols.gap + 3.5, y + rows.length);
  }
  if (rows.gap !== undefined) {
    pen.moveTo(x, y + rows.gap + 3.5);
    pen.lineTo(x + cols.length, y + rows.gap + 3.5);
  }
  pen.stroke();
  pen.setLineDash([]);
}

function drawNumbers(
  pen: Pen,
  { x, y }: Corner,
  slice: Slice,
  rows: PlaneAxis,
  cols: PlaneAxis,
  scale: ColourScale,
): void {
  pen.font = font(10.5);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const count = (axis: PlaneAxis) => Math.max(...axis.entries.map(([, to]) => to));
  const [down, across] = [count(rows), count(cols)];
  for (let row = 0; row < down; row++) {
    for (let col = 0; col < across; col++) {
      const value = slice.value(row, col);
      pen.fillStyle = isDark(colourOf(scale, value)) ? '#ffffff' : '#1f2430';
      pen.fillText(shortNumber(value), x + cols.centre(col), y + rows.centre(row) + 0.5);
    }
  }
}

/** Draws the colour bar of a scale, `width` by `height` pixels with `low` at the bottom, and `labels` beside it. */
export function drawColourBar(
  pen: Pen,
  { x, y }: Corner,
  size: { width: number; height: number },
  scale: ColourScale,
  labels: { value: number; text: string }[],
): void {
  const levels = scale.levels.length;
  for (let pixel = 0; pixel < size.height; pixel++) {
    pen.fillStyle = css(scale.levels[levels - 1 - Math.floor((pixel / size.height) * levels)]);
    pen.fillRect(x, y + pixel, size.width, 1);
  }
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(x - 0.5, y - 0.5, size.width + 1, size.height + 1);
  pen.font = font(10.5);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = '#4a505c';
  for (const { value, text } of labels) {
    const place = 1 - (value - scale.low) / (scale.high - scale.low);
    pen.fillText(text, x + size.width + 6, y + place * size.height);
  }
}
