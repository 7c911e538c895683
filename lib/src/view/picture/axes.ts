import { font, type Pen } from './canvas.js';
import { tickLabels } from './ticks.js';

/** Colours of words, of lesser words and of lines behind a drawing. */
export const INK = '#1f2430';
export const FAINT = '#5b616e';
const GRID = '#e6e8ec';

/** The part of a page between axes, in pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A straight map from values to pixels. */
export type Place = (value: number) => number;

/** Lowest and highest finite value with a margin on both sides, as a share of their distance; never empty. */
export function extent(values: readonly number[], margin: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  if (low === high)
    return margin === 0 ? [low, low + 1] : [low - (Math.abs(low) / 2 || 1), low + (Math.abs(low) / 2 || 1)];
  const room = (high - low) * margin;
  // A quantity that is never negative keeps an axis that is not either.
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** Draws a grid with the labels of both axes: faint lines at the ticks of the vertical one, marks on the other. */
export function drawAxes(pen: Pen, box: Box, xTicks: number[], toX: Place, yTicks: number[], toY: Place): void {
  pen.lineWidth = 1;
  pen.font = font(10.5);
  pen.fillStyle = FAINT;
  pen.strokeStyle = GRID;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  pen.beginPath();
  tickLabels(yTicks).forEach((label, i) => {
    const y = Math.round(toY(yTicks[i])) + 0.5;
    pen.moveTo(box.left, y);
    pen.lineTo(box.right, y);
    pen.fillText(label, box.left - 7, y);
  });
  pen.stroke();
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  pen.strokeStyle = '#9aa0aa';
  pen.beginPath();
  tickLabels(xTicks).forEach((label, i) => {
    const x = Math.round(toX(xTicks[i])) + 0.5;
    pen.moveTo(x, box.bottom);
    pen.lineTo(x, box.bottom + 4);
    pen.fillText(label, x, box.bottom + 7);
  });
  pen.moveTo(box.left, box.bottom + 0.5);
  pen.lineTo(box.right, box.bottom + 0.5);
  pen.stroke();
}
