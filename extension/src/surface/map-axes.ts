import { roundValues } from '../histogram/model.js';
import { short } from '../tensor/format.js';
import type { Theme } from '../theme/theme.js';
import type { MapFrame } from './frame.js';

/** One axis of a map: the values at its ends, its words, and the pixel of a value. */
export interface MapAxis {
  ends: readonly [low: number, high: number];
  label: string;
  place(value: number): number;
}

/** Draws the frame of a map with round values and words at its left and lower side. */
export function drawMapAxes(
  context: CanvasRenderingContext2D,
  { left, right, top, bottom }: MapFrame,
  { x, y }: { x: MapAxis; y: MapAxis },
  theme: Theme,
): void {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  context.fillStyle = theme.faint;
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'top';
  context.textAlign = 'center';
  for (const value of axisValues(x.ends, (right - left) / 48)) {
    context.fillRect(Math.round(x.place(value)), bottom, 1, 4);
    context.fillText(short(value, 3), x.place(value), bottom + 6);
  }
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const value of axisValues(y.ends, (bottom - top) / 40)) {
    context.fillRect(left - 4, Math.round(y.place(value)), 4, 1);
    context.fillText(short(value, 3), left - 7, y.place(value));
  }
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(x.label, (left + right) / 2, bottom + 38);
  context.save();
  context.translate(4, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(y.label, 0, 0);
  context.restore();
}

function axisValues([low, high]: readonly [number, number], most: number): number[] {
  return high > low ? roundValues(low, high, most) : [low];
}
