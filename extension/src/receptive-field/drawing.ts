import { type GridBox, strokeLines } from '../convolution/layout.js';
import { framePart, photoCanvas } from '../photo/picture.js';
import { pixelCanvas } from '../shell/pixels.js';
import type { Surface } from '../shell/surface.js';
import { colorOf } from '../tensor/scale.js';
import { colormap } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { inside, type ReceptiveFieldModel } from './model.js';

/** What is drawn under the field on the input. */
export type Ground = 'image' | 'effective' | 'none';

/** One drawn grid and its level. */
export interface LevelBox extends GridBox {
  level: number;
}

const SIDE = { input: 260, layer: 150 };
const GAP = 22;
const TITLE = 20;
/** Smallest cell with lines around it, in pixels. */
const LINED = 5;

/** Draws input and layers beside each other with what the chosen output sees on each. Returns where they lie. */
export function drawFields(surface: Surface, model: ReceptiveFieldModel, theme: Theme, ground: Ground): LevelBox[] {
  const room = surface.node.clientWidth - 4;
  let [x, y, line] = [1, TITLE, 0];
  const boxes = model.levels.map((level): LevelBox => {
    const { rows, cols } = model.sizeOf(level);
    const most = Math.min(room - 2, level === 0 ? SIDE.input : SIDE.layer);
    const fit = Math.min(most / Math.max(rows, cols), 24);
    const side = fit >= 2 ? Math.floor(fit) : fit;
    if (x > 1 && x + cols * side > room) [x, y, line] = [1, y + line + TITLE + 8, 0];
    const box = { level, x, y, rows, cols, side };
    x += Math.max(cols * side, 90) + GAP;
    line = Math.max(line, rows * side);
    return box;
  });
  const context = surface.clear(room, y + line + 3);
  for (const box of boxes) drawLevel(context, model, theme, ground, box);
  return boxes;
}

function drawLevel(
  context: CanvasRenderingContext2D,
  model: ReceptiveFieldModel,
  theme: Theme,
  ground: Ground,
  grid: LevelBox,
): void {
  const { level, x, y, rows, cols, side } = grid;
  const [width, height] = [cols * side, rows * side];
  context.font = `12px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = level === model.level ? theme.text : theme.faint;
  context.fillText(`${model.nameOf(level)} ${rows}×${cols}`, x, y - 6);
  context.fillStyle = theme.raised;
  context.fillRect(x, y, width, height);
  const picture = level === 0 ? groundOf(model, theme, ground) : undefined;
  if (picture) {
    context.imageSmoothingEnabled = picture.width > width;
    context.drawImage(picture, x, y, width, height);
  }
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  if (side >= LINED && !picture) {
    context.globalAlpha = 0.35;
    strokeLines(context, grid);
    context.globalAlpha = 1;
  }
  context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  const span = model.seen(level);
  if (!span) return;
  const { top, bottom, left, right } = inside(span, { rows, cols });
  if (bottom < top || right < left) return;
  const box = [x + left * side, y + top * side, (right - left + 1) * side, (bottom - top + 1) * side] as const;
  if (!picture) {
    context.globalAlpha = 0.35;
    context.fillStyle = theme.accent;
    context.fillRect(...box);
    context.globalAlpha = 1;
  }
  framePart(context, box, theme);
}

function groundOf(model: ReceptiveFieldModel, theme: Theme, ground: Ground): HTMLCanvasElement | undefined {
  const { photo, effective, input } = model.data;
  if (ground === 'image' && photo) return photoCanvas(photo, 0);
  if (ground !== 'effective' || !effective) return undefined;
  const high =
    effective.values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), 0) || 1;
  const scale = { kind: 'range' as const, low: 0, high, map: colormap(false, theme.dark) };
  const [rows, cols] = input;
  return pixelCanvas(rows, cols, (row, col) => colorOf(scale, effective.values[row * cols + col]));
}
