import { type Arrow, type Layered, type LayeredOptions, layered, type Size } from 'lectern/layered';
import { onKeys } from '../shell/keys.js';
import type { Theme } from '../theme/theme.js';
import { type Box, boxSizes, drawArrow, drawBox, savedPicture } from './drawing.js';
import { Sheet } from './sheet.js';

/** What a diagram reports. */
export interface DiagramCalls {
  pointed(box: number | undefined): void;
  opened(box: number): void;
}

/** Boxes and arrows laid out in layers, walked through with the arrow keys along the arrows. */
export class Diagram {
  readonly sheet: Sheet;
  private readonly stop: () => void;
  private boxes: readonly Box[] = [];
  private arrows: readonly Arrow[] = [];
  private sizes: Size[] = [];
  private layout: Layered | undefined;
  private direction: LayeredOptions['direction'] = 'down';
  private groups: SVGGElement[] = [];
  private lines: SVGGElement[] = [];
  private theme: Theme | undefined;
  private marked: ReadonlySet<number> = new Set();
  private cursor: number | undefined;

  constructor(
    kind: string,
    private readonly calls: DiagramCalls,
  ) {
    this.sheet = new Sheet(kind);
    this.stop = onKeys(this.sheet.node, {
      ArrowDown: () => this.walk('down'),
      ArrowUp: () => this.walk('up'),
      ArrowRight: () => this.walk('right'),
      ArrowLeft: () => this.walk('left'),
      Home: () => this.point(0),
      End: () => this.point(this.boxes.length - 1),
      Enter: () => this.cursor !== undefined && this.calls.opened(this.cursor),
      ' ': () => this.cursor !== undefined && this.calls.opened(this.cursor),
      Escape: () => this.point(undefined),
      '+': () => this.sheet.zoom(1.25),
      '-': () => this.sheet.zoom(0.8),
      '0': () => this.sheet.fit(),
    });
  }

  get at(): number | undefined {
    return this.cursor;
  }

  /** Lays other boxes out; `cursor` is the one that the reader is at then. */
  set(boxes: readonly Box[], arrows: readonly Arrow[], direction: LayeredOptions['direction'], theme: Theme): void {
    this.boxes = boxes;
    this.arrows = arrows;
    this.direction = direction;
    this.sizes = boxSizes(boxes, theme);
    const space = direction === 'down' ? { along: 34, across: 18 } : { along: 36, across: 18 };
    this.layout = layered(this.sizes, arrows, { direction, ...space });
    this.cursor = undefined;
    this.marked = new Set();
    this.sheet.take(this.layout.width, this.layout.height);
    this.draw(theme);
    if (boxes.length > 0) this.reveal(0);
  }

  /** Fits into another room, and draws. */
  resized(theme: Theme): void {
    if (this.sheet.resized() && this.boxes.length > 0) this.reveal(this.cursor ?? 0);
    this.draw(theme);
  }

  /** Draws everything anew in the colours of a theme. */
  draw(theme: Theme): void {
    const { layout } = this;
    this.theme = theme;
    if (!layout) return;
    this.lines = layout.lines.map((line) => drawArrow(line, this.direction, theme));
    this.groups = this.boxes.map((box, i) => {
      const group = drawBox(box, this.sizes[i], theme);
      group.setAttribute('transform', `translate(${layout.nodes[i].x} ${layout.nodes[i].y})`);
      group.addEventListener('click', () => {
        this.point(i);
        this.calls.opened(i);
      });
      group.addEventListener('pointerenter', () => this.point(i, false));
      return group;
    });
    this.sheet.content.replaceChildren(...this.lines, ...this.groups);
    this.highlight();
  }

  /** Goes to a box; `undefined` leaves them. */
  point(box: number | undefined, show = true): void {
    this.cursor = box === undefined || this.boxes.length === 0 ? undefined : box;
    this.highlight();
    if (this.cursor !== undefined && show) this.reveal(this.cursor);
    this.calls.pointed(this.cursor);
  }

  /** Marks the boxes that were looked for. */
  mark(boxes: ReadonlySet<number>): void {
    this.marked = boxes;
    this.highlight();
  }

  async picture(format: 'png' | 'svg'): Promise<string> {
    if (!this.layout || !this.theme) throw new Error('diagram: expected something drawn, got nothing yet');
    return savedPicture(this.sheet.content, this.layout, this.theme, format);
  }

  dispose(): void {
    this.stop();
  }

  private reveal(box: number): void {
    if (!this.layout) return;
    const { x, y } = this.layout.nodes[box];
    this.sheet.show(x, y, this.sizes[box].width, this.sizes[box].height);
  }

  private walk(way: 'down' | 'up' | 'right' | 'left'): void {
    const { layout, cursor } = this;
    if (!layout || this.boxes.length === 0) return;
    if (cursor === undefined) {
      this.point(0);
      return;
    }
    const turned = this.direction === 'right';
    const forward = way === (turned ? 'right' : 'down');
    const backward = way === (turned ? 'left' : 'up');
    const across = (box: number) => (turned ? layout.nodes[box].y : layout.nodes[box].x);
    const here = across(cursor);
    let found: number[];
    if (forward || backward) {
      found = this.arrows.flatMap(([from, to]) =>
        forward ? (from === cursor ? [to] : []) : to === cursor ? [from] : [],
      );
    } else {
      const back = way === (turned ? 'up' : 'left');
      found = this.boxes.flatMap((_, i) => {
        const beside = layout.layers[i] === layout.layers[cursor] && i !== cursor;
        return beside && across(i) < here === back ? [i] : [];
      });
    }
    const far = (box: number) => Math.abs(layout.layers[box] - layout.layers[cursor]);
    found.sort((a, b) => far(a) - far(b) || Math.abs(across(a) - here) - Math.abs(across(b) - here));
    if (found.length > 0) this.point(found[0]);
  }

  private highlight(): void {
    const { theme } = this;
    if (!theme) return;
    this.groups.forEach((group, i) => {
      const frame = group.querySelector('.lectern-BoxFrame');
      const here = i === this.cursor;
      frame?.setAttribute('stroke', here || this.marked.has(i) ? theme.accent : theme.faint);
      frame?.setAttribute('stroke-width', here ? '3' : this.marked.has(i) ? '2' : '1');
      frame?.setAttribute('stroke-dasharray', this.marked.has(i) && !here ? '4 2' : 'none');
    });
    this.lines.forEach((line, a) => {
      const [from, to] = this.arrows[a];
      const near = this.cursor !== undefined && (from === this.cursor || to === this.cursor);
      const [path, head] = line.children;
      path.setAttribute('stroke', near ? theme.accent : theme.faint);
      path.setAttribute('stroke-width', near ? '2.2' : '1.2');
      head.setAttribute('fill', near ? theme.accent : theme.faint);
    });
  }
}
