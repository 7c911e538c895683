import type { Theme } from '../theme/theme.js';
import type { Seen } from './nearest.js';

/** Widest that a label may be, in CSS pixels. */
const WIDEST = 140;
const HEIGHT = 13;
/** As many labels are tried: more would only cover each other. */
const MOST = 400;

/** Writes texts beside points where neither another text nor the edge is in the way; points in front come first. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  front: readonly Seen[],
  text: (i: number) => string,
  size: { width: number; height: number },
  theme: Theme,
): void {
  const taken: { left: number; top: number; right: number }[] = [];
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineJoin = 'round';
  for (const { i, x, y } of front.slice(0, MOST)) {
    const words = text(i);
    const width = Math.min(WIDEST, context.measureText(words).width);
    for (const left of [x + 7, x - 7 - width]) {
      const place = { left, top: y - HEIGHT / 2, right: left + width };
      const outside = left < 0 || place.right > size.width || place.top < 0 || place.top + HEIGHT > size.height;
      if (outside || taken.some((other) => overlap(place, other))) continue;
      taken.push(place);
      context.lineWidth = 3;
      context.strokeStyle = theme.surface;
      context.strokeText(words, left, y, WIDEST);
      context.fillStyle = theme.text;
      context.fillText(words, left, y, WIDEST);
      break;
    }
  }
}

function overlap(a: { left: number; top: number; right: number }, b: { left: number; top: number; right: number }) {
  return a.left < b.right + 4 && b.left < a.right + 4 && Math.abs(a.top - b.top) < HEIGHT;
}
