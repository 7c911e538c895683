import { fromBase64 } from '../base64.js';
import { SERIES } from '../colours.js';
import { shortNumber } from '../numbers.js';
import { paintPhoto, photoSide } from '../photo/paint.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { writeTitle } from '../picture/title.js';
import type { BoxesSpec, FoundBox } from './spec.js';
import { boxesLine } from './text.js';

const MARGIN = 16;

/** The picture of the first image with its boxes as a PNG file in base64; `undefined` where there is no canvas. */
export function boxesPng(spec: BoxesSpec): string | undefined {
  const { photo, classes, title } = spec;
  const side = photoSide(photo);
  const line = boxesLine({ ...spec, title: undefined });
  const top = MARGIN + (title ? 22 : 0) + 24;
  const width = Math.max(photo.cols * side, textWidth(line, 11), textWidth(title ?? '', 14, 'bold'));
  const page = openPage(Math.ceil(width + 2 * MARGIN), Math.ceil(top + photo.rows * side + MARGIN));
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title ?? '', MARGIN, MARGIN - 4);
  pen.fillText(line, MARGIN, top - 24);
  paintPhoto(pen, photo, 0, MARGIN, top, side);
  pen.save();
  pen.translate(MARGIN, top);
  if (spec.segmentation) paintClasses(pen, spec.segmentation[0], photo.cols, side);
  const scale = side / photo.pooled;
  for (const box of spec.truth[0] ?? []) outline(pen, box, scale, '#ffffff', true);
  for (const box of [...(spec.found[0] ?? [])].reverse()) {
    const colour = SERIES[box.label % SERIES.length];
    if (box.mask) paintMask(pen, box.mask, photo, side, colour);
    outline(pen, box, scale, colour, false);
    const words = `${classes[box.label]}${box.score === undefined ? '' : ` ${shortNumber(box.score)}`}`;
    pen.font = font(10);
    const room = pen.measureText(words).width + 6;
    const [x, y] = [box.xyxy[0] * scale, Math.max(0, box.xyxy[1] * scale - 14)];
    pen.fillStyle = colour;
    pen.fillRect(x, y, room, 14);
    pen.fillStyle = '#ffffff';
    pen.fillText(words, x + 3, y + 2);
  }
  pen.restore();
  return page.png();
}

function outline(pen: Pen, { xyxy }: FoundBox, scale: number, colour: string, dashed: boolean): void {
  const [left, top, right, bottom] = xyxy.map((value) => value * scale);
  for (const [stroke, width] of [
    ['#000000', 3.5],
    [colour, 2],
  ] as const) {
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.setLineDash(dashed ? [6, 4] : []);
    pen.strokeRect(left, top, right - left, bottom - top);
  }
  pen.setLineDash([]);
}

function paintMask(pen: Pen, mask: string, { rows, cols }: BoxesSpec['photo'], side: number, colour: string): void {
  const bits = fromBase64(mask);
  pen.globalAlpha = 0.4;
  pen.fillStyle = colour;
  for (let at = 0; at < rows * cols; at++) {
    if (bits[at >> 3] & (128 >> (at & 7))) pen.fillRect((at % cols) * side, Math.floor(at / cols) * side, side, side);
  }
  pen.globalAlpha = 1;
}

function paintClasses(pen: Pen, base64: string, cols: number, side: number): void {
  pen.globalAlpha = 0.5;
  fromBase64(base64).forEach((label, at) => {
    if (label === 0) return;
    pen.fillStyle = SERIES[label % SERIES.length];
    pen.fillRect((at % cols) * side, Math.floor(at / cols) * side, side, side);
  });
  pen.globalAlpha = 1;
}
