import type { TensorModel } from './model.js';

/** Cell sizes in CSS pixels that the zoom buttons step through. */
const SIZES = [1, 2, 3, 4, 6, 8, 11, 16, 22, 30, 40, 56];
/** Largest height that a picture takes by itself. */
const ROOM_DOWN = 380;

/**
 * The largest cell of whole device pixels, of which there are `ratio` in one of CSS, that fits `width` CSS pixels; small
 * matrices get cells that have room for their values.
 */
export function fitSize(model: TensorModel, width: number, top: number, ratio: number): number {
  const largest = model.rowCount <= 12 && model.colCount <= 16 ? 40 : 22;
  const down = model.rows === null ? largest : (ROOM_DOWN - top) / model.rowCount;
  const fitting = Math.floor(Math.min(width / model.colCount, down, largest) * ratio) / ratio;
  return Math.max(1, fitting);
}

/** The next larger or smaller size. */
export function zoomed(size: number, direction: -1 | 1): number {
  const larger = SIZES.filter((step) => step > size);
  const smaller = SIZES.filter((step) => step < size);
  return direction > 0 ? (larger[0] ?? SIZES[SIZES.length - 1]) : (smaller[smaller.length - 1] ?? SIZES[0]);
}
