import { SERIES } from '../colours.js';
import { INK } from '../picture/axes.js';
import { font, openPage, textWidth } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { colourOf, scaleOfNumbers } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import { specValues } from '../tensor/slices.js';
import type { UnitsSpec } from './spec.js';
import { troubles, unitsLine } from './text.js';

const MARGIN = 16;
const ROOM = { width: 640, height: 360 };
const STRIP = 8;
/** Grey of columns that say nothing: on neither colour scale. */
const DEAD = [196, 164, 172] as const;

/** The picture of activations as a PNG file in base64: samples down, by class, units across, dead ones marked. */
export function unitsPng(spec: UnitsSpec): string | undefined {
  const { units, samples, title } = spec;
  if (units === 0 || samples.length === 0) return undefined;
  const cell = {
    width: Math.max(1, Math.min(14, Math.floor(ROOM.width / units))),
    height: Math.max(1, Math.min(14, Math.floor(ROOM.height / samples.length))),
  };
  const [width, height] = [units * cell.width, samples.length * cell.height];
  const line = unitsLine({ ...spec, title: undefined });
  const notes = troubles(spec);
  const left = MARGIN + (spec.kinds ? STRIP + 4 : 0);
  const top = MARGIN + (title ? 22 : 0) + 22 + 8;
  const words = Math.max(textWidth(title ?? '', 14, 'bold'), ...[line, ...notes].map((text) => textWidth(text, 11)));
  const across = Math.min(1100, Math.ceil(Math.max(left + width, MARGIN + words) + MARGIN));
  const page = openPage(across, top + height + 12 + notes.length * 16 + MARGIN / 2);
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title ?? '', MARGIN, MARGIN - 4);
  pen.fillText(line, MARGIN, MARGIN + (title ? 20 : 0));
  const values = specValues({ values: spec.values, dtype: 'float32' });
  const scale = scaleOfNumbers(values);
  const still = new Set([...spec.dead, ...spec.constant]);
  const order = byClass(spec);
  const rows = cellsUnder(height, (y) => order[Math.floor(y / cell.height)]);
  const cols = cellsUnder(width, (x) => Math.floor(x / cell.width));
  paintCells(pen, { x: left, y: top }, rows, cols, (sample, unit) =>
    still.has(unit) ? DEAD : colourOf(scale, values[sample * units + unit]),
  );
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  pen.fillStyle = SERIES[1];
  for (const unit of spec.dead) pen.fillRect(left + unit * cell.width, top - 6, Math.max(1, cell.width - 1), 4);
  for (const [place, sample] of spec.kinds ? order.entries() : []) {
    pen.fillStyle = SERIES[(spec.kinds?.[sample] ?? 0) % SERIES.length];
    pen.fillRect(left - STRIP - 3, top + place * cell.height, STRIP, cell.height);
  }
  pen.fillStyle = INK;
  pen.font = font(11);
  for (const [i, note] of notes.entries()) pen.fillText(note, MARGIN, top + height + 10 + i * 16);
  return page.png();
}

/** Places of the kept samples, by class where there are classes. */
function byClass({ samples, kinds }: UnitsSpec): number[] {
  const places = samples.map((_, i) => i);
  return kinds ? places.sort((a, b) => kinds[a] - kinds[b] || a - b) : places;
}
