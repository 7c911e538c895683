import { SERIES } from '../colours.js';
import { paintPhoto, photoSide } from '../photo/paint.js';
import { FAINT } from '../picture/axes.js';
import { font, openPage, textWidth } from '../picture/canvas.js';
import { writeTitle } from '../picture/title.js';
import type { ReceptiveFieldSpec } from './spec.js';

const MARGIN = 16;
const ROW = 18;

/** The input with the field of the middle output of each layer that sees more than the one before, as a PNG file. */
export function receptiveFieldPng(spec: ReceptiveFieldSpec): string | undefined {
  const [rows, cols] = spec.input;
  const side = photoSide({
    rows,
    cols,
    images: 1,
    ofImages: 1,
    height: rows,
    width: cols,
    pooled: 1,
    channels: 1,
    pixels: '',
  });
  const shown = spec.layers.filter(({ size }, i) => i === 0 || size.join() !== spec.layers[i - 1].size.join());
  const words = shown.map(({ name, type, size }) => `${name} (${type}): ${size.join('×')}`);
  const legend = Math.max(...words.map((text) => textWidth(text, 11))) + 24;
  const top = MARGIN + 24;
  const height = Math.max(rows * side, shown.length * ROW);
  const page = openPage(Math.ceil(cols * side + legend + 3 * MARGIN), Math.ceil(top + height + MARGIN));
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, spec.title ?? 'Receptive fields', MARGIN, MARGIN - 4);
  if (spec.photo) paintPhoto(pen, spec.photo, 0, MARGIN, top, side * (cols / spec.photo.cols));
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(MARGIN - 0.5, top - 0.5, cols * side + 1, rows * side + 1);
  shown.forEach(({ size: [down, across] }, i) => {
    const colour = SERIES[i % SERIES.length];
    const [h, w] = [Math.min(rows, down) * side, Math.min(cols, across) * side];
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.strokeRect(MARGIN + (cols * side - w) / 2, top + (rows * side - h) / 2, w, h);
    pen.fillStyle = colour;
    pen.fillRect(2 * MARGIN + cols * side, top + i * ROW + 2, 10, 10);
    pen.fillStyle = FAINT;
    pen.font = font(11);
    pen.fillText(words[i], 2 * MARGIN + cols * side + 16, top + i * ROW);
  });
  return page.png();
}
