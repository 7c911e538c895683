import { Growing } from '../plot/growing.js';
import { type BoundaryData, type BoundarySnapshotData, decodeBoundary } from '../protocol/decode-boundary.js';
import type { Keep } from '../protocol/followed.js';
import type { LiveStore } from '../protocol/live.js';
import { toggle } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { onKeys } from '../shell/keys.js';
import { pageCanvas } from '../shell/page.js';
import { saveButtons } from '../shell/saves.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { mapFrame } from '../surface/frame.js';
import { seriesColor } from '../theme/palette.js';
import { onThemeChange, readTheme, type Theme } from '../theme/theme.js';
import { type Drawing, drawBoundary, placing } from './drawing.js';
import {
  csvOf,
  cutText,
  factsOf,
  type GridPlace,
  gridText,
  longestCut,
  longestFacts,
  longestReading,
  nearest,
  type PointPlace,
  pointText,
  setOf,
  tableOf,
} from './words.js';

const HINT = 'Point at the map or at a point of it, or use the arrow keys; Page Up and Page Down change the step.';
const WIDEST = 640;
/** How near the pointer must come to a point, in pixels. */
const NEAR = 7;
/** Grid points that an arrow key goes. */
const STRIDE = 2;

/** What a classifier says of the plane, under labelled points, over the steps of training. */
export class BoundaryView implements View {
  private readonly frame = new ViewFrame('lectern-Fields', HINT);
  readonly node = this.frame.node;
  private readonly surface = new Surface('map of classes');
  private readonly legend = element('ul', { class: 'lectern-Legend lectern-mod-names' });
  private readonly drawing: Drawing = { discrete: false, points: true, test: false };
  private data: BoundaryData | undefined;
  private cursor: GridPlace | undefined;
  private pointed: PointPlace | undefined;
  private readonly stepper = new Stepper(
    'step',
    () => this.changed(),
    (place) => String(this.data?.snapshots[place]?.step ?? place),
  );
  private readonly discrete = toggle('discrete', 'Show only the likeliest class, not how likely it is', (on) => {
    this.drawing.discrete = on;
    this.draw();
  });
  private readonly points = toggle('training points', 'Show the points that the classifier was trained on', (on) => {
    this.drawing.points = on;
    this.draw();
  });
  private readonly test = toggle('test points', 'Show the points that the classifier has not seen, hollow', (on) => {
    this.drawing.test = on;
    this.draw();
  });
  private readonly growing: Growing<BoundaryData>;
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];

  constructor(store: LiveStore) {
    this.growing = new Growing(store, () => this.refresh());
    const { toolbar, body } = this.frame;
    this.frame.noteBelow();
    const saves = saveButtons({
      title: () => this.data?.title || 'boundary',
      csv: () => (this.data ? csvOf(this.data, this.snapshot(this.data)) : []),
      png: () => this.picture(),
    });
    const table = this.frame.tableSwitch(() => this.data && tableOf(this.data, this.snapshot(this.data)));
    this.points.set(true);
    toolbar.append(this.discrete.node, this.points.node, this.test.node, table, saves);
    body.append(this.stepper.node, this.legend, this.surface.node);
    this.undo = [
      this.surface.onPointer({ hover: (at) => this.hover(at) }),
      onKeys(this.surface.node, {
        ArrowUp: () => this.move(STRIDE, 0),
        ArrowDown: () => this.move(-STRIDE, 0),
        ArrowLeft: () => this.move(0, -STRIDE),
        ArrowRight: () => this.move(0, STRIDE),
        PageUp: () => this.stepper.choose(this.stepper.at + 1),
        PageDown: () => this.stepper.choose(this.stepper.at - 1),
        Escape: () => this.point(undefined),
      }),
    ];
  }

  update(payload: unknown, keep?: Keep): void {
    this.growing.update(decodeBoundary(payload), keep);
  }

  private refresh(): void {
    const data = this.growing.latest();
    if (!data || data === this.data) return;
    const before = this.data;
    const atEnd = !before || this.stepper.at >= before.snapshots.length - 1;
    const step = before?.snapshots[this.stepper.at]?.step;
    this.data = data;
    if (!before) {
      this.drawing.discrete = data.discrete;
      this.discrete.set(data.discrete);
    }
    this.test.node.hidden = data.test === undefined;
    // Newer steps are followed unless the reader stepped back; then the step that is looked at stays, or the next one
    // when it was left out of a long run.
    const held = data.snapshots.findIndex((snapshot) => step !== null && Number(snapshot.step) >= Number(step));
    this.stepper.set(data.snapshots.length, atEnd || held < 0 ? data.snapshots.length - 1 : held, data.id !== '');
    this.frame.note(cutText(data), longestCut(data));
    this.frame.reserve(longestReading(data));
    if (this.cursor && (this.cursor.row >= data.rows || this.cursor.col >= data.cols)) this.cursor = undefined;
    // The points of a view that grows stay what they were.
    if (!data.id || data.id !== before?.id) this.pointed = undefined;
    this.changed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    this.growing.dispose();
    this.stepper.dispose();
    for (const undo of this.undo) undo();
  }

  private snapshot(data: BoundaryData): BoundarySnapshotData {
    return data.snapshots[Math.min(this.stepper.at, data.snapshots.length - 1)];
  }

  /** Another step is shown. */
  private changed(): void {
    const { data } = this;
    if (!data) return;
    const name = `Boundary ${data.title}`.trim();
    const facts = factsOf(data, this.snapshot(data));
    this.frame.name(name, data.title, facts, longestFacts(data));
    this.surface.node.setAttribute('aria-label', `${name}: ${data.classes.join(', ')}; ${facts.join(', ')}. ${HINT}`);
    this.frame.refreshTable();
    this.say();
    this.draw();
  }

  private draw(): void {
    const { data } = this;
    if (!data || !hasRoom(this.node)) return;
    const theme = readTheme(this.node);
    this.fillLegend(data, theme);
    const width = Math.min(WIDEST, this.surface.node.clientWidth);
    const height = Math.round(Math.max(220, Math.min(460, width * 0.72)));
    this.paint(this.surface.clear(width, height), width, height, theme);
  }

  private paint(context: CanvasRenderingContext2D, width: number, height: number, theme: Theme): void {
    const { data, drawing, cursor } = this;
    if (data) drawBoundary(context, data, this.snapshot(data), mapFrame(width, height), drawing, cursor, theme);
  }

  private picture(): HTMLCanvasElement {
    const theme = readTheme(this.node);
    const { width, height } = this.surface;
    return pageCanvas(width, height, theme.surface, (context) => this.paint(context, width, height, theme));
  }

  private fillLegend({ classes }: BoundaryData, theme: Theme): void {
    this.legend.replaceChildren(
      ...classes.map((name, kind) => {
        const swatch = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
        swatch.style.background = seriesColor(kind, theme.dark);
        if (kind % 2 === 0) swatch.style.borderRadius = '50%';
        return element('li', {}, swatch, name);
      }),
    );
  }

  private hover(at: { x: number; y: number } | undefined): void {
    const { data } = this;
    if (!data) return;
    const frame = mapFrame(this.surface.width, this.surface.height);
    const inside = at && at.x >= frame.left && at.x <= frame.right && at.y >= frame.top && at.y <= frame.bottom;
    if (!at || !inside) {
      this.point(undefined);
      return;
    }
    const { toX, toY, fromX, fromY } = placing(data, frame);
    this.pointed = undefined;
    let least = NEAR;
    for (const test of [false, true]) {
      if (!(test ? this.drawing.test && data.test : this.drawing.points)) continue;
      const { x, y } = setOf(data, test);
      x.forEach((across, index) => {
        const distance = Math.hypot(toX(across) - at.x, toY(y[index]) - at.y);
        if (distance >= least) return;
        least = distance;
        this.pointed = { test, index };
      });
    }
    this.point(nearest(data, fromX(at.x), fromY(at.y)), this.pointed);
  }

  private move(up: number, right: number): void {
    const { data } = this;
    if (!data) return;
    const { row, col } = this.cursor ?? { row: (data.rows >> 1) - up, col: (data.cols >> 1) - right };
    const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
    this.point({ row: within(row + up, data.rows), col: within(col + right, data.cols) });
  }

  private point(cursor: GridPlace | undefined, pointed?: PointPlace): void {
    this.cursor = cursor;
    this.pointed = pointed;
    this.say();
    this.draw();
  }

  private say(): void {
    const { data, cursor, pointed } = this;
    if (!data || !cursor) {
      this.frame.say(undefined);
      return;
    }
    const snapshot = this.snapshot(data);
    this.frame.say(pointed ? pointText(data, snapshot, pointed) : gridText(data, snapshot, cursor));
  }
}
