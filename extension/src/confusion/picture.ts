import { pageCanvas } from '../shell/page.js';
import { css, ink, type Rgb } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import type { ConfusionModel } from './model.js';

/** The colour and the words of a cell; `percents` are the margins. */
export interface CellLook {
  color(label: number, predicted: number): Rgb;
  words(label: number, predicted: number): string;
  recall(label: number): string;
  precision(predicted: number): string;
}

const GAP = 8;
const FONT = 12;
/** Sides of cells: with numbers, with names at the rows only, and of all cells when there are more than those. */
const SIDE = { least: 26, named: 14, all: 2000 };
const LONGEST = 160;

/** The matrix as one picture: names, coloured cells, recall at the right and precision below. */
export function confusionPicture(
  model: ConfusionModel,
  look: CellLook,
  written: boolean,
  theme: Theme,
): HTMLCanvasElement {
  const { classes, title } = model.spec;
  const [plain, bold] = [`${FONT}px ${theme.font}`, `bold ${FONT}px ${theme.font}`];
  const pen = document.createElement('canvas').getContext('2d');
  const wide = (words: string[], font = plain) => {
    if (!pen) return 0;
    pen.font = font;
    return words.reduce((most, text) => Math.max(most, pen.measureText(text).width), 0);
  };
  const every = classes.map((_, i) => i);
  const numbers = written ? every.flatMap((label) => every.map((predicted) => look.words(label, predicted))) : [];
  const rates = every.flatMap((i) => [look.recall(i), look.precision(i)]);
  const named = classes.length * SIDE.named <= SIDE.all;
  const side = written
    ? Math.max(SIDE.least, Math.ceil(wide([...numbers, ...rates])) + 10)
    : named
      ? SIDE.named
      : Math.max(2, Math.floor(SIDE.all / classes.length));
  const height = written ? Math.min(side, 34) : side;
  const names = named ? Math.min(LONGEST, Math.ceil(wide(classes))) : 0;
  const upright = names > side - 4;
  const left = GAP + Math.max(names, Math.ceil(wide(['precision %', 'label'], bold))) + GAP;
  const top = GAP + (title ? 22 : 0) + 20 + (named ? (upright ? names : FONT) + 6 : 0);
  const right = left + side * classes.length;
  const foot = top + height * classes.length;
  const margin = Math.max(60, Math.ceil(wide(['recall %'], bold)) + 12);
  return pageCanvas(right + margin + GAP, foot + 26, theme.surface, (context) => {
    const write = (text: string, x: number, y: number, align: CanvasTextAlign, color = theme.text, font = plain) => {
      context.font = font;
      context.fillStyle = color;
      context.textAlign = align;
      context.fillText(text, x, y, LONGEST + 200);
    };
    context.textBaseline = 'middle';
    if (title) write(title, GAP, GAP + 8, 'left', theme.text, bold);
    write('predicted', left, top - (named ? (upright ? names : FONT) + 6 : 0) - 10, 'left', theme.faint);
    write('label', left - GAP, top - 9, 'right', theme.faint);
    for (const label of every) {
      const y = top + (label + 0.5) * height;
      if (named) write(classes[label], left - GAP, y, 'right');
      for (const predicted of every) {
        const color = look.color(label, predicted);
        context.fillStyle = css(color);
        context.fillRect(left + predicted * side, top + label * height, side, height);
        if (written) write(look.words(label, predicted), left + (predicted + 0.5) * side, y, 'center', ink(color));
      }
      if (named) write(look.recall(label), right + margin - 4, y, 'right', theme.faint);
    }
    context.strokeStyle = theme.line;
    context.strokeRect(left - 0.5, top - 0.5, right - left + 1, foot - top + 1);
    write('recall %', right + margin - 4, top - 9, 'right', theme.faint);
    if (written) write('precision %', left - GAP, foot + 13, 'right', theme.faint);
    for (const predicted of every) {
      const x = left + (predicted + 0.5) * side;
      if (written) write(look.precision(predicted), x, foot + 13, 'center', theme.faint);
      if (!named) continue;
      context.save();
      context.translate(x, top - 6);
      if (upright) context.rotate(-Math.PI / 2);
      else context.translate(0, -FONT / 2);
      write(classes[predicted], 0, 0, upright ? 'left' : 'center');
      context.restore();
    }
  });
}
