import { roundValues } from '../histogram/model.js';
import { short } from '../tensor/format.js';
import { type Colormap, css, OFF_SCALE } from '../theme/colormap.js';
import { faded, seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { alongAxis, type MapFrame, MapPlace } from './frame.js';
import { isoline } from './isolines.js';
import { drawMapAxes } from './map-axes.js';
import type { SurfaceModel } from './model.js';

/** What is marked on a drawing. */
export interface Marks {
  /** Place of the stepper. */
  step: number;
  cursor: { row: number; col: number } | undefined;
}

/** Least distance between the labels of contour lines, in pixels. */
const APART = 70;

/** Most pieces of a line drawn at once: the time grows faster than their number, and noise has tens of thousands. */
const AT_ONCE = 1000;

/** Draws the map: colours, contour lines with their heights, axes, paths, the cursor. */
export function drawContour(
  context: CanvasRenderingContext2D,
  model: SurfaceModel,
  frame: MapFrame,
  colours: Colormap,
  { step, cursor }: Marks,
  theme: Theme,
): void {
  const place = new MapPlace(model, frame);
  fillColours(context, model, frame, colours);
  drawLines(context, model, frame, place, theme);
  const { x, y, xLabel, yLabel } = model.data;
  const axes = {
    x: { ends: [x[0], x[x.length - 1]], label: xLabel, place: (value: number) => place.toX(value) },
    y: { ends: [y[0], y[y.length - 1]], label: yLabel, place: (value: number) => place.toY(value) },
  } as const;
  drawMapAxes(context, frame, axes, theme);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  context.clip();
  const ways = model.data.paths.map((path, i) => {
    const points = path.x.map((x, entry) => ({ x: place.toX(x), y: place.toY(path.y[entry]) }));
    return { colour: seriesColor(i, false), points, walked: points.slice(0, model.entry(path, step) + 1) };
  });
  for (const { points, colour } of ways) drawPath(context, points, faded(colour, 0.35), 1.5);
  // All seams lie below all lines: no path hides another one.
  for (const { walked } of ways) drawPath(context, walked, '#ffffff', 4);
  for (const { walked, colour } of ways) drawPath(context, walked, colour, 2);
  for (const { walked, colour } of ways) drawDot(context, walked.at(-1), colour);
  context.restore();
  if (cursor) {
    const [x, y] = [place.colX(cursor.col), place.rowY(cursor.row)];
    context.strokeStyle = theme.accent;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(frame.left, y);
    context.lineTo(frame.right, y);
    context.moveTo(x, frame.top);
    context.lineTo(x, frame.bottom);
    context.stroke();
    drawDot(context, { x, y }, theme.accent);
  }
}

/** A point with a light seam, seen on every colour. */
export function drawDot(
  context: CanvasRenderingContext2D,
  point: { x: number; y: number } | undefined,
  colour: string,
): void {
  if (!point || !Number.isFinite(point.x) || !Number.isFinite(point.y)) return;
  context.beginPath();
  context.arc(point.x, point.y, 4.5, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.5;
  context.stroke();
}

/** The heights at which contour lines run: inside the scale, equally far apart on it. */
export function lineHeights(model: SurfaceModel): number[] {
  const { levels } = model.data;
  if (!model.log) {
    const { low, high } = model.ends();
    return high > low ? roundValues(low, high, levels).filter((height) => height > low && height < high) : [];
  }
  return Array.from({ length: levels - 1 }, (_, i) => model.heightAt((i + 1) / levels));
}

function fillColours(
  context: CanvasRenderingContext2D,
  model: SurfaceModel,
  { left, right, top, bottom }: MapFrame,
  colours: Colormap,
): void {
  const ratio = context.getTransform().a;
  const [width, height] = [Math.round((right - left) * ratio), Math.round((bottom - top) * ratio)];
  if (width < 1 || height < 1) return;
  const image = context.createImageData(width, height);
  const share = model.shares();
  const shares = Float32Array.from(model.data.z, (value) => (Number.isFinite(value) ? share(value) : Number.NaN));
  const across = alongAxis(model.data.x, width);
  const up = alongAxis(model.data.y, height);
  const { cols } = model;
  let next = 0;
  for (let pixelRow = height - 1; pixelRow >= 0; pixelRow--) {
    const { entry: row, share: rowShare } = up[pixelRow];
    const below = row * cols;
    const above = Math.min(row + 1, model.rows - 1) * cols;
    for (const { entry: col, share: colShare } of across) {
      const nextCol = Math.min(col + 1, cols - 1);
      const low = mixed(shares[below + col], shares[below + nextCol], colShare);
      const high = mixed(shares[above + col], shares[above + nextCol], colShare);
      const value = mixed(low, high, rowShare);
      const [red, green, blue] = Number.isNaN(value) ? OFF_SCALE.nan : colours[Math.round(value * 255)];
      image.data[next++] = red;
      image.data[next++] = green;
      image.data[next++] = blue;
      image.data[next++] = 255;
    }
  }
  context.putImageData(image, Math.round(left * ratio), Math.round(top * ratio));
}

/** Between two shares; a hole reaches half the way to a neighbour that is none. */
function mixed(a: number, b: number, share: number): number {
  if (Number.isNaN(a)) return share > 0.5 ? b : a;
  if (Number.isNaN(b)) return share < 0.5 ? a : b;
  return a * (1 - share) + b * share;
}

function drawLines(
  context: CanvasRenderingContext2D,
  model: SurfaceModel,
  frame: MapFrame,
  place: MapPlace,
  theme: Theme,
): void {
  const taken: { x: number; y: number }[] = [];
  const labels: { x: number; y: number; text: string }[] = [];
  context.lineWidth = 0.8;
  context.strokeStyle = theme.dark ? 'rgba(255, 255, 255, 0.55)' : 'rgba(0, 0, 0, 0.5)';
  context.font = `11px ${theme.font}`;
  for (const height of lineHeights(model)) {
    const pieces = isoline(model.data.z, model.cols, model.rows, height);
    for (let start = 0; start < pieces.length; start += AT_ONCE) {
      context.beginPath();
      for (const [fromX, fromY, toX, toY] of pieces.slice(start, start + AT_ONCE)) {
        context.moveTo(place.colX(fromX), place.rowY(fromY));
        context.lineTo(place.colX(toX), place.rowY(toY));
      }
      context.stroke();
    }
    let best: { x: number; y: number; room: number } | undefined;
    const every = Math.ceil(pieces.length / 60);
    for (let i = 0; i < pieces.length; i += every) {
      const at = { x: place.colX(pieces[i][0]), y: place.rowY(pieces[i][1]) };
      const edge = Math.min(at.x - frame.left, frame.right - at.x, 2 * (at.y - frame.top), 2 * (frame.bottom - at.y));
      const room = Math.min(
        edge + APART / 2,
        ...taken.map((other) => Math.hypot(other.x - at.x, 2 * (other.y - at.y))),
      );
      if (room >= APART && (!best || room > best.room)) best = { ...at, room };
    }
    if (best) {
      taken.push(best);
      labels.push({ x: best.x, y: best.y, text: short(height, 3) });
    }
  }
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { x, y, text } of labels) {
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.strokeStyle = theme.surface;
    context.strokeText(text, x, y);
    context.fillStyle = theme.text;
    context.fillText(text, x, y);
  }
}

function drawPath(
  context: CanvasRenderingContext2D,
  points: readonly { x: number; y: number }[],
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.beginPath();
  let down = false;
  for (const { x, y } of points) {
    const known = Number.isFinite(x) && Number.isFinite(y);
    // A step to NaN or infinity leaves a gap, and the path goes on behind it.
    if (known && down) context.lineTo(x, y);
    if (known && !down) context.moveTo(x, y);
    down = known;
  }
  context.stroke();
}

/** The colour of a share of the scale as CSS. */
export function shareColour(colours: Colormap, share: number): string {
  return css(colours[Math.round(share * 255)]);
}
