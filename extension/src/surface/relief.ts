import type { SurfacePathData } from '../protocol/decode-surface.js';
import { drawSpaceBox } from '../space/box.js';
import type { Camera, Projected } from '../space/camera.js';
import { short } from '../tensor/format.js';
import type { Colormap } from '../theme/colormap.js';
import { faded, seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { drawDot, lineHeights, type Marks, shareColour } from './contour.js';
import { isoline } from './isolines.js';
import type { SurfaceModel } from './model.js';

/** Most quadrangles along a side of the surface: a turn draws all of them. */
const QUADS = 80;
/** How much nearer than the surface a path on it is taken to be, so that it lies on top. */
const LIFT = 0.06;

/** A grid point as it was drawn. */
export interface Seen extends Projected {
  row: number;
  col: number;
}

interface Part {
  depth: number;
  draw(): void;
}

/** Draws the surface in its box, the farthest parts first. Returns the grid points that it drew, for the pointer. */
export function drawRelief(
  context: CanvasRenderingContext2D,
  model: SurfaceModel,
  { width, height }: { width: number; height: number },
  camera: Camera,
  colours: Colormap,
  floor: boolean,
  { step, cursor }: Marks,
  theme: Theme,
): Seen[] {
  const project = camera.onto(width, height);
  const { x, y, xLabel, yLabel, zLabel, paths } = model.data;
  const share = model.shares();
  const { low, high } = model.ends();
  const ends = (name: string, from: number, to: number) => ({ name, low: short(from, 3), high: short(to, 3) });
  const axes = [ends(xLabel, x[0], x[x.length - 1]), ends(yLabel, y[0], y[y.length - 1]), ends(zLabel, low, high)];
  drawSpaceBox(context, project, axes, theme);
  const over = (axis: readonly number[], value: number) =>
    axis.length > 1 ? (2 * (value - axis[0])) / (axis[axis.length - 1] - axis[0]) - 1 : 0;
  const put = (atX: number, atY: number, z: number) => project(over(x, atX), over(y, atY), 2 * share(z) - 1);
  if (floor) drawFloor(context, model, (atX, atY) => project(over(x, atX), over(y, atY), -1), theme);
  const parts: Part[] = [];
  const [rows, cols] = [kept(model.rows), kept(model.cols)];
  const seen: (Seen | undefined)[] = rows.flatMap((row) =>
    cols.map((col) => {
      const z = model.at(row, col);
      return Number.isFinite(z) ? { ...put(x[col], y[row], z), row, col } : undefined;
    }),
  );
  const seam = theme.dark ? 'rgba(0, 0, 0, 0.35)' : 'rgba(20, 26, 40, 0.16)';
  for (let row = 0; row + 1 < rows.length; row++) {
    for (let col = 0; col + 1 < cols.length; col++) {
      const at = row * cols.length + col;
      const corners = [seen[at], seen[at + 1], seen[at + cols.length + 1], seen[at + cols.length]];
      const [a, b, c, d] = corners;
      if (!a || !b || !c || !d) continue;
      const mean = [a, b, c, d].reduce((sum, corner) => sum + share(model.at(corner.row, corner.col)) / 4, 0);
      parts.push({
        depth: (a.depth + b.depth + c.depth + d.depth) / 4,
        draw() {
          context.beginPath();
          context.moveTo(a.x, a.y);
          for (const corner of [b, c, d]) context.lineTo(corner.x, corner.y);
          context.closePath();
          context.fillStyle = shareColour(colours, mean);
          context.fill();
          context.strokeStyle = seam;
          context.lineWidth = 0.75;
          context.stroke();
        },
      });
    }
  }
  paths.forEach((path, i) => {
    const colour = seriesColor(i, false);
    const end = model.entry(path, step);
    const points = path.x.map((across, entry) =>
      model.inside(path, entry) ? put(across, path.y[entry], path.z[entry]) : undefined,
    );
    points.forEach((point, entry) => {
      const before = points[entry - 1];
      if (point && before) parts.push(...pathParts(context, before, point, colour, entry <= end));
    });
    const last = points[end];
    if (last) parts.push({ depth: last.depth - 2 * LIFT, draw: () => drawDot(context, last, colour) });
  });
  if (cursor) {
    const lines = [cols.map((col) => ({ row: cursor.row, col })), rows.map((row) => ({ row, col: cursor.col }))];
    for (const line of lines) {
      const points = line.map(({ row, col }) =>
        Number.isFinite(model.at(row, col)) ? put(x[col], y[row], model.at(row, col)) : undefined,
      );
      points.forEach((point, i) => {
        const before = points[i - 1];
        if (point && before) parts.push(linePart(context, before, point, theme.accent, 1.5));
      });
    }
  }
  for (const { draw } of parts.sort((a, b) => b.depth - a.depth)) draw();
  for (const [i, path] of paths.entries()) drawThrough(context, model, path, put, seriesColor(i, false), step);
  if (cursor && Number.isFinite(model.at(cursor.row, cursor.col))) {
    drawDot(context, put(x[cursor.col], y[cursor.row], model.at(cursor.row, cursor.col)), theme.accent);
  }
  return seen.filter((point) => point !== undefined);
}

/** The drawn grid point nearest to a pixel, of those that are equally near the one in front. */
export function pointAt(seen: readonly Seen[], at: { x: number; y: number }): Seen | undefined {
  let best: { point: Seen; distance: number } | undefined;
  for (const point of seen) {
    const distance = Math.hypot(point.x - at.x, point.y - at.y);
    if (distance > 16) continue;
    // A point behind the surface loses to one in front of it that is a little farther off.
    const weighed = distance + point.depth * 12;
    if (!best || weighed < best.distance) best = { point, distance: weighed };
  }
  return best?.point;
}

function drawFloor(
  context: CanvasRenderingContext2D,
  model: SurfaceModel,
  onFloor: (x: number, y: number) => Projected,
  theme: Theme,
): void {
  const { x, y, z } = model.data;
  const value = (axis: readonly number[], at: number) => {
    const before = Math.min(Math.floor(at), axis.length - 2);
    return axis[before] + (axis[before + 1] - axis[before]) * (at - before);
  };
  context.strokeStyle = theme.faint;
  context.lineWidth = 0.75;
  context.beginPath();
  for (const height of lineHeights(model)) {
    for (const [fromX, fromY, toX, toY] of isoline(z, model.cols, model.rows, height)) {
      const from = onFloor(value(x, fromX), value(y, fromY));
      const to = onFloor(value(x, toX), value(y, toY));
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    }
  }
  context.stroke();
}

/** Dots along the walked part of a path over everything, so that it is not lost behind a ridge. */
function drawThrough(
  context: CanvasRenderingContext2D,
  model: SurfaceModel,
  path: SurfacePathData,
  put: (x: number, y: number, z: number) => Projected,
  colour: string,
  step: number,
): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.setLineDash([2, 3]);
  context.beginPath();
  let down = false;
  for (let entry = 0; entry <= model.entry(path, step); entry++) {
    const known = model.inside(path, entry);
    const point = known ? put(path.x[entry], path.y[entry], path.z[entry]) : undefined;
    if (point && down) context.lineTo(point.x, point.y);
    if (point && !down) context.moveTo(point.x, point.y);
    down = known;
  }
  context.stroke();
  context.restore();
}

/** A piece of a path: where it was walked, over a light seam that lies behind the lines of its neighbours too. */
function pathParts(
  context: CanvasRenderingContext2D,
  from: Projected,
  to: Projected,
  colour: string,
  bright: boolean,
): Part[] {
  if (!bright) return [linePart(context, from, to, faded(colour, 0.35), 1.4)];
  const seam = linePart(context, from, to, '#ffffff', 4);
  return [{ ...seam, depth: seam.depth + LIFT / 2 }, linePart(context, from, to, colour, 2.2)];
}

function linePart(
  context: CanvasRenderingContext2D,
  from: Projected,
  to: Projected,
  colour: string,
  width: number,
): Part {
  return {
    depth: (from.depth + to.depth) / 2 - LIFT,
    draw() {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    },
  };
}

/** Rows or columns that are drawn, evenly spaced, with the first and the last. */
function kept(count: number): number[] {
  const most = Math.min(count, QUADS + 1);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, most - 1)));
}
