import { pixelCanvas } from '../shell/pixels.js';
import { short } from '../tensor/format.js';
import { colormap } from '../theme/colormap.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import type { SequenceModel } from './model.js';

/** Room for words left of both drawings, in CSS pixels. */
export const LEFT = 52;
const FOOT = 20;
const HIGH = 150;
const LANE = { least: 44, most: 150, all: 360 };

/** Width of both drawings in that much room, in CSS pixels. */
export function drawingWidth(room: number): number {
  return LEFT + Math.max(60, room - LEFT - 8) + 4;
}

export function lanesHeight(model: SequenceModel): number {
  return laneHeight(model) * model.data.channels.length + FOOT;
}

/** 0 when there is no spectrogram. */
export function spectrogramHeight({ data }: SequenceModel): number {
  return data.spectrogram ? HIGH + FOOT : 0;
}

/** Draws each channel in a lane of its own, as the range of the steps behind each pixel. */
export function drawLanes(context: CanvasRenderingContext2D, model: SequenceModel, room: number, theme: Theme): void {
  const { channels, kept } = model.data;
  const lane = laneHeight(model);
  const width = drawingWidth(room) - LEFT - 4;
  const x = (step: number) => LEFT + ((step - model.from) / Math.max(1, model.span - 1)) * width;
  channels.forEach((name, channel) => {
    const top = channel * lane;
    const [low, high] = reach(model, channel);
    const y = (value: number) => top + lane - 8 - ((value - low) / (high - low)) * (lane - 16);
    context.font = `11px ${theme.font}`;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillStyle = theme.faint;
    context.fillText(short(high, 3), LEFT - 6, top + 9);
    context.fillText(short(low, 3), LEFT - 6, top + lane - 9);
    if (channels.length > 1) {
      context.fillStyle = theme.text;
      context.fillText(name, LEFT - 6, top + lane / 2, LEFT - 8);
    }
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.strokeRect(LEFT - 0.5, top + 2.5, width + 1, lane - 5);
    context.strokeStyle = seriesColor(channel, theme.dark);
    context.lineWidth = model.span > 2 * width ? 1 : 1.5;
    context.beginPath();
    const each = Math.max(1, Math.floor(model.span / width / 2));
    let down = false;
    for (let step = model.from; step < Math.min(kept, model.from + model.span); step += each) {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = step; i < Math.min(kept, step + each); i++) {
        const value = model.value(channel, i);
        if (!Number.isFinite(value)) continue;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      const found = least <= most;
      if (found && down) context.lineTo(x(step), y(least));
      else if (found) context.moveTo(x(step), y(least));
      if (found && most > least) context.lineTo(x(step), y(most));
      down = found;
    }
    context.stroke();
  });
  drawTimes(context, model, width, lane * channels.length, theme);
  drawCursor(context, model, x, lane * channels.length, theme);
}

/** Draws how strong each frequency is over the same stretch of time. */
export function drawSpectrogram(
  context: CanvasRenderingContext2D,
  model: SequenceModel,
  room: number,
  theme: Theme,
): void {
  const { spectrogram: found, rate } = model.data;
  if (!found) return;
  const width = drawingWidth(room) - LEFT - 4;
  const map = colormap(false, theme.dark);
  // Low frequencies stand at the bottom.
  const at = (row: number, frame: number) => (found.bins - 1 - row) * found.frames + frame;
  const image = pixelCanvas(found.bins, found.frames, (row, frame) => map[found.values[at(row, frame)]]);
  context.imageSmoothingEnabled = false;
  context.save();
  context.beginPath();
  context.rect(LEFT, 0, width, HIGH);
  context.clip();
  // A frame stands around its middle.
  const scale = width / Math.max(1, model.span - 1);
  context.drawImage(image, LEFT - (model.from + found.hop / 2) * scale, 0, found.frames * found.hop * scale, HIGH);
  context.restore();
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(LEFT - 0.5, 0.5, width + 1, HIGH);
  context.font = `11px ${theme.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = theme.faint;
  const top = (rate || 1) / 2;
  const unit = rate > 0 ? ' Hz' : '';
  context.fillText(`${short(top, 3)}${unit}`, LEFT - 4, 8, LEFT - 4);
  context.fillText(short(top / 2, 3), LEFT - 4, HIGH / 2);
  context.fillText('0', LEFT - 4, HIGH - 6);
  drawTimes(context, model, width, HIGH, theme);
  drawCursor(context, model, (step) => LEFT + (step - model.from) * scale, HIGH, theme);
}

/** The step at a place of either drawing. */
export function stepAt(model: SequenceModel, width: number, x: number): number | undefined {
  const share = (x - LEFT) / Math.max(1, width - LEFT - 4);
  if (share < 0 || share > 1 || model.data.kept === 0) return undefined;
  return Math.min(model.data.kept - 1, model.from + Math.round(share * (model.span - 1)));
}

function laneHeight({ data }: SequenceModel): number {
  return Math.max(LANE.least, Math.min(LANE.most, LANE.all / Math.max(1, data.channels.length)));
}

function reach(model: SequenceModel, channel: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let step = 0; step < model.data.kept; step++) {
    const value = model.value(channel, step);
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

function drawTimes(
  context: CanvasRenderingContext2D,
  model: SequenceModel,
  width: number,
  top: number,
  theme: Theme,
): void {
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'top';
  context.fillStyle = theme.faint;
  const last = model.from + model.span - 1;
  const words = (step: number) => (model.data.rate > 0 ? `${short(step / model.data.rate, 3)} s` : String(step));
  for (const [share, align] of [
    [0, 'left'],
    [0.5, 'center'],
    [1, 'right'],
  ] as const) {
    context.textAlign = align;
    context.fillText(words(Math.round(model.from + (last - model.from) * share)), LEFT + share * width, top + 3);
  }
}

function drawCursor(
  context: CanvasRenderingContext2D,
  { cursor, from, span }: SequenceModel,
  x: (step: number) => number,
  height: number,
  theme: Theme,
): void {
  if (cursor === undefined || cursor < from || cursor >= from + span) return;
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x(cursor), 0);
  context.lineTo(x(cursor), height);
  context.stroke();
}
