import { type CloudData, decodeCloud } from '../protocol/decode-cloud.js';
import { toggle } from '../shell/controls.js';
import { hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { lessMotion } from '../shell/stepper.js';
import type { View } from '../shell/view.js';
import type { SpaceAxis } from '../space/box.js';
import { TURN_HINT } from '../space/turning.js';
import { short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { Legend } from './marks.js';
import { CloudPane } from './pane.js';
import { inCube, keptText, markText } from './points.js';

const HINT = `Point at the cloud, or go with Shift and arrows from point to point; ${TURN_HINT}.`;
/** Labels are first shown when there are at most so many. */
const FEW = 60;
/** Radians that a turning cloud goes on in a frame. */
const SPIN = 0.008;

/** Points in a space that can be turned. */
export class CloudView implements View {
  private readonly frame = new ViewFrame('lectern-Cloud', HINT);
  readonly node = this.frame.node;
  private readonly legend = new Legend(() => this.draw());
  private readonly pane = new CloudPane({
    pointed: () => this.say(),
    moved: () => this.draw(),
  });
  private readonly labels = toggle('Labels', 'Write labels beside the points where there is room', (on) => {
    this.labelled = on;
    this.draw();
  });
  private readonly spin = toggle('Turn', 'Let the cloud turn by itself', (on) => this.turn(on));
  private readonly themeWatch = onThemeChange(() => this.draw());
  private data: CloudData | undefined;
  private places = new Float32Array(0);
  private axes: SpaceAxis[] = [];
  private labelled = false;
  private frameRequest = 0;

  constructor() {
    this.spin.node.hidden = lessMotion();
    this.frame.toolbar.append(
      this.spin.node,
      this.labels.node,
      ...this.frame.tableAndSaves(() => this.rows(), {
        title: () => this.data?.title ?? '',
        png: () => this.pane.picture(readTheme(this.node)),
      }),
    );
    this.frame.body.append(this.legend.node, this.pane.surface.node);
  }

  update(payload: unknown): void {
    const data = decodeCloud(payload);
    this.data = data;
    const kept = data.points.length / 3;
    const { places, extents } = inCube(data.points, false);
    this.places = places;
    this.axes = data.axes.map((name, i) => ({ name, low: short(extents[i][0], 3), high: short(extents[i][1], 3) }));
    this.labelled = data.labels.length > 0 && (data.showLabels ?? kept <= FEW);
    this.labels.set(this.labelled);
    this.labels.node.hidden = data.labels.length === 0;
    this.legend.update(data);
    const name = `Cloud ${data.title}`.trim();
    this.frame.name(name, data.title, [`${data.count.toLocaleString('en')} points`]);
    this.frame.note(keptText(kept, data.count, this.places));
    this.pane.surface.node.setAttribute('aria-label', `${name}: ${kept} points over ${data.axes.join(', ')}. ${HINT}`);
    this.pane.cursor = undefined;
    this.say();
    this.frame.refreshTable();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.turn(false);
    this.themeWatch();
    this.pane.dispose();
  }

  private draw(): void {
    const { data } = this;
    if (!data || !hasRoom(this.node)) return;
    const theme = readTheme(this.node);
    this.legend.paint(theme);
    const content = {
      places: this.places,
      flat: false,
      axes: this.axes,
      marks: data,
      shows: (i: number) => this.legend.shows(i),
      labelled: this.labelled,
      linked: () => [],
      stressed: undefined,
    };
    this.pane.draw(content, theme);
  }

  private turn(on: boolean): void {
    cancelAnimationFrame(this.frameRequest);
    if (!on) return;
    const step = () => {
      this.pane.camera.turn(SPIN, 0);
      this.draw();
      this.frameRequest = requestAnimationFrame(step);
    };
    this.frameRequest = requestAnimationFrame(step);
  }

  private say(): void {
    const { data, pane } = this;
    if (!data || pane.cursor === undefined) {
      this.frame.say(undefined);
      return;
    }
    const i = pane.cursor;
    const places = data.axes.map((name, axis) => `${name} = ${short(data.points[3 * i + axis])}`).join(', ');
    this.frame.say(`${markText(data, i)}: ${places}`);
  }

  private rows() {
    const { axes = [], labels = [], kinds = [], classes = [], color = [], points } = this.data ?? {};
    const count = (points?.length ?? 0) / 3;
    const headings = [
      labels.length > 0 ? 'label' : 'point',
      ...axes,
      ...(kinds.length > 0 ? ['class'] : []),
      ...(color.length > 0 ? ['colour'] : []),
    ];
    const rows = Array.from({ length: count }, (_, i) => [
      labels[i] ?? String(i),
      ...axes.map((_, axis) => String(points?.[3 * i + axis])),
      ...(kinds.length > 0 ? [classes[kinds[i]]] : []),
      ...(color.length > 0 ? [String(color[i])] : []),
    ]);
    return { headings, rows };
  }
}
