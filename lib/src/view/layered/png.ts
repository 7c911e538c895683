import { FAINT, INK } from '../picture/axes.js';
import { font, type Pen, textWidth } from '../picture/canvas.js';
import { css, isDark, type Rgb } from '../picture/colour.js';
import { type Head, openHeadedPage } from '../picture/headed.js';
import { type Arrow, layered, type Point, type Size } from './layered.js';

/** A box of a diagram: a name, words under it, and a small drawing over them. */
export interface BoxPicture {
  name: string;
  lines: string[];
  fill?: Rgb;
  /** Whether the box stands for several. */
  closed?: boolean;
  sketch?: Size & { draw(pen: Pen, x: number, y: number, scale: number): void };
}

const PAD = 7;
const MOST = { width: 1100, height: 2200 };
const LEAST_SCALE = 0.6;
const PLAIN: Rgb = [244, 246, 249];

/** The picture of a diagram as a PNG file in base64, its arrows downwards; `undefined` where there is no canvas. */
export function diagramPng(head: Head, boxes: readonly BoxPicture[], arrows: readonly Arrow[]): string | undefined {
  if (boxes.length === 0) return undefined;
  const sizes = boxes.map(({ name, lines, sketch }) => ({
    width:
      Math.max(textWidth(name, 11, 'bold'), ...lines.map((line) => textWidth(line, 10)), sketch?.width ?? 0) + 2 * PAD,
    height: 2 * PAD + 14 + 13 * lines.length + (sketch ? sketch.height + 6 : 0),
  }));
  const layout = layered(sizes, arrows, { direction: 'down', along: 24, across: 14 });
  const scale = Math.max(LEAST_SCALE, Math.min(1, MOST.width / layout.width, MOST.height / layout.height));
  const opened = openHeadedPage(head, layout.width * scale, layout.height * scale);
  if (!opened) return undefined;
  const { page, left, top } = opened;
  const { pen } = page;
  const at = ({ x, y }: Point): Point => ({ x: left + x * scale, y: top + y * scale });
  for (const line of layout.lines) arrow(pen, line.map(at), scale);
  boxes.forEach((box, i) => {
    drawBox(pen, box, at(layout.nodes[i]), sizes[i], scale);
  });
  return page.png();
}

function arrow(pen: Pen, line: Point[], scale: number): void {
  pen.strokeStyle = '#8a909c';
  pen.lineWidth = Math.max(0.8, 1.2 * scale);
  pen.beginPath();
  line.forEach(({ x, y }, i) => {
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  });
  pen.stroke();
  const [from, to] = line.slice(-2);
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const reach = 6 * scale;
  pen.fillStyle = '#8a909c';
  pen.beginPath();
  pen.moveTo(to.x, to.y);
  for (const turn of [-0.45, 0.45]) {
    pen.lineTo(to.x - reach * Math.cos(angle + turn), to.y - reach * Math.sin(angle + turn));
  }
  pen.closePath();
  pen.fill();
}

function drawBox(pen: Pen, box: BoxPicture, { x, y }: Point, { width, height }: Size, scale: number): void {
  const fill = box.fill ?? PLAIN;
  const [left, top, w, h] = [x - (width * scale) / 2, y - (height * scale) / 2, width * scale, height * scale];
  pen.lineWidth = 1;
  pen.strokeStyle = '#8a909c';
  if (box.closed) {
    pen.fillStyle = '#ffffff';
    pen.fillRect(left + 3, top + 3, w, h);
    pen.strokeRect(left + 3.5, top + 3.5, w - 1, h - 1);
  }
  pen.fillStyle = css(fill);
  pen.fillRect(left, top, w, h);
  pen.strokeRect(left + 0.5, top + 0.5, w - 1, h - 1);
  let next = top + PAD * scale;
  if (box.sketch) {
    box.sketch.draw(pen, x, next + (box.sketch.height * scale) / 2, scale);
    next += (box.sketch.height + 6) * scale;
  }
  pen.textAlign = 'center';
  pen.fillStyle = isDark(fill) ? '#ffffff' : INK;
  pen.font = font(11 * scale, 'bold');
  pen.fillText(box.name, x, next);
  next += 14 * scale;
  pen.font = font(10 * scale);
  if (!isDark(fill)) pen.fillStyle = box.fill ? INK : FAINT;
  for (const line of box.lines) {
    pen.fillText(line, x, next);
    next += 13 * scale;
  }
}
