import { pageCanvas } from '../shell/page.js';
import type { Theme } from '../theme/theme.js';
import type { LayerPanel } from './panel.js';

/** Most panels that one picture has. */
const MOST = 60;
const GAP = 16;
const HEAD = 38;
const SIZE = { least: 320, most: 560, height: 190 };

/** All panels in one picture, each under its name and facts; of very many the first, which is said below. */
export function histogramPicture(
  title: string,
  panels: readonly LayerPanel[],
  width: number,
  theme: Theme,
): HTMLCanvasElement {
  const shown = panels.slice(0, MOST);
  const across = shown.length < 3 ? 1 : shown.length < 13 ? 2 : 4;
  const down = Math.ceil(shown.length / across);
  const wide = Math.max(SIZE.least, Math.min(SIZE.most, width));
  const top = title ? 34 : GAP / 2;
  const rest = panels.length - shown.length;
  const height = top + down * (HEAD + SIZE.height + GAP / 2) + (rest > 0 ? 24 : 0);
  return pageCanvas(across * (wide + GAP) + GAP, height, theme.surface, (context) => {
    context.textBaseline = 'middle';
    context.font = `bold 14px ${theme.font}`;
    context.fillStyle = theme.text;
    context.fillText(title, GAP, 18);
    shown.forEach((panel, i) => {
      context.save();
      context.translate(
        GAP + (i % across) * (wide + GAP),
        top + Math.floor(i / across) * (HEAD + SIZE.height + GAP / 2),
      );
      const [name, shape, ...facts] = panel.words();
      context.textAlign = 'left';
      context.textBaseline = 'middle';
      context.font = `bold 12px ${theme.font}`;
      context.fillStyle = theme.text;
      context.fillText(name, 0, 10, wide - 100);
      const after = Math.min(wide - 100, context.measureText(name).width) + 8;
      context.font = `11px ${theme.font}`;
      context.fillStyle = theme.faint;
      context.fillText(shape, after, 10, wide - after);
      context.fillText(facts.join('  '), 0, 26, wide);
      context.translate(0, HEAD);
      panel.paint(context, wide, SIZE.height);
      context.restore();
    });
    if (rest === 0) return;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.faint;
    context.fillText(`The first ${MOST} of ${panels.length} layers.`, GAP, height - 14);
  });
}
