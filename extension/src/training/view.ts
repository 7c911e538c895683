import { FrameQueue } from '../plot/frame-queue.js';
import { loadPlotly, type Plotly } from '../plot/plotly.js';
import { Redraws } from '../plot/redraws.js';
import { decodeTraining } from '../protocol/decode-training.js';
import { Followed, type Keep } from '../protocol/followed.js';
import type { LiveStore } from '../protocol/live.js';
import type { TrainingSpec } from '../protocol/spec.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { preferences } from '../shell/preferences.js';
import { saveButtons } from '../shell/saves.js';
import type { View } from '../shell/view.js';
import { Words } from '../shell/words.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { PanelChart } from './chart.js';
import { cursorText, moved, pointAt } from './cursor.js';
import { type Drawing, type Range, wholeFigure } from './figure.js';
import { RangeField } from './range-field.js';
import { RunSwitches } from './run-switches.js';
import { labelOf, panelsOf, runsOf } from './runs.js';
import { TrainingToolbar } from './toolbar.js';
import {
  csvRows,
  leftOut,
  longestLeftOut,
  longestReading,
  longestStatus,
  pointTable,
  progress,
  stateText,
  statusText,
} from './words.js';

const HINT = 'Point at a curve, or use the arrow keys in a chart; drag to choose a range.';
/** Rows of the table, and the shortest time between two of its refreshes while a run goes on, in milliseconds. */
const ROWS = 200;
const TABLE_INTERVAL = 1000;

/** The view of one training run, or of several: curves, live while a kernel sends points, as saved when none does. */
export class TrainingView implements View {
  private readonly frame = new ViewFrame('lectern-Training', HINT);
  readonly node = this.frame.node;
  private readonly drawing: Drawing = {
    x: 'step',
    logY: preferences.logY,
    smoothing: preferences.smoothing,
    range: undefined,
    cursor: undefined,
  };
  private readonly hidden = new Set<string>();
  private follow = false;
  /** Whether the run went on while it was shown: then what it may need has its room, also when it has ended. */
  private ran = false;
  private readonly status = new Words('p', { class: 'lectern-Status' });
  private readonly spoken = element('span', { class: 'lectern-Spoken', role: 'status' });
  private readonly bar = element('progress', { class: 'lectern-Progress', 'aria-label': 'Progress' });
  private readonly problem = element('p', { class: 'lectern-Problem', role: 'alert' });
  private readonly panels = element('div', { class: 'lectern-Panels' });
  private readonly charts = new Map<string, PanelChart>();
  private readonly toolbar = new TrainingToolbar(this.drawing, {
    drawing: (change) => this.change(change),
    pause: (on) => {
      this.paused = on ? this.followed.latest() : undefined;
      this.redraws.request();
    },
  });
  private readonly range = new RangeField(
    (range) => this.change({ range }),
    (on) => {
      this.follow = on;
      this.redraws.request();
    },
  );
  private readonly runs = new RunSwitches((run, hide) => {
    if (hide) this.hidden.add(run);
    else this.hidden.delete(run);
    this.redraws.request();
  });
  private readonly redraws = new Redraws(() => this.draw());
  private readonly turns = new FrameQueue();
  private readonly themeWatch = onThemeChange(() => this.redraws.request());
  private readonly followed: Followed<TrainingSpec>;
  private shown: string | undefined;
  private named: string | undefined;
  private paused: TrainingSpec | undefined;
  private plotly: Plotly | undefined;
  private tabled: { spec: TrainingSpec; at: number } | undefined;

  constructor(store: LiveStore) {
    this.followed = new Followed(store, () => this.redraws.request());
    this.problem.hidden = true;
    this.frame.toolbar.append(
      ...this.toolbar.nodes,
      this.range.node,
      this.frame.tableSwitch(() => pointTable(this.spec() ?? EMPTY, ROWS)),
      saveButtons({
        title: () => this.spec()?.title ?? 'training',
        csv: () => csvRows(this.spec() ?? EMPTY),
        picture: (format) => this.picture(format),
      }),
    );
    this.frame.noteBelow();
    const top = element('div', { class: 'lectern-RunLine' }, this.status.node, this.runs.node);
    this.frame.body.append(top, this.spoken, this.bar, this.problem, this.panels);
  }

  update(payload: unknown, keep?: Keep): void {
    const spec = decodeTraining(payload);
    if (spec.id !== this.shown) this.drawing.x = spec.x ?? 'step';
    this.shown = spec.id;
    this.followed.update(spec, keep);
    this.layOut(spec);
    void this.loadPlots();
    this.redraws.request();
  }

  resized(): void {
    this.redraws.request();
  }

  dispose(): void {
    this.followed.dispose();
    this.themeWatch();
    this.redraws.dispose();
    this.turns.dispose();
    for (const chart of this.charts.values()) chart.dispose();
    this.charts.clear();
  }

  private spec(): TrainingSpec | undefined {
    return this.paused ?? this.followed.latest();
  }

  private change(change: Partial<Drawing>): void {
    Object.assign(this.drawing, change);
    if (this.drawing.range === undefined) this.follow = false;
    this.redraws.request();
  }

  private async loadPlots(): Promise<void> {
    if (this.plotly) return;
    try {
      this.plotly = await loadPlotly();
      this.problem.hidden = true;
    } catch {
      this.problem.hidden = false;
      this.problem.textContent = 'The charts did not load; reload the page to try again. The numbers are below.';
    }
    this.redraws.request();
  }

  private draw(): void {
    const latest = this.followed.latest();
    if (!latest || !hasRoom(this.node)) return;
    const spec = this.paused ?? latest;
    const live = this.followed.connected && latest.state === 'running';
    this.layOut(spec);
    this.toolbar.refresh(spec, live, this.ran);
    const extent = extentOf(spec, this.drawing);
    if (this.follow && this.drawing.range) {
      const [from, to] = this.drawing.range;
      this.drawing.range = [extent[1] - (to - from), extent[1]];
    }
    this.range.set(this.drawing.range, extent, live, this.ran);
    this.tell(latest, live);
    this.frame.note(leftOut(spec, this.drawing.logY), this.ran ? longestLeftOut(spec) : '');
    const theme = readTheme(this.node);
    const runs = runsOf(spec);
    this.runs.set(runs, this.hidden, theme.dark, this.ran);
    const surroundings = { runs, marks: spec.marks ?? [] };
    for (const panel of panelsOf(spec, this.hidden)) {
      const chart = this.charts.get(panel.name);
      chart?.tell(panel, this.drawing, surroundings, theme);
      const { plotly } = this;
      if (!chart || !plotly) continue;
      this.turns.request(panel.name, () => chart.draw(panel, this.drawing, surroundings, theme, plotly));
    }
    this.refreshTable(spec, live);
  }

  private tell(latest: TrainingSpec, live: boolean): void {
    if (this.ran) this.status.reserveMore(longestStatus(latest));
    this.status.say(`${this.paused ? 'paused · ' : ''}${statusText(latest, live)}`);
    const state = stateText(latest, live);
    this.node.dataset.state = live ? 'live' : latest.state;
    if (this.spoken.textContent !== state) this.spoken.textContent = state;
    const share = live ? progress(latest) : undefined;
    this.bar.classList.toggle('lectern-mod-idle', share === undefined);
    this.bar.value = share ?? 0;
  }

  private refreshTable(spec: TrainingSpec, live: boolean): void {
    const now = performance.now();
    if (this.tabled?.spec === spec || (live && this.tabled && now - this.tabled.at < TABLE_INTERVAL)) return;
    this.tabled = { spec, at: now };
    this.frame.refreshTable();
  }

  /** Makes room for every panel at once, before anything is drawn, so that nothing jumps later. */
  private layOut(spec: TrainingSpec): void {
    this.ran ||= spec.state === 'running';
    const names = panelsOf(spec, this.hidden).map((panel) => panel.name);
    for (const [name, chart] of this.charts) {
      if (names.includes(name)) continue;
      chart.dispose();
      this.charts.delete(name);
    }
    for (const name of names) {
      if (this.charts.has(name)) continue;
      const calls = {
        move: (by: { right: number; down: number } | undefined) => this.move(name, by),
        range: (range: Range | undefined) => this.change({ range }),
      };
      const chart = new PanelChart(name, calls, this.ran);
      this.charts.set(name, chart);
      this.panels.append(chart.node);
    }
    if (spec.title !== this.named || !this.node.hasAttribute('aria-label')) {
      this.named = spec.title;
      this.frame.reserve(longestReading(spec));
      this.frame.name(spec.title ?? 'Training', spec.title ?? 'Training');
    }
  }

  private move(name: string, by: { right: number; down: number } | undefined): void {
    const spec = this.spec();
    const panel = spec && panelsOf(spec, this.hidden).find((one) => one.name === name);
    if (!spec || !panel) return;
    this.drawing.cursor = by && moved(panel, this.drawing.cursor, by.right, by.down);
    const at = pointAt(panel, this.drawing.cursor, this.drawing.x);
    const label = at && labelOf(at.series, runsOf(spec));
    this.frame.say(
      at && label !== undefined ? cursorText(at, label, this.drawing.x, this.drawing.smoothing) : undefined,
    );
    this.redraws.request();
  }

  private async picture(format: 'png' | 'svg'): Promise<string> {
    const spec = this.spec() ?? EMPTY;
    const plotly = await loadPlotly();
    const theme = readTheme(this.node);
    const surroundings = { runs: runsOf(spec), marks: spec.marks ?? [] };
    const panels = panelsOf(spec, this.hidden);
    const { data, layout, width, height } = wholeFigure(panels, this.drawing, surroundings, theme, spec.title ?? '');
    return plotly.toImage({ data, layout }, { format, width, height, scale: format === 'png' ? 2 : 1 });
  }
}

const EMPTY: TrainingSpec = { version: 1, id: '', seq: 0, state: 'done', series: [] };

/** The places of the first and the last point on the horizontal axis. */
function extentOf({ series }: TrainingSpec, { x }: Drawing): Range {
  const places = series.flatMap((entry): number[] =>
    entry[x].flatMap((place: number | null) => (place === null ? [] : [place])),
  );
  return places.reduce<Range>(
    ([low, high], place) => [Math.min(low, place), Math.max(high, place)],
    [places[0] ?? 0, places[0] ?? 0],
  );
}
