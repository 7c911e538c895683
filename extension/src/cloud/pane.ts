import type { MarksData } from '../protocol/decode-cloud.js';
import { onKeys } from '../shell/keys.js';
import { listen } from '../shell/listen.js';
import { Surface } from '../shell/surface.js';
import { drawSpaceBox, type SpaceAxis } from '../space/box.js';
import { Camera } from '../space/camera.js';
import { dragging, turning } from '../space/turning.js';
import type { Theme } from '../theme/theme.js';
import { Dots } from './dots.js';
import { drawLabels } from './labels.js';
import { pointColors } from './marks.js';
import { nearestTo, nextTowards, type Seen } from './nearest.js';
import { PlaneCamera } from './plane.js';

/** What a pane draws. */
export interface PaneContent {
  /** Places within −1 to 1, `[points, 3]`; of a flat pane the third is 0. */
  places: Float32Array;
  flat: boolean;
  axes: SpaceAxis[];
  marks: MarksData;
  shows(i: number): boolean;
  labelled: boolean;
  /** Points to be joined with the one under the cursor. */
  linked(i: number): readonly number[];
  /** Whether a point is stressed, e.g. found; `undefined` when none is. */
  stressed: ((i: number) => boolean) | undefined;
}

interface SeenPoint extends Seen {
  depth: number;
  size: number;
}

const TALL = { share: 0.62, least: 250, most: 460 };

/** Points on a canvas, in a plane to move or in a space to turn; the pointer and the keys go from point to point. */
export class CloudPane {
  readonly surface = new Surface('cloud of points');
  readonly camera = new Camera();
  readonly plane = new PlaneCamera();
  cursor: number | undefined;
  private content: PaneContent | undefined;
  private theme: Theme | undefined;
  private seen: SeenPoint[] = [];
  /** Everything but cursor and labels: the cursor goes from point to point much oftener than the points change. */
  private readonly still = document.createElement('canvas');
  private held = false;
  private readonly undo: (() => void)[];

  /** `pointed` is called when the cursor went to another point, `moved` when the drawing has to be made again. */
  constructor(private readonly calls: { pointed(): void; moved(): void }) {
    const { node } = this.surface;
    const go = (right: number, down: number) => () => this.step(right, down);
    const whenFlat = (act: () => void) => () => {
      if (this.content?.flat) act();
    };
    this.undo = [
      this.surface.onPointer({
        hover: (at) => {
          if (this.held) return;
          this.point(at && nearestTo(this.seen, at));
        },
      }),
      dragging(node, (across, down) => {
        if (!this.content?.flat) return;
        this.plane.move(across, down);
        calls.moved();
      }),
      turning(node, this.camera, () => {
        if (!this.content?.flat) calls.moved();
      }),
      this.shiftedArrows(),
      onKeys(node, {
        Home: () => this.point(this.seen.length > 0 ? Math.min(...this.seen.map(({ i }) => i)) : undefined),
        End: () => this.point(this.seen.length > 0 ? Math.max(...this.seen.map(({ i }) => i)) : undefined),
        Escape: () => this.point(undefined),
        '+': whenFlat(() => this.zoom(1.25)),
        '=': whenFlat(() => this.zoom(1.25)),
        '-': whenFlat(() => this.zoom(0.8)),
        '0': whenFlat(() => {
          this.plane.reset();
          calls.moved();
        }),
        ArrowLeft: whenFlat(go(-1, 0)),
        ArrowRight: whenFlat(go(1, 0)),
        ArrowUp: whenFlat(go(0, -1)),
        ArrowDown: whenFlat(go(0, 1)),
      }),
    ];
    const hold = (on: boolean) => () => {
      this.held = on;
    };
    node.addEventListener('pointerdown', hold(true));
    node.addEventListener('pointerup', hold(false));
    node.addEventListener('pointercancel', hold(false));
  }

  /** Moves the cursor and draws it. */
  point(i: number | undefined): void {
    if (i === this.cursor) return;
    this.cursor = i;
    this.drawCursor();
    this.calls.pointed();
  }

  draw(content: PaneContent, theme: Theme): void {
    this.content = content;
    this.theme = theme;
    const width = this.surface.node.clientWidth;
    const height = Math.round(Math.max(TALL.least, Math.min(TALL.most, width * TALL.share)));
    this.paint(this.surface.clear(width, height), content, width, height, theme);
    const { canvas } = this.surface;
    this.still.width = canvas.width;
    this.still.height = canvas.height;
    // A canvas without area cannot be copied.
    if (canvas.width > 0) this.still.getContext('2d')?.drawImage(canvas, 0, 0);
    this.paintFront(this.surface.context, content, theme);
  }

  /** What is shown on a page of its own, for a file. */
  picture(theme: Theme): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const [width, height] = [this.surface.width || 800, this.surface.height || 500];
    canvas.width = width * 2;
    canvas.height = height * 2;
    const context = canvas.getContext('2d');
    if (!context || !this.content) return canvas;
    context.scale(2, 2);
    context.fillStyle = theme.surface;
    context.fillRect(0, 0, width, height);
    this.paint(context, this.content, width, height, theme);
    this.paintFront(context, this.content, theme);
    return canvas;
  }

  dispose(): void {
    for (const undo of this.undo) undo();
  }

  private paint(
    context: CanvasRenderingContext2D,
    content: PaneContent,
    width: number,
    height: number,
    theme: Theme,
  ): void {
    const { places, flat, axes, marks } = content;
    const project = flat ? this.plane.onto(width, height) : this.camera.onto(width, height);
    if (flat) this.plane.drawFrame(context, axes, width, height, theme);
    else drawSpaceBox(context, project, axes, theme);
    const points: SeenPoint[] = [];
    for (let i = 0; i < places.length / 3; i++) {
      if (!content.shows(i)) continue;
      const at = project(places[3 * i], places[3 * i + 1], places[3 * i + 2]);
      if (Number.isFinite(at.x) && Number.isFinite(at.y)) points.push({ i, ...at });
    }
    if (!flat) points.sort((a, b) => b.depth - a.depth);
    this.seen = points;
    const color = pointColors(marks, theme);
    const { radius } = this;
    const dots = new Dots(context, marks.color.length > 0 ? theme.faint : theme.surface);
    const { stressed } = content;
    // Stressed points lie over all others, a little larger: among ten thousand nobody would see them.
    for (const front of stressed ? [false, true] : [undefined]) {
      for (const { i, x, y, depth, size } of points) {
        if (stressed && stressed(i) !== front) continue;
        // Far points fade a little: with their size it tells near from far also in a still picture.
        const alpha = front === false ? 0.15 : flat ? 0.85 : Math.max(0.45, Math.min(1, 0.85 - depth * 0.2));
        dots.draw({ x, y, radius: (front ? 1.25 : 1) * radius * size, alpha }, color(i));
      }
    }
    dots.put();
  }

  /** Radius of a point in CSS pixels. */
  private get radius(): number {
    const count = this.seen.length;
    return count > 6000 ? 1.8 : count > 1500 ? 2.2 : count > 300 ? 3 : 4;
  }

  private drawCursor(): void {
    const { content, theme } = this;
    const { width, height, canvas } = this.surface;
    if (!content || !theme || canvas.width === 0) return;
    this.surface.clear(width, height).drawImage(this.still, 0, 0, width, height);
    this.paintFront(this.surface.context, content, theme);
  }

  /** The cursor, and over it the labels. */
  private paintFront(context: CanvasRenderingContext2D, content: PaneContent, theme: Theme): void {
    this.paintCursor(context, content, theme);
    const { labels } = content.marks;
    if (!content.labelled || labels.length === 0) return;
    const front = content.stressed ? this.seen.filter(({ i }) => content.stressed?.(i)) : this.seen;
    drawLabels(context, [...front].reverse(), (i) => labels[i], this.surface, theme);
  }

  private paintCursor(context: CanvasRenderingContext2D, content: PaneContent, theme: Theme): void {
    const { seen: points, radius } = this;
    const here = points.find(({ i }) => i === this.cursor);
    if (!here) return;
    const color = pointColors(content.marks, theme);
    const linked = new Set(content.linked(here.i));
    const ring = ({ i, x, y, size }: SeenPoint, by: number, line: number) => {
      context.beginPath();
      context.arc(x, y, radius * size + by, 0, 2 * Math.PI);
      context.fillStyle = color(i);
      context.fill();
      context.lineWidth = line;
      context.strokeStyle = theme.text;
      context.stroke();
    };
    context.lineWidth = 1;
    context.strokeStyle = theme.faint;
    for (const point of points) {
      if (!linked.has(point.i)) continue;
      context.beginPath();
      context.moveTo(here.x, here.y);
      context.lineTo(point.x, point.y);
      context.stroke();
    }
    for (const point of points) if (linked.has(point.i)) ring(point, 0.5, 1.25);
    ring(here, 2.5, 2.5);
  }

  private zoom(by: number): void {
    this.plane.magnify(by);
    this.calls.moved();
  }

  private step(right: number, down: number): void {
    const { width, height } = this.surface;
    const middle = { x: width / 2, y: height / 2 };
    if (!this.seen.some(({ i }) => i === this.cursor))
      this.point(nearestTo(this.seen, middle, Number.POSITIVE_INFINITY));
    else if (this.cursor !== undefined) this.point(nextTowards(this.seen, this.cursor, right, down));
  }

  /** In a space plain arrows turn, so that those with Shift go from point to point. */
  private shiftedArrows(): () => void {
    const { node } = this.surface;
    const ways: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const keydown = (event: KeyboardEvent) => {
      const way = Object.hasOwn(ways, event.key) ? ways[event.key] : undefined;
      if (!way || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || this.content?.flat) return;
      event.preventDefault();
      this.step(...way);
    };
    return listen(node, { keydown });
  }
}
