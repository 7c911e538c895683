import { paintPixels } from '../shell/pixels.js';
import type { Surface } from '../shell/surface.js';
import { colorOf, type Scale } from '../tensor/scale.js';
import { colormap } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import type { AttentionModel, Place } from './model.js';

/** Where the large map lies on its canvas, in CSS pixels. */
export interface MapLayout {
  left: number;
  top: number;
  cell: number;
}

const CELL = { least: 3, most: 34, named: 10 };
const NAME = { most: 90, gap: 6 };
const LINE = { height: 17, named: 12, tall: 500, room: 130, most: 420, together: 10_000 };

/** White to the strongest weight of the sample in any head; 1 for weights that are all 0. */
export function weightScale({ data }: AttentionModel, dark: boolean): Scale {
  let high = 0;
  for (const weight of data.weights) if (Number.isFinite(weight) && weight > high) high = weight;
  return { kind: 'range', low: 0, high: high || 1, map: colormap(false, dark) };
}

/** Paints one head, a pixel a weight, on a canvas of its own. */
export function paintHead(model: AttentionModel, head: number | 'mean', scale: Scale, canvas: HTMLCanvasElement): void {
  const { queries, keys } = model.data;
  paintPixels(canvas, queries.length, keys.length, (query, key) => colorOf(scale, model.weight(head, query, key)));
}

/** Draws the chosen head large, with the tokens at its edges and the row and column of the cursor marked. */
export function drawMap(surface: Surface, model: AttentionModel, room: number, theme: Theme): MapLayout {
  const { queries, keys } = model.data;
  const { context: measure } = surface;
  measure.font = `11px ${theme.font}`;
  const widest = (tokens: string[]) =>
    Math.min(NAME.most, Math.max(8, ...tokens.map((token) => measure.measureText(token).width))) + NAME.gap;
  const [left, top] = [widest(queries), widest(keys)];
  const fit = Math.floor((room - left - 4) / Math.max(1, keys.length));
  const cell = Math.max(CELL.least, Math.min(CELL.most, fit, Math.floor(420 / Math.max(1, queries.length))));
  const [width, height] = [keys.length * cell, queries.length * cell];
  const context = surface.clear(left + width + 2, top + height + 2);
  const image = document.createElement('canvas');
  paintHead(model, model.head, weightScale(model, theme.dark), image);
  context.imageSmoothingEnabled = false;
  if (image.width > 0 && image.height > 0) context.drawImage(image, left, top, width, height);
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  const every = Math.max(1, Math.ceil(CELL.named / cell));
  const { query: row, key: col } = model.cursor ?? {};
  queries.forEach((token, i) => {
    if (i % every > 0 && i !== row) return;
    context.textAlign = 'right';
    context.fillStyle = i === row ? theme.text : theme.faint;
    context.fillText(token, left - NAME.gap, top + (i + 0.5) * cell, NAME.most);
  });
  keys.forEach((token, i) => {
    if (i % every > 0 && i !== col) return;
    context.save();
    context.translate(left + (i + 0.5) * cell, top - NAME.gap);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'left';
    context.fillStyle = i === col ? theme.text : theme.faint;
    context.fillText(token, 0, 0, NAME.most);
    context.restore();
  });
  context.strokeStyle = theme.text;
  if (row !== undefined) context.strokeRect(left - 0.5, top + row * cell - 0.5, width + 1, cell + 1);
  if (col !== undefined) context.strokeRect(left + col * cell - 0.5, top - 0.5, cell + 1, height + 1);
  context.lineWidth = 2;
  if (row !== undefined && col !== undefined) {
    context.strokeRect(left + col * cell - 1, top + row * cell - 1, cell + 2, cell + 2);
  }
  return { left, top, cell };
}

/** The query, the key or both at a place of the large map. */
export function mapPlace(
  { left, top, cell }: MapLayout,
  model: AttentionModel,
  at: { x: number; y: number },
): Place | undefined {
  const query = Math.floor((at.y - top) / cell);
  const key = Math.floor((at.x - left) / cell);
  const down = query >= 0 && query < model.data.queries.length;
  const across = key >= 0 && key < model.data.keys.length;
  if (down && across) return { query, key };
  if (down && key < 0) return { query };
  return across && query < 0 ? { key } : undefined;
}

/** Draws the tokens in two columns with a line for each weight, as dark as it is strong; of the cursor's token alone if there is one. */
export function drawLines(surface: Surface, model: AttentionModel, room: number, theme: Theme): number {
  const { queries, keys } = model.data;
  const width = Math.min(LINE.most, room);
  const left = Math.min(LINE.room, width * 0.3);
  const step = lineHeight(model);
  const context = surface.clear(width, Math.max(queries.length, keys.length, 1) * step + 6);
  const y = (i: number) => (i + 0.5) * step + 3;
  const { query: row, key: col } = model.cursor ?? {};
  const { high } = weightScale(model, theme.dark);
  context.strokeStyle = theme.accent;
  // More lines than these are one grey block; those of a token that is pointed at are still drawn.
  const all = queries.length * keys.length <= LINE.together;
  for (let query = 0; query < queries.length; query++) {
    if (row === undefined ? col === undefined && !all : query !== row) continue;
    for (let key = 0; key < keys.length; key++) {
      if (row === undefined && col !== undefined && key !== col) continue;
      const share = model.weight(model.head, query, key) / high;
      // Lines fainter than this cannot be seen and would only take time.
      if (!(share > 0.02)) continue;
      context.globalAlpha = Math.min(1, share);
      context.lineWidth = 0.5 + 2.5 * Math.min(1, share);
      context.beginPath();
      context.moveTo(left, y(query));
      context.bezierCurveTo(width / 2, y(query), width / 2, y(key), width - left, y(key));
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  context.textBaseline = 'middle';
  const write = (tokens: string[], chosen: number | undefined, x: number, align: 'left' | 'right') => {
    context.textAlign = align;
    const every = Math.ceil(LINE.named / step);
    tokens.forEach((token, i) => {
      if (i % every > 0 && i !== chosen) return;
      // Beside the chosen name there is no room for the next.
      if (chosen !== undefined && i !== chosen && Math.abs(i - chosen) < every) return;
      context.font = `${i === chosen ? '600 ' : ''}11px ${theme.font}`;
      context.fillStyle = chosen === undefined || i === chosen ? theme.text : theme.faint;
      context.fillText(token, x, y(i), left - 8);
    });
  };
  write(queries, row, left - NAME.gap, 'right');
  write(keys, col, width - left + NAME.gap, 'left');
  return width;
}

/** Height of a token's line: that of its name, or less so that all tokens have room. */
function lineHeight({ data }: AttentionModel): number {
  return Math.min(LINE.height, LINE.tall / Math.max(1, data.queries.length, data.keys.length));
}

/** The token at a place of the two columns: a query in the left half, a key in the right. */
export function linesPlace(width: number, model: AttentionModel, at: { x: number; y: number }): Place | undefined {
  const i = Math.floor((at.y - 3) / lineHeight(model));
  if (i < 0) return undefined;
  if (at.x < width / 2) return i < model.data.queries.length ? { query: i } : undefined;
  return i < model.data.keys.length ? { key: i } : undefined;
}
