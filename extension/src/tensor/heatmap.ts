import { ink, OFF_SCALE } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { short } from './format.js';
import { type AxisLayout, gapsOf, layoutAxis, pixelOf, positionAt, ticksOf } from './layout.js';
import type { Cell, TensorModel } from './model.js';
import { colorOf, type Scale } from './scale.js';

/** Width of the mark for a part that was cut, in CSS pixels. */
const GAP = 14;
/** Cells from this size, in CSS pixels, show their value as text; from the second, marks for NaN and ±Inf. */
const TEXT_CELL = 36;
const MARK_CELL = 7;

/** Paints the slice that a model shows on one canvas, in whole device pixels, and finds the cell under a point. */
export class Heatmap {
  readonly canvas = document.createElement('canvas');
  private readonly image = document.createElement('canvas');
  private readonly context = require2d(this.canvas);
  private rows: AxisLayout = layoutAxis([], 1, 0);
  private cols: AxisLayout = layoutAxis([], 1, 0);
  private left = 0;
  private top = 0;
  private ratio = 1;

  /** Room for labels around the cells, in CSS pixels. */
  margins(model: TensorModel): { left: number; top: number } {
    const widest = model.rows === null ? 0 : String(model.data.shape[model.rows] - 1).length;
    return { left: model.rows === null ? 1 : 24 + widest * 7, top: 34 };
  }

  /** Colours the cells of the slice; needed when the slice or the scale changed, not for a moved cursor. */
  color(model: TensorModel, scale: Scale): void {
    const { rowCount, colCount } = model;
    this.image.width = colCount;
    this.image.height = rowCount;
    const pixels = new ImageData(colCount, rowCount);
    for (let row = 0, i = 0; row < rowCount; row++) {
      for (let col = 0; col < colCount; col++, i += 4) {
        const [red, green, blue] = colorOf(scale, model.value({ row, col }));
        pixels.data[i] = red;
        pixels.data[i + 1] = green;
        pixels.data[i + 2] = blue;
        pixels.data[i + 3] = 255;
      }
    }
    require2d(this.image).putImageData(pixels, 0, 0);
  }

  /** Draws everything with cells of `size` CSS pixels. */
  draw(model: TensorModel, scale: Scale, theme: Theme, size: number): void {
    this.place(model, theme, size);
    const { context } = this;
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.drawGaps(theme);
    for (const down of this.rows.blocks) {
      for (const across of this.cols.blocks) {
        const x = this.left + across.start;
        const y = this.top + down.start;
        const width = across.count * this.cols.cell;
        const height = down.count * this.rows.cell;
        context.drawImage(this.image, across.from, down.from, across.count, down.count, x, y, width, height);
        context.strokeStyle = theme.line;
        context.lineWidth = 1;
        context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
      }
    }
    if (size >= MARK_CELL) this.drawValues(model, scale, theme, size);
    this.drawLabels(model, theme);
    const pinned = model.pinnedCell();
    if (pinned) this.outline(pinned, theme.accent, theme.surface, 2);
    if (model.cursor) this.outline(model.cursor, theme.text, theme.surface, 1);
  }

  /** The cell at a point in CSS pixels from the canvas's corner, or `undefined` between and outside the cells. */
  cellAt(x: number, y: number): Cell | undefined {
    const col = positionAt(this.cols, x * this.ratio - this.left);
    const row = positionAt(this.rows, y * this.ratio - this.top);
    return row === undefined || col === undefined ? undefined : { row, col };
  }

  /** A cell's place in CSS pixels from the canvas's corner. */
  boxOf(cell: Cell): { x: number; y: number; width: number; height: number } {
    return {
      x: (this.left + pixelOf(this.cols, cell.col)) / this.ratio,
      y: (this.top + pixelOf(this.rows, cell.row)) / this.ratio,
      width: this.cols.cell / this.ratio,
      height: this.rows.cell / this.ratio,
    };
  }

  private place(model: TensorModel, theme: Theme, size: number): void {
    this.ratio = window.devicePixelRatio || 1;
    const device = (length: number) => Math.round(length * this.ratio);
    const { data } = model;
    const keptRows = model.rows === null ? ([[0, 1]] as [number, number][]) : data.kept[model.rows];
    const keptCols = model.cols === null ? ([[0, 1]] as [number, number][]) : data.kept[model.cols];
    const cell = Math.max(1, device(size));
    this.rows = layoutAxis(keptRows, model.rows === null ? Math.max(cell, device(28)) : cell, device(GAP));
    this.cols = layoutAxis(keptCols, cell, device(GAP));
    const margins = this.margins(model);
    this.left = device(margins.left);
    this.top = device(margins.top);
    this.context.font = this.font(theme, 11);
    const named = model.cols === null ? 0 : this.context.measureText(model.axisName(model.cols)).width;
    const width = Math.ceil(this.left + Math.max(this.cols.length, named) + device(12));
    const height = this.top + this.rows.length + device(3);
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.canvas.style.width = `${width / this.ratio}px`;
    this.canvas.style.height = `${height / this.ratio}px`;
  }

  private drawGaps(theme: Theme): void {
    const { context, left, top } = this;
    const across = gapsOf(this.cols).map(({ start, length }) => [start, 0, length, this.rows.length]);
    const down = gapsOf(this.rows).map(({ start, length }) => [0, start, this.cols.length, length]);
    for (const [x, y, width, height] of [...across, ...down]) {
      context.fillStyle = theme.raised;
      context.fillRect(left + x, top + y, width, height);
      context.fillStyle = theme.faint;
      const vertical = height > width;
      const step = 6 * this.ratio;
      const dot = Math.max(1, Math.round(this.ratio * 1.5));
      const length = vertical ? height : width;
      for (let along = step / 2; along < length; along += step) {
        const dotX = vertical ? x + width / 2 : x + along;
        const dotY = vertical ? y + along : y + height / 2;
        context.fillRect(left + dotX - dot / 2, top + dotY - dot / 2, dot, dot);
      }
    }
  }

  private drawValues(model: TensorModel, scale: Scale, theme: Theme, size: number): void {
    const { context } = this;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const written = size >= TEXT_CELL;
    for (let row = 0; row < model.rowCount; row++) {
      for (let col = 0; col < model.colCount; col++) {
        const value = model.value({ row, col });
        if (!written && Number.isFinite(value)) continue;
        const text = Number.isFinite(value) ? short(value, 2) : Number.isNaN(value) ? '×' : value > 0 ? '+' : '−';
        context.font = this.font(theme, written ? 10.5 : Math.min(14, size));
        context.fillStyle = Number.isNaN(value) ? ink(OFF_SCALE.nan) : ink(colorOf(scale, value));
        const x = this.left + pixelOf(this.cols, col) + this.cols.cell / 2;
        const y = this.top + pixelOf(this.rows, row) + this.rows.cell / 2;
        context.fillText(text, x, y);
      }
    }
  }

  private drawLabels(model: TensorModel, theme: Theme): void {
    const { context, ratio, left, top } = this;
    context.font = this.font(theme, 11);
    context.fillStyle = theme.faint;
    const { indices } = model.data;
    if (model.cols !== null) {
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic';
      context.fillText(model.axisName(model.cols), left, 11 * ratio);
      const widest = String(indices[model.cols].at(-1) ?? 0).length;
      context.textAlign = 'center';
      for (const position of ticksOf(this.cols, indices[model.cols], (widest * 7 + 9) * ratio)) {
        const x = left + pixelOf(this.cols, position) + this.cols.cell / 2;
        context.fillText(String(indices[model.cols][position]), x, top - 6 * ratio);
      }
    }
    if (model.rows !== null) {
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      for (const position of ticksOf(this.rows, indices[model.rows], 15 * ratio)) {
        const y = top + pixelOf(this.rows, position) + this.rows.cell / 2;
        context.fillText(String(indices[model.rows][position]), left - 6 * ratio, y);
      }
      const names = [model.axisName(model.rows), `axis ${model.rows}`, String(model.rows)];
      const name = names.find((text) => context.measureText(text).width <= this.rows.length) ?? '';
      context.save();
      context.translate(8 * ratio, top + this.rows.length);
      context.rotate(-Math.PI / 2);
      context.textAlign = 'left';
      context.fillText(name, 0, 0);
      context.restore();
    }
  }

  private outline(cell: Cell, color: string, surface: string, width: number): void {
    const { context, ratio } = this;
    const x = this.left + pixelOf(this.cols, cell.col);
    const y = this.top + pixelOf(this.rows, cell.row);
    // A line in the colour of the page around the line itself: one of the two is seen on every colour.
    const thin = Math.max(1, Math.round(ratio));
    for (const [style, line, out] of [
      [surface, width * thin + 2 * thin, (width * thin) / 2],
      [color, width * thin, (width * thin) / 2],
    ] as const) {
      context.lineWidth = line;
      context.strokeStyle = style;
      context.strokeRect(x - out, y - out, this.cols.cell + 2 * out, this.rows.cell + 2 * out);
    }
  }

  private font(theme: Theme, size: number): string {
    return `${size * this.ratio}px ${theme.font}`;
  }
}

function require2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('heat map: expected a 2d canvas, got none from the browser');
  return context;
}
