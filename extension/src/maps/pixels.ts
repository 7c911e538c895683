import { paintPixels } from '../shell/pixels.js';
import { colorOf } from '../tensor/scale.js';
import { type Colormap, colormap, OFF_SCALE, type Rgb } from '../theme/colormap.js';
import type { MapsModel } from './model.js';

/** Grey from black to white, for images. */
const GREY: Colormap = Array.from({ length: 256 }, (_, level) => [level, level, level] as const);

/** The colours of a grid: grey for images, else one that suits the sign of the values. */
export function colorsOf(model: MapsModel, dark: boolean): Colormap {
  return model.data.kind === 'images' ? GREY : colormap(model.signed, dark);
}

/** Paints one map, a pixel a value, on a canvas of its own; with the values of `data` where they are not those seen. */
export function paintMap(
  model: MapsModel,
  map: number,
  dark: boolean,
  canvas: HTMLCanvasElement,
  data = model.data,
): void {
  const { height, width, channels } = data;
  const values = model.values(map, data);
  const [low, high] = model.ends(map, data);
  const scale = { kind: 'range' as const, low, high, map: channels === 3 ? GREY : colorsOf(model, dark) };
  paintPixels(canvas, height, width, (row, col) => {
    const at = (row * width + col) * channels;
    return channels === 3 ? mixed(scale, values, at) : colorOf(scale, values[at]);
  });
}

function mixed(scale: Parameters<typeof colorOf>[0], values: Float32Array, at: number): Rgb {
  const parts = values.subarray(at, at + 3);
  if (!parts.every(Number.isFinite)) return OFF_SCALE.nan;
  return [colorOf(scale, parts[0])[0], colorOf(scale, parts[1])[0], colorOf(scale, parts[2])[0]];
}
