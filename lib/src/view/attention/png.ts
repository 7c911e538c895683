import { FAINT } from '../picture/axes.js';
import { font, openPage, textWidth } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { colourOf, scaleOfNumbers } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import { specValues } from '../tensor/slices.js';
import type { AttentionSpec } from './spec.js';
import { attentionLine, offLines } from './text.js';

const MARGIN = 16;
const ROOM = 700;
const GAP = 12;
const MOST = 16;
/** Tokens are written beside the first map of at most so many. */
const NAMED = 24;

/** The picture of attention as a PNG file in base64: the heads of the first sample, tokens beside the first. */
export function attentionPng(spec: AttentionSpec): string | undefined {
  const [, heads, rows, cols] = spec.kept;
  if (rows === 0 || cols === 0 || heads === 0 || spec.kept[0] === 0) return undefined;
  const shown = Math.min(heads, MOST);
  const across = Math.min(shown, 4);
  const named = rows <= NAMED;
  const left = MARGIN + (named ? Math.min(110, Math.max(...spec.queries.map((token) => textWidth(token, 10)))) + 6 : 0);
  const most = shown === 1 ? 400 : (ROOM - left) / across - GAP;
  const cell = Math.max(1, Math.min(28, Math.floor(most / Math.max(rows, cols))));
  const [width, height] = [cols * cell, rows * cell];
  const lines = [attentionLine({ ...spec, title: undefined }), ...offLines(spec)];
  const top = MARGIN + (spec.title ? 20 : 0) + lines.length * 16 + 20;
  const down = Math.ceil(shown / across);
  const words = Math.max(textWidth(spec.title ?? '', 14, 'bold'), ...lines.map((line) => textWidth(line, 11)));
  const page = openPage(
    Math.ceil(Math.max(left + across * (width + GAP), MARGIN + words) + MARGIN),
    top + down * (height + 26) + MARGIN,
  );
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, spec.title ?? '', MARGIN, MARGIN - 4);
  for (const [i, line] of lines.entries()) pen.fillText(line, MARGIN, MARGIN + (spec.title ? 20 : 0) + i * 16);
  const values = specValues({ values: spec.weights, dtype: 'float32' });
  const scale = scaleOfNumbers([0, ...values]);
  const rowsUnder = cellsUnder(height, (y) => Math.floor(y / cell));
  const colsUnder = cellsUnder(width, (x) => Math.floor(x / cell));
  for (let head = 0; head < shown; head++) {
    const x0 = left + (head % across) * (width + GAP);
    const y0 = top + Math.floor(head / across) * (height + 26);
    paintCells(pen, { x: x0, y: y0 }, rowsUnder, colsUnder, (row, col) =>
      colourOf(scale, values[(head * rows + row) * cols + col]),
    );
    pen.strokeStyle = '#b4b8bf';
    pen.lineWidth = 1;
    pen.strokeRect(x0 - 0.5, y0 - 0.5, width + 1, height + 1);
    pen.font = font(10.5);
    pen.fillStyle = FAINT;
    pen.textAlign = 'left';
    pen.textBaseline = 'bottom';
    if (heads > 1) pen.fillText(`head ${head}`, x0, y0 - 4);
    if (!named || head % across > 0 || cell < 9) continue;
    pen.font = font(10);
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    for (const [i, token] of spec.queries.entries()) pen.fillText(token, x0 - 5, y0 + (i + 0.5) * cell);
  }
  return page.png();
}
