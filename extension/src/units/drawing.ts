import type { Surface } from '../shell/surface.js';
import { colorOf, gradeScale, type Scale } from '../tensor/scale.js';
import { colormap } from '../theme/colormap.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import type { Cell, UnitsModel } from './model.js';

/** Where the matrix lies on its canvas, in CSS pixels. */
export interface UnitsLayout {
  left: number;
  top: number;
  width: number;
  height: number;
  rows: number;
  cols: number;
}

const CELL = { least: 2, most: 16, side: 14 };
const TALL = 340;
const BARS = 26;
const STRIP = 8;
const FOOT = 18;

/** The colours of what is shown: correlations from −1 to 1, activations by their range. */
export function unitsScale({ show, data }: UnitsModel, dark: boolean): Scale {
  if (show === 'correlation') return { kind: 'symmetric', low: -1, high: 1, map: colormap(true, dark) };
  return gradeScale(data.values, dark);
}

/** Draws the matrix with the share of zeros above each unit and the class beside each sample. */
export function drawUnits(surface: Surface, model: UnitsModel, theme: Theme): UnitsLayout {
  const layout = layOut(model, surface.node.clientWidth);
  const context = surface.clear(layout.left + layout.width + 2, layout.top + layout.height + FOOT);
  paintUnits(context, model, layout, theme);
  return layout;
}

/** The whole matrix on a canvas of its own, for a file. */
export function unitsPicture(model: UnitsModel, theme: Theme): HTMLCanvasElement {
  const layout = layOut(model, 1000);
  const canvas = document.createElement('canvas');
  canvas.width = 2 * (layout.left + layout.width + 2);
  canvas.height = 2 * (layout.top + layout.height + FOOT);
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(2, 2);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  paintUnits(context, model, layout, theme);
  return canvas;
}

/** The cell at a place of the canvas. */
export function cellAt(layout: UnitsLayout, at: { x: number; y: number }): Cell | undefined {
  const col = Math.floor(((at.x - layout.left) / layout.width) * layout.cols);
  const row = Math.floor(((at.y - layout.top) / layout.height) * layout.rows);
  if (col < 0 || col >= layout.cols || row >= layout.rows || at.y < 0) return undefined;
  // The bars above belong to the columns below them.
  return { row: Math.max(0, row), col };
}

function layOut(model: UnitsModel, room: number): UnitsLayout {
  const square = model.show === 'correlation';
  const rows = model.rows().length;
  const cols = model.data.units;
  const left = !square && model.data.kinds.length > 0 ? STRIP + 5 : 1;
  const wide = Math.max(CELL.least, Math.min(CELL.most, Math.floor((room - left - 4) / Math.max(1, cols))));
  const across = square ? Math.min(wide, CELL.side) : wide;
  const down = square ? across : Math.max(1, Math.min(CELL.side, Math.floor(TALL / Math.max(1, rows))));
  return { left, top: square ? 2 : BARS + 4, width: cols * across, height: rows * down, rows, cols };
}

function paintUnits(context: CanvasRenderingContext2D, model: UnitsModel, layout: UnitsLayout, theme: Theme): void {
  const { left, top, width, height, rows, cols } = layout;
  const [columns, order] = [model.columns(), model.rows()];
  if (rows > 0 && cols > 0) {
    const image = document.createElement('canvas');
    image.width = cols;
    image.height = rows;
    const pixels = new ImageData(cols, rows);
    const scale = unitsScale(model, theme.dark);
    let p = 0;
    for (const row of order) {
      for (const unit of columns) {
        const [red, green, blue] = colorOf(scale, model.value(row, unit));
        pixels.data[p] = red;
        pixels.data[p + 1] = green;
        pixels.data[p + 2] = blue;
        pixels.data[p + 3] = 255;
        p += 4;
      }
    }
    image.getContext('2d')?.putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(image, left, top, width, height);
  }
  const cell = cols > 0 ? width / cols : 0;
  const warn = seriesColor(1, theme.dark);
  columns.forEach((unit, place) => {
    const x = left + place * cell;
    const still = model.dead.has(unit) ? warn : model.constant.has(unit) ? seriesColor(3, theme.dark) : undefined;
    if (model.show === 'activations') {
      const bar = Math.max(1, model.data.facts[unit].zeros * BARS);
      context.fillStyle = still ?? theme.faint;
      context.fillRect(x, top - 2 - bar, Math.max(1, cell - (cell > 3 ? 1 : 0)), bar);
    }
    if (!still) return;
    context.fillStyle = theme.raised;
    context.fillRect(x, top, cell, height);
    if (model.show === 'correlation') return;
    context.fillStyle = still;
    context.fillRect(x + Math.floor(cell / 2) - (cell > 6 ? 1 : 0), top, cell > 6 ? 2 : 1, height);
  });
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  if (model.show === 'activations' && model.data.kinds.length > 0 && rows > 0) {
    const step = height / rows;
    order.forEach((sample, place) => {
      context.fillStyle = seriesColor(model.data.kinds[sample], theme.dark);
      context.fillRect(0, top + place * step, STRIP, step);
    });
  }
  paintTicks(context, columns, layout, cell, theme);
  paintCursor(context, model, layout, columns, theme);
}

function paintTicks(
  context: CanvasRenderingContext2D,
  columns: readonly number[],
  { left, top, height }: UnitsLayout,
  cell: number,
  theme: Theme,
): void {
  context.font = `10.5px ${theme.font}`;
  context.fillStyle = theme.faint;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  let free = 0;
  columns.forEach((unit, place) => {
    const text = String(unit);
    const middle = left + (place + 0.5) * cell;
    const half = context.measureText(text).width / 2;
    if (middle - half < free) return;
    context.fillText(text, middle, top + height + 4);
    free = middle + half + 8;
  });
}

function paintCursor(
  context: CanvasRenderingContext2D,
  model: UnitsModel,
  { left, top, width, height, rows, cols }: UnitsLayout,
  columns: readonly number[],
  theme: Theme,
): void {
  const [across, down] = [width / cols, height / rows];
  context.strokeStyle = theme.accent;
  const chosen = model.chosen === undefined ? -1 : columns.indexOf(model.chosen);
  if (chosen >= 0) {
    context.lineWidth = 2;
    context.strokeRect(left + chosen * across - 1, top - 1, across + 2, height + 2);
  }
  if (!model.cursor) return;
  const { row, col } = model.cursor;
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.strokeRect(left + col * across - 0.5, top - 0.5, across + 1, height + 1);
  context.lineWidth = 2;
  context.strokeRect(left + col * across - 1, top + row * down - 1, across + 2, down + 2);
}
