import type { BoundaryData, BoundaryPointsData, BoundarySnapshotData } from '../protocol/decode-boundary.js';
import type { MapFrame } from '../surface/frame.js';
import { isoline } from '../surface/isolines.js';
import { drawMapAxes } from '../surface/map-axes.js';
import { OFF_SCALE, type Rgb } from '../theme/colormap.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { type GridPlace, valueAt } from './words.js';

/** How the reader wants the plane drawn. */
export interface Drawing {
  discrete: boolean;
  points: boolean;
  test: boolean;
}

/** How strongly the class of a certain grid point, and of any in a discrete drawing, is coloured. */
const STRENGTH = { sure: 0.8, discrete: 0.5 };

/** Maps between the plane and pixels of the frame. */
export function placing(data: BoundaryData, { left, right, top, bottom }: MapFrame) {
  const [width, height] = [right - left, bottom - top];
  return {
    toX: (value: number) => left + ((value - data.x[0]) / (data.x[1] - data.x[0])) * width,
    toY: (value: number) => bottom - ((value - data.y[0]) / (data.y[1] - data.y[0])) * height,
    fromX: (pixel: number) => data.x[0] + ((pixel - left) / width) * (data.x[1] - data.x[0]),
    fromY: (pixel: number) => data.y[0] + ((bottom - pixel) / height) * (data.y[1] - data.y[0]),
  };
}

/** Draws what is said of the plane, the points over it, the axes and the cursor. */
export function drawBoundary(
  context: CanvasRenderingContext2D,
  data: BoundaryData,
  snapshot: BoundarySnapshotData,
  frame: MapFrame,
  drawing: Drawing,
  cursor: GridPlace | undefined,
  theme: Theme,
): void {
  const { left, right, top, bottom } = frame;
  const { toX, toY } = placing(data, frame);
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  drawField(context, data, snapshot, frame, drawing.discrete, theme);
  if (data.classes.length === 2) drawEdge(context, data, snapshot, toX, toY, theme);
  if (drawing.points) drawPoints(context, data.points, toX, toY, false, theme);
  if (drawing.test && data.test) drawPoints(context, data.test, toX, toY, true, theme);
  context.restore();
  const axes = {
    x: { ends: data.x, label: data.xLabel, place: toX },
    y: { ends: data.y, label: data.yLabel, place: toY },
  };
  drawMapAxes(context, frame, axes, theme);
  if (!cursor) return;
  const x = toX(valueAt(data.x, cursor.col, data.cols));
  const y = toY(valueAt(data.y, cursor.row, data.rows));
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
}

/** Draws the colours of the classes, the stronger the surer; the grid points lie at the edges of the frame. */
function drawField(
  context: CanvasRenderingContext2D,
  data: BoundaryData,
  { winner, sure }: BoundarySnapshotData,
  { left, right, top, bottom }: MapFrame,
  discrete: boolean,
  theme: Theme,
): void {
  const { cols, rows, classes } = data;
  const colours = classes.map((_, kind) => parse(seriesColor(kind, theme.dark)));
  const small = document.createElement('canvas');
  // A discrete drawing is finer than its grid where a probability tells between which points the boundary lies.
  const finer = discrete && classes.length === 2 ? Math.max(1, Math.ceil((2 * (right - left)) / cols)) : 1;
  const [across, down] = [(cols - 1) * finer + 1, (rows - 1) * finer + 1];
  small.width = across;
  small.height = down;
  const pen = small.getContext('2d');
  if (!pen) return;
  const image = pen.createImageData(across, down);
  const second = finer > 1 ? secondClass({ winner, sure }) : sure;
  for (let pixel = 0; pixel < across * down; pixel++) {
    const [col, row] = [(pixel % across) / finer, rows - 1 - Math.floor(pixel / across) / finer];
    const at = Math.round(row) * cols + Math.round(col);
    const kind = finer > 1 ? Number(between(second, cols, rows, col, row) >= 0.5) : winner[at];
    const known = !Number.isNaN(sure[at]);
    const doubt = 1 / classes.length;
    const share = discrete ? STRENGTH.discrete : (STRENGTH.sure * (sure[at] - doubt)) / (1 - doubt);
    const [red, green, blue] = known ? colours[kind] : OFF_SCALE.nan;
    image.data[4 * pixel] = red;
    image.data[4 * pixel + 1] = green;
    image.data[4 * pixel + 2] = blue;
    image.data[4 * pixel + 3] = known ? 255 * Math.max(0, share) : 255;
  }
  pen.putImageData(image, 0, 0);
  const [cellX, cellY] = [(right - left) / (across - 1), (bottom - top) / (down - 1)];
  context.imageSmoothingEnabled = !discrete;
  context.drawImage(small, left - cellX / 2, top - cellY / 2, across * cellX, down * cellY);
}

/** The line along which both of two classes are equally likely. */
function drawEdge(
  context: CanvasRenderingContext2D,
  data: BoundaryData,
  snapshot: BoundarySnapshotData,
  toX: (value: number) => number,
  toY: (value: number) => number,
  theme: Theme,
): void {
  context.strokeStyle = theme.text;
  context.lineWidth = 1.4;
  context.beginPath();
  for (const [fromCol, fromRow, toCol, toRow] of isoline(secondClass(snapshot), data.cols, data.rows, 0.5)) {
    context.moveTo(toX(valueAt(data.x, fromCol, data.cols)), toY(valueAt(data.y, fromRow, data.rows)));
    context.lineTo(toX(valueAt(data.x, toCol, data.cols)), toY(valueAt(data.y, toRow, data.rows)));
  }
  context.stroke();
}

/** Training points are filled, test points hollow; odd classes are squares, so that shape tells what colour does. */
function drawPoints(
  context: CanvasRenderingContext2D,
  { x, y, label }: BoundaryPointsData,
  toX: (value: number) => number,
  toY: (value: number) => number,
  hollow: boolean,
  theme: Theme,
): void {
  const radius = label.length > 500 ? 2.6 : 3.8;
  x.forEach((across, i) => {
    const colour = seriesColor(label[i], theme.dark);
    const [atX, atY] = [toX(across), toY(y[i])];
    context.beginPath();
    if (label[i] % 2 === 0) context.arc(atX, atY, radius, 0, 2 * Math.PI);
    else context.rect(atX - radius * 0.9, atY - radius * 0.9, radius * 1.8, radius * 1.8);
    context.fillStyle = hollow ? theme.surface : colour;
    context.fill();
    context.strokeStyle = hollow ? colour : theme.surface;
    context.lineWidth = hollow ? 1.8 : 1.2;
    context.stroke();
  });
}

/** The probability of the second of two classes. */
function secondClass({ winner, sure }: Pick<BoundarySnapshotData, 'winner' | 'sure'>): Float32Array {
  return sure.map((share, i) => (winner[i] === 1 ? share : 1 - share));
}

function between(values: Float32Array, cols: number, rows: number, col: number, row: number): number {
  const [left, low] = [Math.floor(col), Math.floor(row)];
  const [right, high] = [Math.min(left + 1, cols - 1), Math.min(low + 1, rows - 1)];
  const at = (r: number, c: number) => values[r * cols + c];
  const mix = (a: number, b: number, share: number) => a + (b - a) * share;
  return mix(
    mix(at(low, left), at(low, right), col - left),
    mix(at(high, left), at(high, right), col - left),
    row - low,
  );
}

function parse(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
