/**
 * Paints a canvas anew with a pixel for each row and column: red, green and blue, and alpha unless that is 255. Where
 * `color` gives nothing, the pixel stays clear.
 */
export function paintPixels(
  canvas: HTMLCanvasElement,
  rows: number,
  cols: number,
  color: (row: number, col: number) => readonly number[] | undefined,
): HTMLCanvasElement {
  canvas.width = cols;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  if (!context || rows === 0 || cols === 0) return canvas;
  const pixels = new ImageData(cols, rows);
  for (let row = 0, p = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, p += 4) {
      const rgba = color(row, col);
      if (!rgba) continue;
      pixels.data[p] = rgba[0];
      pixels.data[p + 1] = rgba[1];
      pixels.data[p + 2] = rgba[2];
      pixels.data[p + 3] = rgba[3] ?? 255;
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** A canvas of its own for {@link paintPixels}, to be drawn on another. */
export function pixelCanvas(
  rows: number,
  cols: number,
  color: (row: number, col: number) => readonly number[] | undefined,
): HTMLCanvasElement {
  return paintPixels(document.createElement('canvas'), rows, cols, color);
}
