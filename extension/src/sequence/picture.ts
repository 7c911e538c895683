import { pageCanvas } from '../shell/page.js';
import { css, ink } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { drawingWidth, drawLanes, drawSpectrogram, lanesHeight, spectrogramHeight } from './drawing.js';
import type { SequenceModel } from './model.js';
import { tokenColors } from './tokens.js';

const FONT = 13;
const LINE = 22;
const GAP = 12;
/** Most lines of tokens that one picture has. */
const MOST_LINES = 300;

interface Placed {
  step: number;
  text: string;
  x: number;
  line: number;
  width: number;
}

/** Tokens, lines and spectrogram of what is seen in one picture. */
export function sequencePicture(model: SequenceModel, room: number, theme: Theme): HTMLCanvasElement {
  const width = drawingWidth(Math.max(320, room));
  const placed = placeTokens(model.data.tokens, width, `${FONT}px ${theme.mono}`);
  const lines = Math.min(MOST_LINES, (placed.at(-1)?.line ?? -1) + 1);
  const shown = placed.filter(({ line }) => line < lines);
  const cut = placed.length > shown.length;
  const text = lines * LINE + (cut ? LINE : 0) + (lines > 0 ? GAP : 0);
  const [lanes, spectrogram] = [lanesHeight(model), spectrogramHeight(model)];
  const height = text + lanes + (spectrogram > 0 ? GAP + spectrogram : 0);
  return pageCanvas(width + 2 * GAP, height + 2 * GAP, theme.surface, (context) => {
    context.translate(GAP, GAP);
    const color = tokenColors(model, theme.dark);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    for (const { step, text, x, line, width } of shown) {
      context.font = `${FONT}px ${theme.mono}`;
      const fill = color(step);
      context.fillStyle = css(fill);
      context.fillRect(x, line * LINE + 2, width, LINE - 4);
      context.fillStyle = ink(fill);
      context.fillText(text, x, line * LINE + LINE / 2);
    }
    if (cut) {
      context.font = `11px ${theme.font}`;
      context.fillStyle = theme.faint;
      context.fillText(`and ${placed.length - shown.length} pieces more`, 0, lines * LINE + LINE / 2);
    }
    context.translate(0, text);
    drawLanes(context, model, Math.max(320, room), theme);
    context.translate(0, lanes + GAP);
    drawSpectrogram(context, model, Math.max(320, room), theme);
  });
}

/** Breaks tokens into lines of that width, as the page does: also inside a token that has line ends. */
function placeTokens(tokens: readonly string[], room: number, font: string): Placed[] {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return [];
  pen.font = font;
  let [x, line] = [0, 0];
  return tokens.flatMap((token, step) =>
    token.split('\n').map((text, part) => {
      const width = Math.min(room, pen.measureText(text).width);
      if (part > 0 || x + width > room) [x, line] = [0, line + 1];
      const placed = { step, text, x, line, width };
      x += width;
      return placed;
    }),
  );
}
