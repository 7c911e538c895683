import { SERIES } from '../colours.js';
import { shortNumber } from '../numbers.js';
import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { colourOf, css, scaleOfNumbers } from '../picture/colour.js';
import { drawColourBar } from '../picture/heat-map.js';
import { drawSpace, lookAt } from '../picture/space.js';
import { writeTitle } from '../picture/title.js';
import { specValues } from '../tensor/slices.js';
import { fromJsonNumber } from '../values.js';
import type { CloudSpec, PointMarks } from './spec.js';
import { axisExtent } from './text.js';

const SIZE = { width: 560, height: 440 };
const MARGIN = 16;
const COLOURS = [...SERIES, '#8a6d00', '#4a4a4a', '#7a4fbf', '#9c3d00'];
/** Labels are written beside points of clouds of at most so many. */
const WRITTEN = 40;

/** The picture of a cloud as a PNG file in base64, seen as the turning view first shows it. */
export function cloudPng(spec: CloudSpec): string | undefined {
  const values = specValues({ values: spec.points, dtype: 'float32' });
  const extents = [0, 1, 2].map((axis) => axisExtent(values, 3, axis));
  if (extents.some(([low, high]) => low > high)) return undefined;
  const page = openPage(SIZE.width, SIZE.height);
  if (!page) return undefined;
  const { pen } = page;
  const top = writeHead(pen, spec, SIZE.width);
  const project = lookAt({ x: SIZE.width / 2, y: (top + SIZE.height) / 2 }, SIZE.height - top + 20);
  drawSpace(
    pen,
    project,
    spec.axes.map((name, i) => ({ name, low: shortNumber(extents[i][0]), high: shortNumber(extents[i][1]) })),
  );
  const unit = (i: number, axis: number) => {
    const [low, high] = extents[axis];
    return high > low ? ((values[i * 3 + axis] - low) / (high - low)) * 2 - 1 : 0;
  };
  const colour = markColours(spec);
  const kept = values.length / 3;
  const seen = Array.from({ length: kept }, (_, i) => ({ i, ...project(unit(i, 0), unit(i, 1), unit(i, 2)) }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
    .sort((a, b) => b.depth - a.depth);
  for (const { i, x, y, size } of seen) drawPoint(pen, x, y, (kept > 1000 ? 2 : 3.4) * size, colour(i));
  if (spec.labels && spec.showLabels !== false && kept <= WRITTEN) {
    pen.font = font(10);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = INK;
    for (const { i, x, y } of seen) pen.fillText(spec.labels[i], x + 6, y);
  }
  if (spec.color) drawMarkBar(pen, spec, { x: SIZE.width - 64, y: top + 20, height: 160 });
  return page.png();
}

/** Draws one point with an edge that keeps points apart that lie over each other. */
export function drawPoint(pen: Pen, x: number, y: number, radius: number, colour: string): void {
  pen.globalAlpha = 0.9;
  pen.fillStyle = colour;
  pen.strokeStyle = '#ffffff';
  pen.lineWidth = 0.6;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  pen.globalAlpha = 1;
}

/** The colour of each point by its class, its number, or one for all. */
export function markColours({ kinds, color }: PointMarks): (i: number) => string {
  if (kinds) return (i) => COLOURS[kinds[i] % COLOURS.length];
  if (!color) return () => COLOURS[0];
  const numbers = color.map(fromJsonNumber);
  const scale = scaleOfNumbers(numbers);
  return (i) => css(colourOf(scale, numbers[i]));
}

/** Draws the colour bar of numbers as colours. */
export function drawMarkBar(pen: Pen, { color = [] }: PointMarks, at: { x: number; y: number; height: number }): void {
  const scale = scaleOfNumbers(color.map(fromJsonNumber));
  const labels = [scale.low, scale.high].map((value) => ({ value, text: shortNumber(value) }));
  drawColourBar(pen, at, { width: 10, height: at.height }, scale, labels);
}

/** Writes title, number of points and the classes with their colours; returns where the drawing may begin. */
export function writeHead(
  pen: Pen,
  { title, count, classes }: PointMarks & { title?: string; count: number },
  width: number,
): number {
  writeTitle(pen, title ?? '', MARGIN, MARGIN - 4);
  const y = MARGIN + (title ? 20 : 0);
  let x = MARGIN;
  const lead = `${count} points`;
  pen.fillText(lead, x, y);
  x += textWidth(lead, 11) + 16;
  for (const [i, name] of (classes ?? []).entries()) {
    const room = 15 + textWidth(name, 11) + 14;
    if (x + room > width - MARGIN - 50 && i < (classes?.length ?? 0) - 1) {
      pen.fillStyle = FAINT;
      pen.fillText(`+${(classes?.length ?? 0) - i} more`, x, y);
      break;
    }
    pen.fillStyle = COLOURS[i % COLOURS.length];
    pen.fillRect(x, y + 2, 10, 10);
    pen.fillStyle = INK;
    pen.fillText(name, x + 15, y);
    x += room;
  }
  return y + 18;
}
