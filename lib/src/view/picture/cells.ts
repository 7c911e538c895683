import type { Pen } from './canvas.js';
import type { Rgb } from './colour.js';

/** The number of the cell under each of `length` pixels of an axis. */
export function cellsUnder(length: number, cellAt: (pixel: number) => number): Int32Array {
  return Int32Array.from({ length }, (_, pixel) => cellAt(pixel));
}

/**
 * Paints a block of pixels at a page's own `x` and `y`: `rows` and `cols` tell the cell under each of its pixels, `colour`
 * that of a cell.
 */
export function paintCells(
  pen: Pen,
  { x, y }: { x: number; y: number },
  rows: Int32Array,
  cols: Int32Array,
  colour: (row: number, col: number) => Rgb,
): void {
  const width = cols.length;
  const image = pen.createImageData(width, rows.length);
  const pixels = new Int32Array(image.data.buffer, image.data.byteOffset, width * rows.length);
  rows.forEach((row, down) => {
    const start = down * width;
    // Large cells have many rows of pixels, all alike.
    if (down > 0 && rows[down - 1] === row) {
      pixels.copyWithin(start, start - width, start);
      return;
    }
    let pixel = 0;
    for (let across = 0; across < width; across++) {
      if (across === 0 || cols[across - 1] !== cols[across]) pixel = packed(colour(row, cols[across]));
      pixels[start + across] = pixel;
    }
  });
  pen.putImageData(image, x, y);
}

/** The bytes of an opaque pixel as they lie in memory. */
function packed([red, green, blue]: Rgb): number {
  return red | (green << 8) | (blue << 16) | (255 << 24);
}
