import { SERIES } from '../colours.js';
import { shortNumber } from '../numbers.js';
import { type Box, drawAxes, FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { NAN_COLOUR, type Rgb } from '../picture/colour.js';
import { niceTicks } from '../picture/ticks.js';
import { evenSample } from '../plot/thin.js';
import { unpackField } from './field.js';
import type { BoundaryPoints, BoundarySnapshot, BoundarySpec } from './spec.js';

const PANEL = { width: 330, height: 350 };
const ROOM = { left: 40, right: 8, top: 24, bottom: 30 };
const MARGIN = 14;
/** Most snapshots on a page. */
const PANELS = 3;
/** How strong the colour of a certain class is. */
const STRENGTH = 0.75;
const LEVELS = 24;

/** The picture of boundaries as a PNG file in base64: the first, a middle and the last snapshot side by side. */
export function boundaryPng(spec: BoundarySpec): string | undefined {
  if (spec.snapshots.length === 0) return undefined;
  const shown = evenSample(spec.snapshots.length, PANELS).map((i) => spec.snapshots[i]);
  const page = openPage(2 * MARGIN + shown.length * PANEL.width, 2 * MARGIN + 40 + PANEL.height);
  if (!page) return undefined;
  const { pen } = page;
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.font = font(14, 'bold');
  pen.fillStyle = INK;
  pen.fillText(spec.title ?? '', MARGIN, MARGIN - 4);
  writeLegend(pen, spec.classes);
  shown.forEach((snapshot, i) => {
    pen.save();
    pen.translate(MARGIN + i * PANEL.width, MARGIN + 40);
    drawPanel(pen, spec, snapshot, MARGIN + i * PANEL.width, MARGIN + 40);
    pen.restore();
  });
  return page.png();
}

/** Image data know no translation: they are put at the page's own `left` and `top`. */
function drawPanel(pen: Pen, spec: BoundarySpec, snapshot: BoundarySnapshot, left: number, top: number): void {
  const box: Box = {
    left: ROOM.left,
    right: PANEL.width - ROOM.right,
    top: ROOM.top,
    bottom: PANEL.height - ROOM.bottom,
  };
  const toX = (value: number) => box.left + ((value - spec.x[0]) / (spec.x[1] - spec.x[0])) * (box.right - box.left);
  const toY = (value: number) => box.bottom - ((value - spec.y[0]) / (spec.y[1] - spec.y[0])) * (box.bottom - box.top);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const colours = spec.classes.map((_, i) => parse(SERIES[i % SERIES.length]));
  const { winner, sure } = unpackField(spec, snapshot.field);
  const rows = cellsUnder(height, (y) => Math.round((1 - y / (height - 1)) * (spec.rows - 1)));
  const cols = cellsUnder(width, (x) => Math.round((x / (width - 1)) * (spec.cols - 1)));
  paintCells(pen, { x: left + box.left, y: top + box.top }, rows, cols, (row, col) => {
    const at = row * spec.cols + col;
    return cellColour(colours[winner[at]], sure[at], spec.classes.length, spec.discrete);
  });
  drawAxes(pen, box, niceTicks(...spec.x, 6), toX, [], toY);
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const tick of niceTicks(...spec.y, 6))
    pen.fillText(String(Number(tick.toPrecision(6))), box.left - 6, toY(tick));
  drawPoints(pen, spec.points, toX, toY, true);
  if (spec.test) drawPoints(pen, spec.test, toX, toY, false);
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.fillStyle = FAINT;
  pen.font = font(11);
  pen.fillText(caption(spec, snapshot), box.left, 4);
}

function drawPoints(
  pen: Pen,
  { x, y, label }: BoundaryPoints,
  toX: (value: number) => number,
  toY: (value: number) => number,
  filled: boolean,
): void {
  pen.lineWidth = 1.2;
  x.forEach((across, i) => {
    const colour = SERIES[label[i] % SERIES.length];
    pen.beginPath();
    pen.arc(toX(across), toY(y[i]), filled ? 3.2 : 2.8, 0, 2 * Math.PI);
    pen.fillStyle = filled ? colour : '#ffffff';
    pen.strokeStyle = filled ? '#ffffff' : colour;
    pen.fill();
    pen.stroke();
  });
}

function cellColour(colour: Rgb, sure: number, classes: number, discrete: boolean): Rgb {
  if (Number.isNaN(sure)) return NAN_COLOUR;
  const share = discrete ? STRENGTH * 0.7 : (STRENGTH * (sure - 1 / classes)) / (1 - 1 / classes);
  // Few colours: a PNG file with a palette has room for 256.
  const level = Math.round(Math.max(0, share) * LEVELS) / LEVELS;
  const mix = (channel: number) => Math.round(255 + (channel - 255) * level);
  return [mix(colour[0]), mix(colour[1]), mix(colour[2])];
}

function caption({ points, test }: BoundarySpec, { step, right, testRight }: BoundarySnapshot): string {
  const share = (count: number, of: number) => `${shortNumber(Math.round((1000 * count) / of) / 10)} %`;
  const tested = test && testRight !== undefined ? `, test ${share(testRight, test.count)}` : '';
  return `${step === null ? '' : `step ${step}: `}${share(right, points.count)} right${tested}`;
}

function writeLegend(pen: Pen, classes: readonly string[]): void {
  pen.font = font(11);
  pen.textBaseline = 'middle';
  let at = MARGIN;
  for (const [i, name] of classes.entries()) {
    pen.fillStyle = SERIES[i % SERIES.length];
    pen.fillRect(at, MARGIN + 22, 10, 10);
    pen.fillStyle = INK;
    pen.fillText(name, at + 15, MARGIN + 27);
    at += textWidth(name, 11) + 32;
  }
}

function parse(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
