import { SERIES } from '../colours.js';
import { type Box, drawAxes, FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { niceTicks } from '../picture/ticks.js';
import { writeTitle } from '../picture/title.js';
import { rebinned } from './binning.js';
import type { HistogramLayer, HistogramSnapshot, HistogramSpec } from './spec.js';
import { snapshotFacts } from './text.js';

const MARGIN = 16;
const PANEL = { width: 400, height: 230 };
const GUTTER = 16;
const ACROSS = 2;
/** Most panels on a page, and most ridges in a panel. */
const PANELS = 12;
const RIDGES = 12;
const ROOM = { left: 54, right: 10, top: 40, bottom: 26 };
/** How far a ridge may rise into its neighbours, in ridge distances. */
const RISE = 2.2;

/**
 * The picture of histograms as a PNG file in base64: a panel a layer, bars for one snapshot and ridges, the oldest
 * behind, for several. `undefined` where there is nothing to draw or no canvas.
 */
export function histogramPng({ title, layers }: HistogramSpec): string | undefined {
  const shown = layers.slice(0, PANELS);
  if (shown.length === 0) return undefined;
  const across = Math.min(ACROSS, shown.length);
  const down = Math.ceil(shown.length / across);
  const top = MARGIN + (title || layers.length > shown.length ? 26 : 0);
  const page = openPage(
    2 * MARGIN + across * PANEL.width + (across - 1) * GUTTER,
    top + MARGIN + down * PANEL.height + (down - 1) * GUTTER,
  );
  if (!page) return undefined;
  const { pen } = page;
  const more = layers.length > shown.length ? `first ${shown.length} of ${layers.length} layers` : '';
  writeTitle(pen, title ?? '', MARGIN, MARGIN - 4);
  pen.fillText(more, MARGIN + (title ? textWidth(title, 14, 'bold') + 12 : 0), MARGIN - 1);
  shown.forEach((layer, i) => {
    pen.save();
    pen.translate(
      MARGIN + (i % across) * (PANEL.width + GUTTER),
      top + Math.floor(i / across) * (PANEL.height + GUTTER),
    );
    drawPanel(pen, layer, SERIES[i % SERIES.length]);
    pen.restore();
  });
  return page.png();
}

function drawPanel(pen: Pen, layer: HistogramLayer, colour: string): void {
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.font = font(12, 'bold');
  pen.fillStyle = INK;
  pen.fillText(layer.name, 0, 8);
  pen.font = font(10);
  pen.fillStyle = FAINT;
  pen.fillText(snapshotFacts(layer).join('  '), 0, 25);
  const box: Box = {
    left: ROOM.left,
    right: PANEL.width - ROOM.right,
    top: ROOM.top,
    bottom: PANEL.height - ROOM.bottom,
  };
  const finite = evenly(
    layer.snapshots.filter(({ counts }) => counts.length > 0),
    RIDGES,
  );
  if (finite.length === 0) {
    pen.fillText('no finite value', box.left, (box.top + box.bottom) / 2);
    return;
  }
  const exponent = Math.max(...finite.map((snapshot) => snapshot.exponent));
  const ridges = finite.map((snapshot) => ({ snapshot, ...rebinned(snapshot, exponent) }));
  const first = Math.min(...ridges.map((ridge) => ridge.first));
  const stop = Math.max(...ridges.map((ridge) => ridge.first + ridge.counts.length));
  const width = 2 ** exponent;
  const toX = (edge: number) => box.left + ((edge - first) / (stop - first)) * (box.right - box.left);
  const most = Math.max(...ridges.flatMap(({ counts }) => counts));
  const xTicks = niceTicks(first * width, stop * width, 6);
  const single = ridges.length === 1;
  const distance = single ? 0 : (box.bottom - box.top) / (ridges.length + RISE - 1);
  const height = single ? box.bottom - box.top : distance * RISE;
  const toY = (count: number) => box.bottom - (count / most) * height;
  drawAxes(pen, box, xTicks, (value) => toX(value / width), single ? niceTicks(0, most, 5, true) : [], toY);
  ridges.forEach((ridge, i) => {
    const base = box.bottom - distance * (ridges.length - 1 - i);
    pen.globalAlpha = 1;
    pen.strokeStyle = single ? colour : '#ffffff';
    pen.fillStyle = colour;
    pen.lineWidth = 1;
    pen.globalAlpha = single ? 0.75 : 0.35 + (0.6 * i) / (ridges.length - 1);
    outline(pen, ridge, base, toX, (count) => (count / most) * height);
    pen.fill();
    pen.globalAlpha = 1;
    pen.stroke();
    if (!single) writeStep(pen, ridge.snapshot, box.left - 7, base, distance, i % Math.ceil(14 / distance) === 0);
  });
}

function outline(
  pen: Pen,
  { first, counts }: { first: number; counts: number[] },
  base: number,
  toX: (edge: number) => number,
  rise: (count: number) => number,
): void {
  pen.beginPath();
  pen.moveTo(toX(first), base);
  counts.forEach((count, i) => {
    pen.lineTo(toX(first + i), base - rise(count));
    pen.lineTo(toX(first + i + 1), base - rise(count));
  });
  pen.lineTo(toX(first + counts.length), base);
  pen.closePath();
}

function writeStep(pen: Pen, { step }: HistogramSnapshot, right: number, base: number, room: number, due: boolean) {
  if (!due || step === null) return;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  pen.font = font(Math.min(10, Math.max(8, room)));
  pen.fillStyle = FAINT;
  pen.fillText(String(step), right, base - 3);
}

/** At most `most` entries of a list, evenly spaced, with the first and the last. */
function evenly<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
}
