import { drawOver, photoCanvas, photoScale } from '../photo/picture.js';
import type { Surface } from '../shell/surface.js';
import { colorOf } from '../tensor/scale.js';
import { colormap } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import type { SaliencyModel } from './model.js';

/** Draws image and map as chosen, with a frame around the place `cursor` of the map. Returns CSS pixels a true pixel. */
export function drawSaliency(
  surface: Surface,
  model: SaliencyModel,
  theme: Theme,
  opacity: number,
  cursor: { row: number; col: number } | undefined,
): number {
  const { photo, rows, cols } = model.data;
  const scale = photoScale(photo, surface.node.clientWidth - 4);
  const [width, height] = [photo.width * scale, photo.height * scale];
  const context = surface.clear(width, height);
  const reach = model.reach();
  if (model.mode !== 'map') drawOver(context, photoCanvas(photo, model.image), photo, scale);
  if (model.mode === 'blended' || model.mode === 'map') {
    const signs = model.sign === 'all';
    const colors = { kind: 'range' as const, low: signs ? -reach : 0, high: reach, map: colormap(signs, theme.dark) };
    context.globalAlpha = model.mode === 'map' ? 1 : opacity;
    drawOver(
      context,
      mapCanvas(model, (value) => [...colorOf(colors, value), 255]),
      photo,
      scale,
    );
    context.globalAlpha = 1;
  } else if (model.mode !== 'image') {
    // The ground that takes the image's place where the map is low: black multiplies, the page shows through.
    const ground = model.mode === 'masked' ? [0, 0, 0] : (theme.surface.match(/\d+/g) ?? []).slice(0, 3).map(Number);
    const share = (value: number) => 255 * (1 - Math.min(1, Math.abs(value) / reach));
    drawOver(
      context,
      mapCanvas(model, (value) => [...ground, Number.isNaN(value) ? 255 : share(value)]),
      photo,
      scale,
    );
  }
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  context.strokeRect(0.5, 0.5, width - 1, height - 1);
  if (!cursor) return scale;
  const box = [(cursor.col * width) / cols, (cursor.row * height) / rows, width / cols, height / rows] as const;
  for (const [stroke, line] of [
    [theme.surface, 4],
    [theme.accent, 2],
  ] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.strokeRect(box[0], box[1], Math.max(3, box[2]), Math.max(3, box[3]));
  }
  return scale;
}

function mapCanvas(model: SaliencyModel, color: (value: number) => number[]): HTMLCanvasElement {
  const { rows, cols } = model.data;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [cols, rows];
  const image = new ImageData(cols, rows);
  for (let at = 0; at < rows * cols; at++) image.data.set(color(model.signed(at)), 4 * at);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
