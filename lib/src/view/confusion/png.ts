import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, textWidth } from '../picture/canvas.js';
import { colourOf, css, isDark, shareScale } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import type { ConfusionSpec } from './spec.js';
import { confusionLine } from './text.js';

const MARGIN = 16;
const ROOM = 560;
/** Smallest cell that a count is written into, and that gets a class name beside it, in pixels. */
const WRITTEN = 16;
const NAMED = 12;

/** The picture of a confusion matrix as a PNG file in base64; colours are shares of each label. */
export function confusionPng(spec: ConfusionSpec): string | undefined {
  const { classes, counts, title } = spec;
  const size = classes.length;
  if (size === 0) return undefined;
  const side = Math.max(3, Math.min(44, Math.floor(ROOM / size)));
  const named = side >= NAMED;
  const widest = named ? Math.max(...classes.map((name) => textWidth(name, 10.5))) : 0;
  const left = Math.ceil(MARGIN + 20 + Math.min(140, widest) + 6);
  const line = confusionLine({ ...spec, title: undefined });
  const top = MARGIN + (title ? 22 : 0) + 24;
  const upright = widest > side - 4;
  const below = named ? (upright ? Math.min(140, widest) : 12) + 10 : 4;
  const width = Math.max(left + size * side, MARGIN + textWidth(line, 11), MARGIN + textWidth(title ?? '', 14, 'bold'));
  const page = openPage(Math.ceil(width + MARGIN), Math.ceil(top + size * side + below + 20 + MARGIN / 2));
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title ?? '', MARGIN, MARGIN - 4);
  pen.fillText(line, MARGIN, top - 24);
  const scale = shareScale();
  counts.forEach((row, label) => {
    const total = row.reduce((a, b) => a + b, 0);
    row.forEach((count, predicted) => {
      const x = left + predicted * side;
      const y = top + label * side;
      const colour = colourOf(scale, total ? count / total : 0);
      pen.fillStyle = css(colour);
      pen.fillRect(x, y, side, side);
      if (count === 0 || side < WRITTEN || textWidth(String(count), 10) > side - 2) return;
      pen.font = font(10);
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillStyle = isDark(colour) ? '#ffffff' : INK;
      pen.fillText(String(count), x + side / 2, y + side / 2);
    });
  });
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(left - 0.5, top - 0.5, size * side + 1, size * side + 1);
  pen.fillStyle = FAINT;
  pen.font = font(10.5);
  for (const [i, name] of named ? classes.entries() : []) {
    const centre = (i + 0.5) * side;
    pen.textBaseline = 'middle';
    pen.textAlign = 'right';
    pen.fillText(name, left - 6, top + centre);
    pen.save();
    pen.translate(left + centre, top + size * side + 6);
    if (upright) pen.rotate(-Math.PI / 2);
    pen.textAlign = upright ? 'right' : 'center';
    pen.textBaseline = upright ? 'middle' : 'top';
    pen.fillText(name, 0, 0);
    pen.restore();
  }
  pen.fillStyle = INK;
  pen.font = font(11);
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  pen.fillText('predicted', left + (size * side) / 2, top + size * side + below);
  pen.save();
  pen.translate(MARGIN, top + (size * side) / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText('label', 0, 0);
  pen.restore();
  return page.png();
}
