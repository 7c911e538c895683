import { paintPhoto, photoSide } from '../photo/paint.js';
import { openPage, textWidth } from '../picture/canvas.js';
import { colourOf, colourScale, css } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import { specValues } from '../tensor/slices.js';
import type { SaliencySpec } from './spec.js';

const MARGIN = 16;
const GAP = 12;

/** The first image and, beside it, its heat map, as a PNG file in base64. */
export function saliencyPng(spec: SaliencySpec, line: string): string | undefined {
  const { photo, rows, cols, title, min, max } = spec;
  const side = photoSide(photo) * 0.75;
  const [width, height] = [Math.round(photo.cols * side), Math.round(photo.rows * side)];
  const top = MARGIN + (title ? 22 : 0) + 24;
  const words = Math.max(textWidth(line, 11), textWidth(title ?? '', 14, 'bold'));
  const page = openPage(Math.ceil(Math.max(2 * width + GAP, words) + 2 * MARGIN), top + height + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title ?? '', MARGIN, MARGIN - 4);
  pen.fillText(line, MARGIN, top - 24);
  const left = MARGIN + width + GAP;
  paintPhoto(pen, photo, 0, MARGIN, top, side);
  const none = { count: 0, mean: 0, std: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [] };
  const scale = colourScale({ dtype: 'float32', summary: { ...none, min, max } });
  specValues({ values: spec.values, dtype: 'float32' })
    .subarray(0, rows * cols)
    .forEach((value, i) => {
      pen.fillStyle = css(colourOf(scale, value));
      const [x, y] = [((i % cols) * width) / cols, (Math.floor(i / cols) * height) / rows];
      pen.fillRect(left + x, top + y, width / cols + 0.5, height / rows + 0.5);
    });
  return page.png();
}
