import { fromBase64 } from '../base64.js';
import { shortNumber } from '../numbers.js';
import { drawAxes, FAINT } from '../picture/axes.js';
import { font, openPage, type Pen } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { colourOf, shareScale } from '../picture/colour.js';
import { drawPlot, PLOT_SIZE, plotPng } from '../plot/png.js';
import type { PlotSpec } from '../plot/spec.js';
import type { SequenceSpec, SpectrogramSpec } from './spec.js';

const ROOM = { left: 68, right: 16, top: 24, height: 150, bottom: 30 };

/** The picture of a sequence as a PNG file in base64: its lines, and under them its spectrogram over the same time. */
export function sequencePng(spec: SequenceSpec, lines: PlotSpec): string | undefined {
  const { spectrogram } = spec;
  if (!spectrogram) return plotPng(lines);
  const page = openPage(PLOT_SIZE.width, PLOT_SIZE.height + ROOM.top + ROOM.height + ROOM.bottom);
  if (!page || !drawPlot(page.pen, lines)) return undefined;
  drawSpectrogram(page.pen, spec, spectrogram);
  return page.png();
}

function drawSpectrogram(pen: Pen, { kept, rate }: SequenceSpec, found: SpectrogramSpec): void {
  const { frames, bins, hop, low, high } = found;
  const [left, top] = [ROOM.left, PLOT_SIZE.height + ROOM.top];
  const [width, height] = [PLOT_SIZE.width - ROOM.left - ROOM.right, ROOM.height];
  const values = fromBase64(found.values);
  const scale = shareScale();
  const rows = cellsUnder(height, (y) => Math.floor((1 - (y + 0.5) / height) * bins));
  const cols = cellsUnder(width, (x) => Math.round(((x / (width - 1)) * (kept - 1)) / hop));
  paintCells(pen, { x: left, y: top }, rows, cols, (bin, frame) =>
    // Time after the last frame stays white.
    frame < frames ? colourOf(scale, values[bin * frames + frame] / 255) : [255, 255, 255],
  );
  const box = { left, right: left + width, top, bottom: top + height };
  drawAxes(
    pen,
    box,
    [],
    () => left,
    [],
    () => top,
  );
  pen.font = font(10.5);
  pen.fillStyle = FAINT;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  const most = (rate ?? 1) / 2;
  for (const [share, words] of [
    [1, `${shortNumber(most)}${rate ? ' Hz' : ''}`],
    [0.5, shortNumber(most / 2)],
    [0, '0'],
  ] as const) {
    pen.fillText(words, left - 7, top + (1 - share) * height);
  }
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.fillText(`spectrogram, ${shortNumber(low)} to ${shortNumber(high)} dB`, left, top - 16);
}
