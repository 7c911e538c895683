import type { PanelBody } from '../panels/side-panel.js';
import { loadPlotly, type Plotly } from '../plot/plotly.js';
import { Redraws } from '../plot/redraws.js';
import type { TrainingSeries } from '../protocol/spec.js';
import { button, select, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { preferences } from '../shell/preferences.js';
import { Readout } from '../shell/readout.js';
import { fileName, saveText, saveUrl } from '../shell/save.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { PanelChart } from '../training/chart.js';
import { cursorText, moved, pointAt } from '../training/cursor.js';
import type { XKind } from '../training/curve.js';
import { type Drawing, wholeFigure } from '../training/figure.js';
import type { Panel } from '../training/runs.js';
import { smoothingSlider } from '../training/toolbar.js';
import type { RunBook } from './book.js';
import { runsCsv, runsJson } from './export.js';
import { RunList } from './list.js';
import type { Run } from './run.js';

/** All training runs in one chart, a metric at a time, and the list that names them. */
export class RunsBody implements PanelBody {
  readonly node = element('section', {
    class: 'lectern-View lectern-Runs',
    'aria-label': 'Comparison of training runs',
  });
  private readonly drawing: Drawing = {
    x: 'step',
    logY: preferences.logY,
    smoothing: preferences.smoothing,
    range: undefined,
    cursor: undefined,
  };
  private metric = '';
  private readonly note = element('p', { class: 'lectern-Note' });
  private readonly facts = element('div', { class: 'lectern-Header' });
  private readonly toolbar: HTMLElement;
  private readonly metrics = select('metric', 'What is compared', (metric) => {
    this.metric = metric;
    this.redraws.request();
  });
  private readonly holder = element('div', { class: 'lectern-Panels' });
  private readonly readout = new Readout('');
  private readonly list: RunList;
  private readonly redraws = new Redraws(() => this.draw());
  private readonly themeWatch = onThemeChange(() => this.redraws.request());
  private readonly unlisten: () => void;
  private chart: PanelChart | undefined;
  private offered = '';
  private plotly: Plotly | undefined;

  constructor(private readonly book: RunBook) {
    this.list = new RunList({
      hide: (id, hidden) => book.hide(id, hidden),
      rename: (id, name) => book.rename(id, name),
      remove: (id) => book.remove(id),
    });
    const x = select('x', 'What the horizontal axis counts', (kind) =>
      this.change({ x: kind as XKind, range: undefined }),
    );
    x.set(
      ['step', 'epoch', 'time'].map((value) => ({ value, text: value })),
      'step',
    );
    const log = toggle('log y', 'Logarithmic vertical axis', (logY) => this.change({ logY }));
    log.set(this.drawing.logY);
    this.toolbar = element(
      'div',
      { class: 'lectern-Toolbar' },
      this.metrics.node,
      x.node,
      log.node,
      smoothingSlider(this.drawing.smoothing, (smoothing) => this.change({ smoothing })),
      element(
        'div',
        { class: 'lectern-Group lectern-mod-end', role: 'group', 'aria-label': 'Save' },
        button('CSV', 'Save all points of the shown runs as comma-separated values', () =>
          saveText(runsCsv(this.shownRuns), 'text/csv', fileName('runs', 'csv')),
        ),
        button('JSON', 'Save the shown runs as JSON', () =>
          saveText(runsJson(this.shownRuns), 'application/json', fileName('runs', 'json')),
        ),
        button('PNG', 'Save the chart as PNG', () => void this.savePicture()),
      ),
    );
    this.node.append(this.facts, this.toolbar, this.note, this.holder, this.readout.node, this.list.node);
    this.unlisten = book.listen(() => this.redraws.request());
  }

  shown(): void {
    this.redraws.request();
    if (this.plotly) return;
    loadPlotly().then(
      (plotly) => {
        this.plotly = plotly;
        this.redraws.request();
      },
      () => {
        this.note.hidden = false;
        this.note.textContent = 'The chart did not load; reload the page to try again.';
      },
    );
  }

  dispose(): void {
    this.unlisten();
    this.themeWatch();
    this.redraws.dispose();
    this.chart?.dispose();
  }

  private get shownRuns(): Run[] {
    return this.book.runs.filter(({ hidden }) => !hidden);
  }

  private change(change: Partial<Drawing>): void {
    Object.assign(this.drawing, change);
    this.redraws.request();
  }

  private draw(): void {
    const { runs } = this.book;
    this.offer(runs);
    const theme = readTheme(this.node);
    this.facts.textContent = runs.length === 1 ? '1 run' : `${runs.length} runs`;
    this.toolbar.hidden = runs.length === 0;
    this.holder.hidden = runs.length === 0;
    this.note.hidden = runs.length > 0;
    if (runs.length === 0) this.note.textContent = 'No training runs yet: they come with view.training and train.fit.';
    this.list.show(runs, (run) => this.seriesOf(run), theme.dark);
    const panel = this.compared();
    if (this.chart?.name !== this.metric) {
      this.chart?.dispose();
      this.chart = new PanelChart(this.metric, {
        move: (by) => this.move(by),
        range: (range) => this.change({ range }),
      });
      this.holder.replaceChildren(this.chart.node);
    }
    this.chart.tell(panel, this.drawing, ALONE, theme);
    if (this.plotly) this.chart.draw(panel, this.drawing, ALONE, theme, this.plotly);
  }

  /** The chosen series of each shown run, named after the run. */
  private compared(): Panel {
    const found = this.shownRuns.flatMap((run) => {
      const series = this.seriesOf(run);
      return series ? [{ series: { ...series, run: undefined, name: run.name }, color: run.color }] : [];
    });
    return { name: this.metric, series: found.map(({ series }) => series), colors: found.map(({ color }) => color) };
  }

  private move(by: { right: number; down: number } | undefined): void {
    const panel = this.compared();
    this.drawing.cursor = by && moved(panel, this.drawing.cursor, by.right, by.down);
    const at = pointAt(panel, this.drawing.cursor, this.drawing.x);
    this.readout.say(at ? cursorText(at, at.series.name, this.drawing.x, this.drawing.smoothing) : undefined);
    this.redraws.request();
  }

  private seriesOf(run: Run): TrainingSeries | undefined {
    return run.spec.series.find(({ name }) => name === this.metric);
  }

  private offer(runs: Run[]): void {
    const names = [...new Set(runs.flatMap(({ spec }) => spec.series.map(({ name }) => name)))];
    if (!names.includes(this.metric)) this.metric = names.includes('loss') ? 'loss' : (names[0] ?? '');
    const offered = JSON.stringify([names, this.metric]);
    if (offered === this.offered) return;
    this.offered = offered;
    this.metrics.set(
      names.map((name) => ({ value: name, text: name })),
      this.metric,
    );
  }

  private async savePicture(): Promise<void> {
    const plotly = await loadPlotly();
    const theme = readTheme(this.node);
    const { data, layout, width, height } = wholeFigure([this.compared()], this.drawing, ALONE, theme, '');
    const picture = await plotly.toImage({ data, layout }, { format: 'png', width, height, scale: 2 });
    saveUrl(picture, fileName(`runs ${this.metric}`, 'png'));
  }
}

/** Each series is a run here, and goes by its name. */
const ALONE = { runs: [], marks: [] };
