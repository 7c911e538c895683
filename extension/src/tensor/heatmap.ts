import { element } from '../shell/dom.js';
import { ink, OFF_SCALE } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { short } from './format.js';
import {
  type AxisLayout,
  type Block,
  gapsOf,
  layoutAxis,
  pixelOf,
  positionAt,
  positionsBetween,
  ticksOf,
} from './layout.js';
import type { Cell, TensorModel } from './model.js';
import { colorOf, isBeyond, type Scale } from './scale.js';

/** Width of the mark for a part that was cut, in CSS pixels. */
const GAP = 14;
/** Cells from this size, in CSS pixels, show their value as text; from the second, marks for NaN and ±Inf. */
const TEXT_CELL = 36;
const MARK_CELL = 7;

/** The part of the whole picture that is seen, in CSS pixels. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Paints the part that is seen of the slice that a model shows on one canvas, in whole device pixels, and finds the cell
 * under a point. Only that part: no canvas is large enough for all cells of a long vector or a matrix come near. The
 * names and indices at the sides stay in sight.
 */
export class Heatmap {
  readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly image = document.createElement('canvas');
  private readonly context = require2d(this.canvas);
  /** Colours of all cells of the slice, row by row. */
  private colors = new Uint32Array();
  private rows: AxisLayout = layoutAxis([], 1, 0);
  private cols: AxisLayout = layoutAxis([], 1, 0);
  private left = 0;
  private top = 0;
  private ratio = 1;
  /** What is scrolled out of sight at the left and at the top, in device pixels. */
  private offX = 0;
  private offY = 0;

  /** Room for labels around the cells, in CSS pixels. */
  margins(model: TensorModel): { left: number; top: number } {
    const widest = model.rows === null ? 0 : String(model.data.shape[model.rows] - 1).length;
    return { left: model.rows === null ? 1 : 24 + widest * 7, top: 34 };
  }

  /** Colours the cells; needed when the slice or the scale changed. Returns how many values lie beyond the scale. */
  color(model: TensorModel, scale: Scale): number {
    const { rowCount, colCount } = model;
    const bytes = new Uint8ClampedArray(4 * rowCount * colCount);
    let beyond = 0;
    for (let row = 0, i = 0; row < rowCount; row++) {
      for (let col = 0; col < colCount; col++, i += 4) {
        const value = model.value({ row, col });
        if (isBeyond(scale, value)) beyond++;
        const [red, green, blue] = colorOf(scale, value);
        bytes[i] = red;
        bytes[i + 1] = green;
        bytes[i + 2] = blue;
        bytes[i + 3] = 255;
      }
    }
    this.colors = new Uint32Array(bytes.buffer);
    return beyond;
  }

  /** Lays out cells of `size` CSS pixels; returns the size of the whole picture. */
  place(model: TensorModel, theme: Theme, size: number, ratio: number): { width: number; height: number } {
    this.ratio = ratio;
    const device = (length: number) => Math.round(length * ratio);
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
    return { width: width / ratio, height: (this.top + this.rows.length + device(3)) / ratio };
  }

  /** Draws what is seen through `window` of the picture that was placed. */
  draw(model: TensorModel, scale: Scale, theme: Theme, window: Window): void {
    const { canvas, context, ratio, left, top } = this;
    const [width, height] = [Math.round(window.width * ratio), Math.round(window.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    canvas.style.width = `${width / ratio}px`;
    canvas.style.height = `${height / ratio}px`;
    this.offX = Math.round(window.x * ratio);
    this.offY = Math.round(window.y * ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, width, height);
    // Lines around the cells and the cursor reach a few pixels into the margins.
    const line = 3 * Math.max(1, Math.round(ratio));
    this.inside(left - line, top - line, width, height, this.offX, this.offY, () => {
      this.drawGaps(theme);
      for (const down of this.rows.blocks) for (const across of this.cols.blocks) this.drawBlock(down, across, theme);
      if (this.cols.cell >= MARK_CELL * ratio) this.drawValues(model, scale, theme);
      for (const pinned of model.pinnedCells()) this.outline(pinned, theme.accent, theme.surface, 2);
      if (model.cursor) this.outline(model.cursor, theme.text, theme.surface, 1);
    });
    this.inside(0, 0, width, top - line, this.offX, 0, () => this.drawColumnLabels(model, theme));
    this.inside(0, top - 8 * ratio, left - line, height, 0, this.offY, () => this.drawRowLabels(model, theme));
  }

  /** The cell at a point in CSS pixels from the canvas's corner, or `undefined` between and outside the cells. */
  cellAt(x: number, y: number): Cell | undefined {
    const [right, down] = [x * this.ratio - this.left, y * this.ratio - this.top];
    if (right < 0 || down < 0) return undefined;
    const col = positionAt(this.cols, right + this.offX);
    const row = positionAt(this.rows, down + this.offY);
    return row === undefined || col === undefined ? undefined : { row, col };
  }

  /** A cell's place in CSS pixels from the corner of the whole picture. */
  boxOf(cell: Cell): { x: number; y: number; width: number; height: number } {
    return {
      x: (this.left + pixelOf(this.cols, cell.col)) / this.ratio,
      y: (this.top + pixelOf(this.rows, cell.row)) / this.ratio,
      width: this.cols.cell / this.ratio,
      height: this.rows.cell / this.ratio,
    };
  }

  /** Draws only inside a box, moved by what is scrolled away. */
  private inside(x: number, y: number, right: number, bottom: number, offX: number, offY: number, act: () => void) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, right - x, bottom - y);
    context.clip();
    context.translate(-offX, -offY);
    act();
    context.restore();
  }

  /** The kept rows and columns that are seen. */
  private seen(): { rows: [first: number, end: number]; cols: [first: number, end: number] } {
    const { canvas, left, top, offX, offY } = this;
    return {
      rows: positionsBetween(this.rows, offY, offY + canvas.height - top),
      cols: positionsBetween(this.cols, offX, offX + canvas.width - left),
    };
  }

  private drawBlock(down: Block, across: Block, theme: Theme): void {
    const { context, image } = this;
    const { rows, cols } = this.seen();
    const [firstRow, endRow] = [Math.max(down.from, rows[0]), Math.min(down.from + down.count, rows[1])];
    const [firstCol, endCol] = [Math.max(across.from, cols[0]), Math.min(across.from + across.count, cols[1])];
    if (firstRow >= endRow || firstCol >= endCol) return;
    const pixels = new ImageData(endCol - firstCol, endRow - firstRow);
    const words = new Uint32Array(pixels.data.buffer);
    const last = this.cols.blocks[this.cols.blocks.length - 1];
    const stride = last.from + last.count;
    for (let row = firstRow; row < endRow; row++) {
      const from = row * stride;
      words.set(this.colors.subarray(from + firstCol, from + endCol), (row - firstRow) * pixels.width);
    }
    image.width = pixels.width;
    image.height = pixels.height;
    require2d(image).putImageData(pixels, 0, 0);
    const x = this.left + pixelOf(this.cols, firstCol);
    const y = this.top + pixelOf(this.rows, firstRow);
    context.drawImage(image, x, y, pixels.width * this.cols.cell, pixels.height * this.rows.cell);
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    const [width, height] = [across.count * this.cols.cell, down.count * this.rows.cell];
    context.strokeRect(this.left + across.start - 0.5, this.top + down.start - 0.5, width + 1, height + 1);
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

  private drawValues(model: TensorModel, scale: Scale, theme: Theme): void {
    const { context, ratio } = this;
    const size = this.cols.cell / ratio;
    const { rows, cols } = this.seen();
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const written = size >= TEXT_CELL;
    for (let row = rows[0]; row < rows[1]; row++) {
      for (let col = cols[0]; col < cols[1]; col++) {
        const value = model.value({ row, col });
        if (!written && Number.isFinite(value)) continue;
        const text = Number.isFinite(value) ? short(value, 2) : Number.isNaN(value) ? '×' : value > 0 ? '+' : '−';
        context.font = this.font(theme, written ? 10.5 : Math.min(14, size));
        context.fillStyle = Number.isNaN(value) ? ink(OFF_SCALE.nan) : ink(colorOf(scale, value));
        const x = this.left + pixelOf(this.cols, col) + this.cols.cell / 2;
        const y = this.top + pixelOf(this.rows, row) + this.rows.cell / 2;
        context.fillText(text, x, y, this.cols.cell - 2 * ratio);
      }
    }
  }

  private drawColumnLabels(model: TensorModel, theme: Theme): void {
    if (model.cols === null) return;
    const { context, ratio, left, top, offX } = this;
    context.font = this.font(theme, 11);
    context.fillStyle = theme.faint;
    const indices = model.data.indices[model.cols];
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.fillText(model.axisName(model.cols), left + offX, 11 * ratio);
    const widest = String(indices.at(-1) ?? 0).length;
    context.textAlign = 'center';
    const room = (widest * 7 + 9) * ratio;
    for (const position of ticksOf(this.cols, indices, room, offX, offX + this.canvas.width - left)) {
      const x = left + pixelOf(this.cols, position) + this.cols.cell / 2;
      // A label never leaves the picture: the first index of a narrow column stands at its edge.
      const half = context.measureText(String(indices[position])).width / 2;
      context.fillText(String(indices[position]), Math.max(x, half), top - 6 * ratio);
    }
  }

  private drawRowLabels(model: TensorModel, theme: Theme): void {
    if (model.rows === null) return;
    const { context, ratio, left, top, offY } = this;
    context.font = this.font(theme, 11);
    context.fillStyle = theme.faint;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    const indices = model.data.indices[model.rows];
    for (const position of ticksOf(this.rows, indices, 15 * ratio, offY, offY + this.canvas.height - top)) {
      const y = top + pixelOf(this.rows, position) + this.rows.cell / 2;
      context.fillText(String(indices[position]), left - 6 * ratio, y);
    }
    const names = [model.axisName(model.rows), `axis ${model.rows}`, String(model.rows)];
    const length = Math.min(this.rows.length, this.canvas.height - top);
    const name = names.find((text) => context.measureText(text).width <= length) ?? '';
    context.translate(8 * ratio, top + length + offY);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'left';
    context.fillText(name, 0, 0);
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
