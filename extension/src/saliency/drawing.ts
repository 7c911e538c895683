import { drawOver, framePart, photoCanvas, photoScale } from '../photo/picture.js';
import { pixelCanvas } from '../shell/pixels.js';
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
      mapCanvas(model, (value) => colorOf(colors, value)),
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
  const [across, down] = [width / cols, height / rows];
  framePart(context, [cursor.col * across, cursor.row * down, across, down], theme);
  return scale;
}

function mapCanvas(model: SaliencyModel, color: (value: number) => readonly number[]): HTMLCanvasElement {
  const { rows, cols } = model.data;
  return pixelCanvas(rows, cols, (row, col) => color(model.signed(row * cols + col)));
}
