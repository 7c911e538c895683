import { pixelCanvas } from '../shell/pixels.js';
import type { Surface } from '../shell/surface.js';
import { short } from '../tensor/format.js';
import { colorOf, type Scale } from '../tensor/scale.js';
import { colormap, ink } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { type GridBox, gridBoxes, strokeLines } from './layout.js';
import type { ConvolutionModel, Place } from './model.js';

/** The three grids as they were drawn; the input's begins with its padding. */
export interface Grids {
  input: GridBox;
  weights: GridBox | undefined;
  output: GridBox;
}

/** Smallest cell that a number is written into, in pixels. */
const WRITTEN = 22;
/** How strongly outputs that the window has not reached yet are seen. */
const AHEAD = 0.25;

type Values = (row: number, col: number) => number | undefined;

/** Draws input, weights and output of the channel and filter that are shown. `hover` is a place of the input. */
export function drawConvolution(surface: Surface, model: ConvolutionModel, theme: Theme, hover?: Place): Grids {
  const { data, padding, size, at } = model;
  const [rows, cols] = [data.height + padding.top + padding.bottom, data.width + padding.left + padding.right];
  const window = { rows: data.window[0], cols: data.window[1] };
  const layout = gridBoxes([{ rows, cols }, ...(data.weights ? [window] : []), size], surface.node.clientWidth - 4);
  const context = surface.clear(layout.width, layout.height);
  const [input, second, third] = layout.boxes;
  const grids = { input, weights: data.weights ? second : undefined, output: data.weights ? third : second };
  const inside: Values = (row, col) => {
    const [y, x] = [row - padding.top, col - padding.left];
    return y < 0 || x < 0 || y >= data.height || x >= data.width ? undefined : model.input(y, x);
  };
  const channel = data.channels > 1 ? ` (channel ${model.channel})` : '';
  title(context, theme, input, `input${channel}`);
  // What the page shows through is padding.
  context.fillStyle = theme.raised;
  context.fillRect(input.x, input.y, input.cols * input.side, input.rows * input.side);
  drawGrid(context, theme, input, inside, scaleOf(allOf(data.input, data.channels, model.channel), theme));
  if (grids.weights) {
    title(context, theme, grids.weights, 'weights');
    const weight: Values = (row, col) => model.weight(row, col);
    drawGrid(context, theme, grids.weights, weight, scaleOf(data.weights ?? [], theme));
  }
  const outputs = model.outputs();
  title(context, theme, grids.output, `output${data.filters > 1 ? ` (filter ${model.filter})` : ''}`);
  const scale = scaleOf(outputs, theme);
  const done: Values = (row, col) => outputs[row * size.cols + col];
  context.globalAlpha = AHEAD;
  drawGrid(context, theme, grids.output, done, scale, false);
  context.globalAlpha = 1;
  drawGrid(
    context,
    theme,
    grids.output,
    (row, col) => (row * size.cols + col <= model.place ? done(row, col) : undefined),
    scale,
  );
  if (size.rows * size.cols === 0) return grids;
  for (const { row, col } of model.taps(at)) {
    mark(context, theme, input, { row: row + padding.top, col: col + padding.left }, theme.accent, 2);
  }
  mark(context, theme, grids.output, at, theme.accent, 3);
  if (hover) {
    mark(context, theme, input, { row: hover.row + padding.top, col: hover.col + padding.left }, theme.text, 2);
    for (const user of model.users(hover)) mark(context, theme, grids.output, user, theme.text, 2);
  }
  return grids;
}

function* allOf(values: Float32Array, stride: number, from: number): Iterable<number> {
  for (let i = from; i < values.length; i += stride) yield values[i];
}

/** Evenly around zero when a value is negative, else from the lowest or zero to the highest. */
function scaleOf(values: Iterable<number>, theme: Theme): Scale {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const reach = Math.max(-low, high) || 1;
  const [from, to] = low < 0 ? [-reach, reach] : [0, reach];
  return { kind: 'range', low: from, high: to, map: colormap(low < 0, theme.dark) };
}

function title(context: CanvasRenderingContext2D, theme: Theme, box: GridBox, text: string): void {
  context.font = `12px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = theme.faint;
  context.fillText(text, box.x, box.y - 6);
}

function drawGrid(
  context: CanvasRenderingContext2D,
  theme: Theme,
  box: GridBox,
  value: Values,
  scale: Scale,
  written = true,
): void {
  const { x, y, rows, cols, side } = box;
  if (rows * cols === 0) return;
  const image = pixelCanvas(rows, cols, (row, col) => {
    const at = value(row, col);
    return at === undefined ? undefined : colorOf(scale, at);
  });
  context.imageSmoothingEnabled = false;
  context.drawImage(image, x, y, cols * side, rows * side);
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  if (side >= 8) strokeLines(context, box);
  context.strokeRect(x + 0.5, y + 0.5, cols * side, rows * side);
  if (side < WRITTEN || !written) return;
  context.font = `11px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let i = 0; i < rows * cols; i++) {
    const at = value(Math.floor(i / cols), i % cols);
    if (at === undefined) continue;
    const text = short(at, 3);
    if (context.measureText(text).width > side - 2) continue;
    context.fillStyle = ink(colorOf(scale, at));
    context.fillText(text, x + (i % cols) * side + side / 2, y + Math.floor(i / cols) * side + side / 2 + 0.5);
  }
}

/** A frame inside a cell over a line of the page's colour, so that it is seen on every colour. */
function mark(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { x, y, rows, cols, side }: GridBox,
  { row, col }: Place,
  color: string,
  width: number,
): void {
  if (row < 0 || col < 0 || row >= rows || col >= cols) return;
  const size = Math.max(side, 3);
  for (const [stroke, line] of [
    [theme.surface, width + 2],
    [color, width],
  ] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.strokeRect(x + col * side + 1, y + row * side + 1, size - 1, size - 1);
  }
}
