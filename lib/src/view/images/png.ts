import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { NAN_COLOUR, type Rgb } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import { evenSample } from '../plot/thin.js';
import { fromJsonNumber } from '../values.js';
import { unpackPixels } from './packing.js';
import type { ImagesSpec, ImagesStep } from './spec.js';
import { imagesLine, keptWords } from './text.js';

const MARGIN = 16;
const WIDTH = 720;
const GAP = 6;
/** Most steps of a strip, and the side of an image in it, as large as leaves room for all. */
const ROWS = 6;
const SIDE = { least: 32, most: 88 };
const CAPTION = 16;
/** Greys of a strip, so that the 256 colours of a file suffice for its words too. */
const GREYS = 63;

/**
 * Images over steps as a film strip, a PNG file in base64: a row for each of some steps with its number, a column an
 * image; black and white mean the same in all. `undefined` where there is nothing to draw or no canvas.
 */
export function imagesPng(spec: ImagesSpec): string | undefined {
  const { title = '', maps, height, width } = spec;
  if (spec.steps.length === 0) return undefined;
  const rows = evenSample(spec.steps.length, ROWS).map((i) => spec.steps[i]);
  const side = Math.max(SIDE.least, Math.min(SIDE.most, Math.floor((WIDTH + GAP) / maps) - GAP));
  const [across, down] = [sideOf(side, width, height), sideOf(side, height, width)];
  const shown = Math.min(maps, Math.max(1, Math.floor((WIDTH + GAP) / (across + GAP))));
  const notes = [imagesLine({ ...spec, title: undefined }), ...keptWords(spec)];
  const line = [...notes, ...(shown < maps ? [`picture: first ${shown}`] : [])].join(' · ');
  const names = rows.map(({ step }) => String(step));
  const left = MARGIN + 10 + Math.ceil(Math.max(...names.map((name) => textWidth(name, 11)), textWidth('step', 11)));
  const top = MARGIN + (title ? 22 : 0) + 40;
  const wide = Math.max(
    left + shown * (across + GAP) - GAP,
    MARGIN + Math.max(textWidth(title, 14, 'bold'), textWidth(line, 11)),
  );
  const captions = spec.labels ? CAPTION : 0;
  const page = openPage(Math.ceil(wide + MARGIN), top + rows.length * (down + GAP) - GAP + captions + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title, MARGIN, MARGIN - 2);
  pen.fillText(line, MARGIN, top - 40);
  rows.forEach((step, row) => {
    drawRow(pen, spec, step, { left, top: top + row * (down + GAP), across, down, shown });
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    pen.fillStyle = INK;
    pen.font = font(11);
    pen.fillText(names[row], left - 10, top + row * (down + GAP) + down / 2);
  });
  pen.fillStyle = FAINT;
  pen.fillText('step', left - 10, top - 10);
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.font = font(10);
  spec.labels?.slice(0, shown).forEach((label, i) => {
    pen.save();
    pen.beginPath();
    pen.rect(left + i * (across + GAP), page.height - MARGIN - CAPTION, across + GAP - 2, CAPTION);
    pen.clip();
    pen.fillText(label, left + i * (across + GAP), page.height - MARGIN - CAPTION + 4);
    pen.restore();
  });
  return page.png();
}

function drawRow(
  pen: Pen,
  { height, width, channels, low, high }: ImagesSpec,
  step: ImagesStep,
  { left, top, across, down, shown }: { left: number; top: number; across: number; down: number; shown: number },
): void {
  const values = unpackPixels(step);
  const [black, white] = [fromJsonNumber(low), fromJsonNumber(high)];
  const span = white > black ? white - black : 1;
  const levels = channels === 1 ? GREYS : 255;
  const grey = (value: number) =>
    Math.round((Math.round(Math.max(0, Math.min(1, (value - black) / span)) * levels) * 255) / levels);
  const colour = (parts: Float32Array): Rgb =>
    parts.every(Number.isFinite)
      ? [grey(parts[0]), grey(parts[channels === 3 ? 1 : 0]), grey(parts[channels - 1])]
      : NAN_COLOUR;
  const rows = cellsUnder(down, (y) => Math.floor((y / down) * height));
  const cols = cellsUnder(across, (x) => Math.floor((x / across) * width));
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  for (let image = 0; image < shown; image++) {
    const x = left + image * (across + GAP);
    paintCells(pen, { x, y: top }, rows, cols, (row, col) => {
      const at = ((image * height + row) * width + col) * channels;
      return colour(values.subarray(at, at + channels));
    });
    pen.strokeRect(x - 0.5, top - 0.5, across + 1, down + 1);
  }
}

/** Length of one side of an image: whole pixels a value where that is possible. */
function sideOf(side: number, length: number, other: number): number {
  const scale = side / Math.max(length, other);
  return Math.max(1, Math.round(length * (scale >= 1 ? Math.floor(scale) : scale)));
}
