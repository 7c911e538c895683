import { css } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { endTexts } from './colorbar.js';
import { shortType } from './format.js';
import { Heatmap } from './heatmap.js';
import type { TensorModel } from './model.js';
import type { Scale } from './scale.js';

/** Pixels of a saved picture for one of the page, and how long its sides may be: no browser has larger canvases. */
const RATIO = 2;
const LONGEST = 8000;
const EDGE = 12;

/** The whole slice as a picture to be saved, with its name, the colours' values and, if it had to end early, that it did. */
export function savedPicture(model: TensorModel, scale: Scale, theme: Theme, size: number): HTMLCanvasElement {
  const heatmap = new Heatmap();
  heatmap.color(model, scale);
  const whole = heatmap.place(model, theme, size, RATIO);
  const [width, height] = [Math.min(whole.width, LONGEST / RATIO), Math.min(whole.height, LONGEST / RATIO)];
  const { cursor } = model;
  model.cursor = undefined;
  heatmap.draw(model, scale, theme, { x: 0, y: 0, width, height });
  model.cursor = cursor;
  const { data } = model;
  const cut = width < whole.width || height < whole.height ? ', first part' : '';
  const name = `${data.title || 'tensor'}${model.sliceText()}${cut} · Tensor[${data.shape.join(', ')}]`;
  const page = document.createElement('canvas');
  const pen = page.getContext('2d');
  if (!pen) return page;
  const font = `12px ${theme.font}`;
  pen.font = font;
  const title = `${name} ${shortType(data.dtype)}`;
  page.width = RATIO * Math.ceil(Math.max(width, pen.measureText(title).width, 240) + 2 * EDGE);
  page.height = RATIO * Math.ceil(height + 62 + 2 * EDGE);
  pen.scale(RATIO, RATIO);
  pen.fillStyle = theme.surface;
  pen.fillRect(0, 0, page.width, page.height);
  pen.font = font;
  pen.fillStyle = theme.text;
  pen.textBaseline = 'top';
  pen.fillText(title, EDGE, EDGE);
  pen.drawImage(heatmap.canvas, EDGE, EDGE + 22, width, height);
  const bar = EDGE + 22 + height + 10;
  scale.map.forEach((color, level) => {
    pen.fillStyle = css(color);
    pen.fillRect(EDGE + (level * 240) / 256, bar, 1.5, 10);
  });
  pen.fillStyle = theme.text;
  endTexts(scale, data).forEach((text, i) => {
    pen.textAlign = (['left', 'center', 'right'] as const)[i];
    pen.fillText(text, EDGE + 120 * i, bar + 14);
  });
  return page;
}
