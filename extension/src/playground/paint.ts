import { PLAYGROUND_GRID } from '../protocol/spec.js';
import { type Colormap, css, OFF_SCALE, type Rgb } from '../theme/colormap.js';

const SIDE = PLAYGROUND_GRID;
/** Heat maps use the middle of the colours, so that points in the full ones stand out. */
const SOFT = 0.62;

/** The colour of a value from −1 to 1; NaN has one outside the scale. */
export function colorOf(map: Colormap, value: number, reach = 1): Rgb {
  if (Number.isNaN(value)) return OFF_SCALE.nan;
  const level = Math.round((Math.max(-1, Math.min(1, value)) * reach * 0.5 + 0.5) * 255);
  return map[level];
}

/** The CSS colour of a value from −1 to 1 or NaN. */
export function cssOf(map: Colormap, value: number, reach = 1): string {
  return css(colorOf(map, value, reach));
}

/** Paints one unit's heat map on a canvas of `pixels` a side; between cells it goes smoothly, or in two colours. */
export function paintUnit(
  canvas: HTMLCanvasElement,
  cells: Uint8Array,
  pixels: number,
  map: Colormap,
  discrete = false,
): void {
  if (canvas.width !== pixels) {
    canvas.width = pixels;
    canvas.height = pixels;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(pixels, pixels);
  for (let row = 0; row < pixels; row++) {
    const down = Math.max(0, Math.min(SIDE - 1, ((row + 0.5) / pixels) * SIDE - 0.5));
    const top = Math.min(SIDE - 2, Math.floor(down));
    for (let col = 0; col < pixels; col++) {
      const right = Math.max(0, Math.min(SIDE - 1, ((col + 0.5) / pixels) * SIDE - 0.5));
      const left = Math.min(SIDE - 2, Math.floor(right));
      const value = between(cells, top, left, down - top, right - left);
      const [red, green, blue] = colorOf(map, discrete ? Math.sign(value) : value, SOFT);
      const at = (row * pixels + col) * 4;
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

/** The value at a place of a heat map, both from 0 to 1 from the upper left; NaN beside a cell that holds it. */
export function valueAt(cells: Uint8Array, x: number, y: number): number {
  const down = Math.max(0, Math.min(SIDE - 1, y * SIDE - 0.5));
  const right = Math.max(0, Math.min(SIDE - 1, x * SIDE - 0.5));
  const top = Math.min(SIDE - 2, Math.floor(down));
  const left = Math.min(SIDE - 2, Math.floor(right));
  return between(cells, top, left, down - top, right - left);
}

function between(cells: Uint8Array, top: number, left: number, down: number, right: number): number {
  const at = top * SIDE + left;
  // The byte 0 stands for NaN.
  if (cells[at] * cells[at + 1] * cells[at + SIDE] * cells[at + SIDE + 1] === 0) return Number.NaN;
  const upper = cells[at] * (1 - right) + cells[at + 1] * right;
  const lower = cells[at + SIDE] * (1 - right) + cells[at + SIDE + 1] * right;
  return (upper * (1 - down) + lower * down - 128) / 127;
}
