import { drawOver, photoCanvas, photoScale } from '../photo/picture.js';
import type { BoxData } from '../protocol/decode-boxes.js';
import { pixelCanvas } from '../shell/pixels.js';
import type { Surface } from '../shell/surface.js';
import { short } from '../tensor/format.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import type { BoxesModel } from './model.js';
import type { PixelPlace } from './pixels.js';

const TAG = 16;

/** Draws one image with what is seen on it. Returns CSS pixels for each pixel of the image. */
export function drawBoxes(
  surface: Surface,
  model: BoxesModel,
  theme: Theme,
  opacity: number,
  cursor: BoxData | undefined,
  pixel: PixelPlace | undefined,
): number {
  const { photo, segmentation, classes } = model.data;
  const scale = photoScale(photo, surface.node.clientWidth - 4);
  const context = surface.clear(photo.width * scale, photo.height * scale);
  drawOver(context, photoCanvas(photo, model.image), photo, scale);
  const seen = model.seen();
  const boxes = seen.flatMap(({ mask, label }) => (mask ? [{ mask, label }] : []));
  const classOf = segmentation?.[model.image];
  if (classOf || boxes.length > 0) {
    const cover = coverCanvas(model, (at) => {
      const box = boxes.find(({ mask }) => mask[at >> 3] & (128 >> (at & 7)));
      return box?.label ?? (classOf?.[at] || undefined);
    });
    context.globalAlpha = opacity;
    drawOver(context, cover, photo, scale);
    context.globalAlpha = 1;
  }
  if (pixel) {
    const [across, up] = [photo.width / photo.cols, photo.height / photo.rows];
    const { row, col } = pixel;
    const xyxy: BoxData['xyxy'] = [col * across, row * up, (col + 1) * across, (row + 1) * up];
    outline(context, { xyxy }, scale, '#ffffff', 2, []);
  }
  for (const box of model.truth) outline(context, box, scale, '#ffffff', 2, [6, 4]);
  // The best lie on top; the one at the cursor above all.
  const order = [...seen].reverse().sort((a, b) => Number(a === cursor) - Number(b === cursor));
  for (const box of order) {
    const color = seriesColor(box.label, false);
    outline(context, box, scale, color, box === cursor ? 4 : 2, []);
    tag(
      context,
      box,
      scale,
      color,
      `${classes[box.label]}${box.score === undefined ? '' : ` ${short(box.score, 2)}`}`,
      theme,
    );
  }
  return scale;
}

/** The colours of the classes on the pixels that have one and are not hidden. */
function coverCanvas(model: BoxesModel, labelAt: (at: number) => number | undefined): HTMLCanvasElement {
  const { rows, cols } = model.data.photo;
  return pixelCanvas(rows, cols, (row, col) => {
    const label = labelAt(row * cols + col);
    if (label === undefined || model.hidden.has(label)) return undefined;
    const hex = Number.parseInt(seriesColor(label, false).slice(1), 16);
    return [hex >> 16, (hex >> 8) & 255, hex & 255];
  });
}

/** A frame over a wider dark one, so that it is seen on every image. */
function outline(
  context: CanvasRenderingContext2D,
  { xyxy }: Pick<BoxData, 'xyxy'>,
  scale: number,
  color: string,
  width: number,
  dash: number[],
): void {
  const [left, top, right, bottom] = xyxy.map((value) => value * scale);
  context.setLineDash(dash);
  for (const [stroke, line] of [
    ['#000000', width + 1.5],
    [color, width],
  ] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.strokeRect(left, top, right - left, bottom - top);
  }
  context.setLineDash([]);
}

function tag(
  context: CanvasRenderingContext2D,
  { xyxy: [left, top] }: BoxData,
  scale: number,
  color: string,
  words: string,
  theme: Theme,
): void {
  context.font = `11px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const y = Math.max(0, top * scale - TAG);
  context.fillStyle = color;
  context.fillRect(left * scale - 1, y, context.measureText(words).width + 8, TAG);
  context.fillStyle = '#ffffff';
  context.fillText(words, left * scale + 3, y + TAG / 2 + 0.5);
}
