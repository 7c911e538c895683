import { Legend } from '../cloud/marks.js';
import { decodePlot, type PlotData } from '../protocol/decode-plot.js';
import { button, toggle } from '../shell/controls.js';
import { csvText } from '../shell/csv.js';
import { dataTable } from '../shell/data-table.js';
import { element } from '../shell/dom.js';
import { onKeys, rowKeys } from '../shell/keys.js';
import { Readout } from '../shell/readout.js';
import { fileName, saveText, saveUrl } from '../shell/save.js';
import type { View } from '../shell/view.js';
import { within } from '../shell/within.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { type Drawing, plotLayout, plotTraces } from './figure.js';
import { loadPlotly, PLOT_CONFIG, type Plotly } from './plotly.js';
import { Redraws } from './redraws.js';
import { roomyLabels } from './room.js';
import { pointRows, pointText, thinnedText } from './words.js';

const HEIGHT = 320;
/** Labels are first shown when there are at most so many. */
const FEW = 60;
const HINT = 'Point at the chart, or use the arrow keys to go through its points.';
const KINDS = { line: 'Line chart', scatter: 'Scatter chart', bar: 'Bar chart' };

/** Lines, clouds of points or bars. */
export class PlotView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Chart' });
  private readonly drawing: Drawing = {
    logX: false,
    logY: false,
    cursor: undefined,
    hidden: new Set(),
    written: undefined,
  };
  private readonly legend = new Legend(() => this.redraws.request());
  private labelled = false;
  private readonly chart = element('div', {
    class: 'lectern-Plot lectern-mod-tall',
    role: 'application',
    tabindex: '0',
  });
  private readonly readout = new Readout(HINT);
  private readonly problem = element('p', { class: 'lectern-Problem', role: 'alert' });
  private readonly tableBox = element('div');
  private readonly redraws = new Redraws(() => this.draw());
  private readonly themeWatch = onThemeChange(() => this.redraws.request());
  private readonly undo: () => void;
  private data: PlotData | undefined;
  private plotly: Plotly | undefined;
  private tabled = false;

  constructor() {
    this.chart.setAttribute('aria-roledescription', 'chart');
    this.problem.hidden = true;
    this.undo = onKeys(this.chart, {
      ...rowKeys((down, right) => this.move(down, right)),
      Escape: () => this.point(undefined),
    });
  }

  update(payload: unknown): void {
    const data = decodePlot(payload);
    this.data = data;
    this.drawing.cursor = undefined;
    this.readout.say(undefined);
    const name = `${KINDS[data.kind]} ${data.title}`.trim();
    const series = data.series.map((one) => `${one.name}, ${one.count} points`).join('; ');
    this.node.setAttribute('aria-label', name);
    this.chart.setAttribute('aria-label', `${name}: ${series}. Arrow keys go through the points.`);
    const labels = data.series.reduce((sum, series) => sum + series.labels.length, 0);
    this.labelled = labels > 0 && (data.showLabels ?? labels <= FEW);
    this.drawing.hidden = this.legend.hidden;
    this.legend.update(classesOf(data));
    const note = thinnedText(data);
    this.node.replaceChildren(
      ...(data.title
        ? [element('div', { class: 'lectern-Header' }, element('strong', { class: 'lectern-Title' }, data.title))]
        : []),
      this.toolbar(data),
      ...(note ? [element('p', { class: 'lectern-Note' }, note)] : []),
      this.problem,
      this.legend.node,
      this.chart,
      this.readout.node,
      this.tableBox,
    );
    this.table(this.tabled);
    void this.load();
  }

  resized(): void {
    this.redraws.request();
  }

  dispose(): void {
    this.undo();
    this.themeWatch();
    this.redraws.dispose();
    this.plotly?.purge(this.chart);
  }

  private toolbar(data: PlotData): HTMLElement {
    const log = (axis: 'logX' | 'logY', text: string, title: string) => {
      const control = toggle(text, title, (on) => {
        this.drawing[axis] = on;
        this.redraws.request();
      });
      control.set(this.drawing[axis]);
      return control.node;
    };
    const labels = toggle('Labels', 'Write labels beside the points where there is room', (on) => {
      this.labelled = on;
      this.redraws.request();
    });
    labels.set(this.labelled);
    const table = toggle('Table', 'Show the points as a table', (on) => this.table(on));
    table.set(this.tabled);
    return element(
      'div',
      { class: 'lectern-Toolbar' },
      ...(data.kind === 'bar' ? [] : [log('logX', 'log x', 'Logarithmic horizontal axis')]),
      log('logY', 'log y', 'Logarithmic vertical axis'),
      ...(data.kind === 'scatter' && data.series.some((series) => series.labels.length > 0) ? [labels.node] : []),
      table.node,
      element(
        'div',
        { class: 'lectern-Group lectern-mod-end', role: 'group', 'aria-label': 'Save' },
        button('CSV', 'Save the points as comma-separated values', () => this.saveCsv()),
        button('PNG', 'Save the chart as a PNG picture', () => void this.savePicture('png')),
        button('SVG', 'Save the chart as an SVG picture', () => void this.savePicture('svg')),
      ),
    );
  }

  private async load(): Promise<void> {
    try {
      this.plotly ??= await loadPlotly();
      this.problem.hidden = true;
    } catch {
      this.problem.hidden = false;
      this.problem.textContent = 'The chart did not load; reload the page to try again. The table has its numbers.';
    }
    this.redraws.request();
  }

  private draw(): void {
    const { data, plotly, chart } = this;
    if (!data || !plotly || !this.node.isConnected || chart.clientWidth === 0) return;
    const theme = readTheme(this.node);
    this.legend.paint(theme);
    this.drawing.written = this.labelled
      ? roomyLabels(data, this.legend.hidden, chart.clientWidth - 90, HEIGHT - 60)
      : undefined;
    const layout = plotLayout(data, this.drawing, theme, chart.clientWidth, HEIGHT);
    void plotly.react(chart, plotTraces(data, this.drawing, theme), layout, PLOT_CONFIG);
  }

  /** Goes to another series or point; past one with no point at all. */
  private move(down: number, right: number): void {
    const filled = (this.data?.series ?? []).flatMap(({ x }, i) =>
      x.length > 0 && !this.drawing.hidden.has(i) ? [i] : [],
    );
    if (filled.length === 0) return;
    const { cursor } = this.drawing;
    if (!cursor) {
      this.point({ series: filled[0], point: 0 });
      return;
    }
    const place = within(filled.indexOf(cursor.series) + down, filled.length);
    const series = filled[place];
    this.point({ series, point: within(cursor.point + right, this.data?.series[series].x.length ?? 1) });
  }

  private point(cursor: Drawing['cursor']): void {
    this.drawing.cursor = cursor;
    this.readout.say(cursor && this.data ? pointText(this.data, cursor) : undefined);
    this.redraws.request();
  }

  private table(on: boolean): void {
    this.tabled = on;
    if (!this.data) return;
    const { headings, rows } = pointRows(this.data);
    this.tableBox.replaceChildren(
      ...(on ? [dataTable(`Points of ${this.data.title || 'the chart'}`, headings, rows)] : []),
    );
  }

  private saveCsv(): void {
    if (!this.data) return;
    const { headings, rows } = pointRows(this.data);
    saveText(csvText([headings, ...rows]), 'text/csv', fileName(this.data.title, 'csv'));
  }

  private async savePicture(format: 'png' | 'svg'): Promise<void> {
    const { data } = this;
    if (!data) return;
    const plotly = await loadPlotly();
    const theme = readTheme(this.node);
    const [width, height] = [900, 560];
    const plain = { ...this.drawing, cursor: undefined };
    const layout = { ...plotLayout(data, plain, theme, width, height), paper_bgcolor: theme.surface };
    const figure = { data: plotTraces(data, plain, theme), layout };
    saveUrl(
      await plotly.toImage(figure, { format, width, height, scale: format === 'png' ? 2 : 1 }),
      fileName(data.title, format),
    );
  }
}

/** The classes of a cloud for its legend; other charts have the legend that plotly.js draws. */
function classesOf({ kind, series }: PlotData) {
  const many = kind === 'scatter' && series.length > 1;
  return {
    labels: [],
    color: [],
    classes: many ? series.map(({ name }) => name) : [],
    kinds: many ? series.flatMap(({ x }, i) => x.map(() => i)) : [],
  };
}
