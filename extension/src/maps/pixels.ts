import { colorOf } from '../tensor/scale.js';
import { type Colormap, colormap, OFF_SCALE, type Rgb } from '../theme/colormap.js';
import type { MapsModel } from './model.js';

/** Grey from black to white, for images. */
const GREY: Colormap = Array.from({ length: 256 }, (_, level) => [level, level, level] as const);

/** The colours of a grid: grey for images, else one that suits the sign of the values. */
export function colorsOf(model: MapsModel, dark: boolean): Colormap {
  return model.data.kind === 'images' ? GREY : colormap(model.signed, dark);
}

/** Paints one map, a pixel a value, on a canvas of its own. */
export function paintMap(model: MapsModel, map: number, dark: boolean, canvas: HTMLCanvasElement): void {
  const { height, width, channels } = model.data;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const values = model.values(map);
  const [low, high] = model.ends(map);
  const scale = { kind: 'range' as const, low, high, map: channels === 3 ? GREY : colorsOf(model, dark) };
  const pixels = new ImageData(width, height);
  for (let i = 0, p = 0; i < values.length; i += channels, p += 4) {
    const [red, green, blue] = channels === 3 ? mixed(scale, values, i) : colorOf(scale, values[i]);
    pixels.data[p] = red;
    pixels.data[p + 1] = green;
    pixels.data[p + 2] = blue;
    pixels.data[p + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
}

function mixed(scale: Parameters<typeof colorOf>[0], values: Float32Array, at: number): Rgb {
  const parts = values.subarray(at, at + 3);
  if (!parts.every(Number.isFinite)) return OFF_SCALE.nan;
  return [colorOf(scale, parts[0])[0], colorOf(scale, parts[1])[0], colorOf(scale, parts[2])[0]];
}
