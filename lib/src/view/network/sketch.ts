import type { Pen } from '../picture/canvas.js';

const FRONT = '#dbe7f3';
const LINE = '#5b7fa6';

/** A layer's result in a small drawing: an image volume as sheets behind each other, a sequence as a grid, a vector as a bar. */
export function sketchOf(
  shape: readonly number[],
): { width: number; height: number; draw(pen: Pen, x: number, y: number, scale: number): void } | undefined {
  if (shape.length === 4) return volume(shape[1], shape[2], shape[3]);
  if (shape.length === 3) return sheet(length(shape[1]), length(shape[2]));
  if (shape.length === 2) return sheet(7, 2 * length(shape[1]));
  return undefined;
}

/** The side of a drawing for a length: by its logarithm, so that large and small layers fit beside each other. */
function length(size: number): number {
  return 5 + 5 * Math.log2(1 + Math.min(size, 4096)) ** 0.9;
}

function volume(rows: number, cols: number, maps: number) {
  const [height, width] = [length(rows), length(cols)];
  const count = Math.max(1, Math.min(9, Math.round(Math.log2(maps + 1))));
  const step = 3;
  const depth = (count - 1) * step;
  return {
    width: width + depth,
    height: height + depth,
    draw(pen: Pen, x: number, y: number, scale: number) {
      for (let i = count - 1; i >= 0; i--) {
        const left = x + (-(width + depth) / 2 + i * step) * scale;
        const top = y + (-(height + depth) / 2 + depth - i * step) * scale;
        block(pen, left, top, width * scale, height * scale);
      }
    },
  };
}

function sheet(height: number, width: number) {
  return {
    width,
    height,
    draw(pen: Pen, x: number, y: number, scale: number) {
      block(pen, x - (width / 2) * scale, y - (height / 2) * scale, width * scale, height * scale);
    },
  };
}

function block(pen: Pen, x: number, y: number, width: number, height: number): void {
  pen.fillStyle = FRONT;
  pen.fillRect(x, y, width, height);
  pen.lineWidth = 1;
  pen.strokeStyle = LINE;
  pen.strokeRect(x, y, width, height);
}
