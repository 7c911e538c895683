import type { Layered, LayeredOptions, Point, Size } from 'lectern/layered';
import { svg } from '../shell/dom.js';
import { css, ink, type Rgb } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';

/** What a box of a diagram says. */
export interface Box {
  /** Read out when the box is reached. */
  label: string;
  name: string;
  lines: string[];
  color?: Rgb;
  /** Whether it stands for a closed module. */
  closed: boolean;
  /** Whether something in it needs a look. */
  warn: boolean;
  /** A small drawing over the name, around its own middle. */
  sketch?: Size & { draw(theme: Theme): SVGElement[] };
}

const PAD = 8;
const LINE = 15;
const SIZE = 12;
const SMALL = 11;

/** The room that each box takes. */
export function boxSizes(boxes: readonly Box[], theme: Theme): Size[] {
  const context = document.createElement('canvas').getContext('2d');
  const measure = (text: string, font: string) => {
    if (!context) return text.length * 7;
    context.font = font;
    return context.measureText(text).width;
  };
  return boxes.map(({ name, lines, sketch, warn }) => {
    const words = lines.map((line) => measure(line, `${SMALL}px ${theme.mono}`));
    const title = measure(warn ? `⚠ ${name}` : name, `600 ${SIZE}px ${theme.font}`);
    return {
      width: Math.max(24, title, sketch?.width ?? 0, ...words) + 2 * PAD,
      height: 2 * PAD + LINE * (lines.length + 1) - 2 + (sketch ? sketch.height + 6 : 0),
    };
  });
}

/** One box around its own middle. The styles stand in the elements, so that a saved picture has them too. */
export function drawBox(box: Box, { width, height }: Size, theme: Theme): SVGGElement {
  const group = svg('g', { class: 'lectern-Box' });
  const frame = { x: -width / 2, y: -height / 2, width, height, rx: 3 };
  const fill = box.color ? css(box.color) : theme.surface;
  const text = box.color ? ink(box.color) : theme.text;
  if (box.closed)
    group.append(svg('rect', { ...frame, x: frame.x + 4, y: frame.y + 4, fill: theme.surface, stroke: theme.faint }));
  group.append(svg('rect', { ...frame, class: 'lectern-BoxFrame', fill, stroke: theme.faint, 'stroke-width': 1 }));
  let y = -height / 2 + PAD;
  if (box.sketch) {
    const drawn = box.sketch.draw(theme);
    group.append(svg('g', { transform: `translate(0 ${y + box.sketch.height / 2})` }, ...drawn));
    y += box.sketch.height + 6;
  }
  const write = (words: string, size: number, attributes: Record<string, string | number>) => {
    y += LINE;
    group.append(
      svg('text', { x: 0, y: y - 3.5, 'text-anchor': 'middle', 'font-size': size, fill: text, ...attributes }, words),
    );
  };
  write(box.warn ? `⚠ ${box.name}` : box.name, SIZE, { 'font-family': theme.font, 'font-weight': 600 });
  for (const line of box.lines) write(line, SMALL, { 'font-family': theme.mono });
  return group;
}

/** An arrow as a smooth line through its bends, with a head. */
export function drawArrow(line: readonly Point[], direction: LayeredOptions['direction'], theme: Theme): SVGGElement {
  const down = direction === 'down';
  const path = line.map(({ x, y }, i) => {
    if (i === 0) return `M${x} ${y}`;
    const before = line[i - 1];
    const [mx, my] = [(before.x + x) / 2, (before.y + y) / 2];
    return down ? `C${before.x} ${my} ${x} ${my} ${x} ${y}` : `C${mx} ${before.y} ${mx} ${y} ${x} ${y}`;
  });
  const end = line[line.length - 1];
  const back = line.length > 1 && (down ? line[line.length - 2].y > end.y : line[line.length - 2].x > end.x);
  const turn = (down ? 90 : 0) + (back ? 180 : 0);
  return svg(
    'g',
    { class: 'lectern-Arrow' },
    svg('path', { d: path.join(''), fill: 'none', stroke: theme.faint, 'stroke-width': 1.2 }),
    svg('path', {
      d: 'M0 0L-7 -3.2L-7 3.2Z',
      transform: `translate(${end.x} ${end.y}) rotate(${turn})`,
      fill: theme.faint,
    }),
  );
}

/** A drawing as a file of its own, as a data URL. */
export async function savedPicture(
  content: SVGGElement,
  layout: Pick<Layered, 'width' | 'height'>,
  theme: Theme,
  format: 'png' | 'svg',
): Promise<string> {
  const [width, height] = [Math.ceil(layout.width) + 24, Math.ceil(layout.height) + 24];
  const copy = content.cloneNode(true) as SVGGElement;
  copy.setAttribute('transform', 'translate(12 12)');
  const page = svg('rect', { width, height, fill: theme.surface });
  const root = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` }, page, copy);
  const url = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(root))}`;
  if (format === 'svg') return url;
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  const scale = Math.min(2, 8000 / Math.max(width, height));
  [canvas.width, canvas.height] = [width * scale, height * scale];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
