import { pixelCanvas } from '../shell/pixels.js';
import { within } from '../shell/within.js';
import { colorOf, type Scale } from '../tensor/scale.js';
import { colormap } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';

/** Where a matrix lies on its canvas, in CSS pixels. */
export interface MatrixLayout {
  left: number;
  top: number;
  width: number;
  height: number;
  rows: number;
  cols: number;
}

/** A place on the matrix that is seen, counted in the order of rows and columns. */
export interface Cell {
  row: number;
  col: number;
}

const SIDE = { least: 2, most: 14 };
/** Room for the numbers below a matrix. */
export const FOOT = 18;

/** The colours of correlations, from −1 to 1. */
export function correlationScale(dark: boolean): Scale {
  return { kind: 'symmetric', low: -1, high: 1, map: colormap(true, dark) };
}

/** The layout of a matrix of `count` things by themselves, as large as `room` pixels across allow. */
export function squareLayout(count: number, room: number, most = SIDE.most): MatrixLayout {
  const cell = Math.max(SIDE.least, Math.min(most, Math.floor((room - 5) / Math.max(1, count))));
  return { left: 1, top: 2, width: count * cell, height: count * cell, rows: count, cols: count };
}

/** Paints every value as a cell; `value` is asked for what `rows` and `cols` name. */
export function paintCells(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: MatrixLayout,
  [rows, cols]: readonly [readonly number[], readonly number[]],
  value: (row: number, col: number) => number,
  scale: Scale,
): void {
  if (rows.length === 0 || cols.length === 0) return;
  const image = pixelCanvas(rows.length, cols.length, (row, col) => colorOf(scale, value(rows[row], cols[col])));
  context.imageSmoothingEnabled = false;
  context.drawImage(image, left, top, width, height);
}

/** The frame of a matrix and, where they do not touch, the names of its columns below it. */
export function paintEdges(
  context: CanvasRenderingContext2D,
  { left, top, width, height, cols }: MatrixLayout,
  names: readonly string[],
  theme: Theme,
): void {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  context.font = `10.5px ${theme.font}`;
  context.fillStyle = theme.faint;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  let free = 0;
  names.forEach((text, place) => {
    const middle = left + ((place + 0.5) * width) / cols;
    const half = context.measureText(text).width / 2;
    if (middle - half < free) return;
    context.fillText(text, middle, top + height + 4);
    free = middle + half + 8;
  });
}

/** A frame around the cell of the cursor and a thin one around its column. */
export function paintCursor(
  context: CanvasRenderingContext2D,
  { left, top, width, height, rows, cols }: MatrixLayout,
  { row, col }: Cell,
  theme: Theme,
): void {
  const [across, down] = [width / cols, height / rows];
  // Each line with a border in the colour of the page: one of the two is seen on every colour.
  for (const [color, more] of [
    [theme.surface, 2],
    [theme.text, 0],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = 1 + more;
    context.strokeRect(left + col * across - 0.5, top - 0.5, across + 1, height + 1);
    context.lineWidth = 2 + more;
    context.strokeRect(left + col * across - 1, top + row * down - 1, across + 2, down + 2);
  }
}

/** The cell at a place of the canvas; what is above the matrix belongs to its first row. */
export function cellAt(layout: MatrixLayout, at: { x: number; y: number }): Cell | undefined {
  const col = Math.floor(((at.x - layout.left) / layout.width) * layout.cols);
  const row = Math.floor(((at.y - layout.top) / layout.height) * layout.rows);
  if (col < 0 || col >= layout.cols || row >= layout.rows || at.y < 0) return undefined;
  return { row: Math.max(0, row), col };
}

/** The cursor moved by cells, which stops at the edges; without one it starts at the first cell. */
export function movedCell(cursor: Cell | undefined, down: number, right: number, rows: number, cols: number): Cell {
  if (!cursor) return { row: 0, col: 0 };
  return { row: within(cursor.row + down, rows), col: within(cursor.col + right, cols) };
}
