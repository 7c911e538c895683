import { shortNumber } from '../numbers.js';
import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import type { ControlSpec, ControlsSpec } from './spec.js';
import { outputText } from './text.js';

const MARGIN = 14;
const ROW = 28;
const LINE = 15;
const TRACK = 200;
const MOST_LINES = 24;
const ACCENT = '#0072b2';
const EDGE = '#b4b8bf';

/** The picture of controls as a PNG file in base64: a row each, then the text of their output. */
export function controlsPng(spec: ControlsSpec): string | undefined {
  const { title, controls, outputs } = spec;
  const labels = Math.max(...controls.map(({ label }) => textWidth(label, 12)), 20);
  const all = outputs.flatMap((output) => outputText(output).split('\n'));
  const lines =
    all.length > MOST_LINES ? [...all.slice(0, MOST_LINES - 1), `… ${all.length - MOST_LINES + 1} more lines`] : all;
  const body = Math.max(0, ...lines.map((line) => textWidth(line, 11)));
  const left = 2 * MARGIN + labels;
  const width = Math.ceil(Math.min(900, Math.max(left + TRACK + 90, body + 2 * MARGIN)));
  const top = MARGIN + (title ? 24 : 0);
  const height = top + controls.length * ROW + (lines.length ? lines.length * LINE + 10 : 0) + MARGIN;
  const page = openPage(width, height);
  if (!page) return undefined;
  const { pen } = page;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  if (title) {
    pen.fillStyle = INK;
    pen.font = font(14, 'bold');
    pen.fillText(title, MARGIN, MARGIN + 8);
  }
  for (const [i, control] of controls.entries()) drawControl(pen, control, MARGIN, left, top + i * ROW + ROW / 2);
  pen.textAlign = 'left';
  pen.fillStyle = INK;
  pen.font = font(11);
  const below = top + controls.length * ROW + 10;
  for (const [i, line] of lines.entries()) pen.fillText(line, MARGIN, below + (i + 0.5) * LINE);
  return page.png();
}

function drawControl(pen: Pen, control: ControlSpec, margin: number, left: number, y: number): void {
  pen.font = font(12);
  pen.fillStyle = FAINT;
  if (control.kind !== 'button') pen.fillText(control.label, margin, y);
  pen.strokeStyle = EDGE;
  pen.lineWidth = 1;
  if (control.kind === 'slider') {
    const at = left + ((control.value - control.min) / (control.max - control.min)) * TRACK;
    pen.fillStyle = EDGE;
    pen.fillRect(left, y - 2, TRACK, 4);
    pen.fillStyle = ACCENT;
    pen.fillRect(left, y - 2, at - left, 4);
    pen.beginPath();
    pen.arc(at, y, 7, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = INK;
    pen.fillText(shortNumber(control.value), left + TRACK + 18, y);
  } else if (control.kind === 'checkbox') {
    pen.strokeRect(left + 0.5, y - 6.5, 13, 13);
    if (!control.value) return;
    pen.strokeStyle = ACCENT;
    pen.lineWidth = 2.4;
    pen.beginPath();
    pen.moveTo(left + 3, y);
    pen.lineTo(left + 6, y + 3);
    pen.lineTo(left + 11, y - 4);
    pen.stroke();
  } else {
    const text = control.kind === 'button' ? control.label : control.options[control.value];
    const width = textWidth(text, 12) + 20;
    pen.strokeRect(left + 0.5, y - 10.5, width, 21);
    pen.fillStyle = INK;
    pen.fillText(text, left + 10, y);
  }
}
