import { loadPlotly, type Plotly } from '../plot/plotly.js';
import { Redraws } from '../plot/redraws.js';
import { decodeTraining } from '../protocol/decode-training.js';
import { Followed, type Keep } from '../protocol/followed.js';
import type { LiveStore } from '../protocol/live.js';
import type { TrainingSeries, TrainingSpec } from '../protocol/spec.js';
import { element } from '../shell/dom.js';
import { preferences } from '../shell/preferences.js';
import { fileName, saveText, saveUrl } from '../shell/save.js';
import type { View } from '../shell/view.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { PanelChart } from './chart.js';
import { type Drawing, wholeFigure } from './figure.js';
import { TrainingToolbar } from './toolbar.js';
import { csvOf, progress, statusText } from './words.js';

/** The view of one training run: its curves, live while a kernel sends points, as saved when none does. */
export class TrainingView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Training' });
  private readonly drawing: Drawing = {
    x: 'step',
    logY: preferences.logY,
    smoothing: preferences.smoothing,
  };
  private readonly title = element('strong', { class: 'lectern-Title' });
  private readonly status = element('span', { class: 'lectern-Status' });
  private readonly spoken = element('span', { class: 'lectern-Spoken', role: 'status' });
  private readonly bar = element('progress', { class: 'lectern-Progress', 'aria-label': 'Progress' });
  private readonly problem = element('p', { class: 'lectern-Problem', role: 'alert' });
  private readonly panels = element('div', { class: 'lectern-Panels' });
  private readonly charts = new Map<string, PanelChart>();
  private readonly toolbar = new TrainingToolbar(this.drawing, {
    drawing: (change) => {
      Object.assign(this.drawing, change);
      this.redraws.request();
    },
    pause: (on) => {
      this.paused = on ? this.followed.latest() : undefined;
      this.redraws.request();
    },
    save: (format) => void this.save(format),
  });
  private readonly redraws = new Redraws(() => this.draw());
  private readonly themeWatch = onThemeChange(() => this.redraws.request());
  private readonly followed: Followed<TrainingSpec>;
  private shown: string | undefined;
  private paused: TrainingSpec | undefined;
  private plotly: Plotly | undefined;

  constructor(store: LiveStore) {
    this.followed = new Followed(store, () => this.redraws.request());
    this.problem.hidden = true;
    const header = element('div', { class: 'lectern-Header' }, this.title, this.status, this.spoken);
    this.node.append(header, this.bar, this.toolbar.node, this.problem, this.panels);
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
    for (const chart of this.charts.values()) chart.dispose();
    this.charts.clear();
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
    if (!latest || !this.node.isConnected || this.node.clientWidth === 0) return;
    const spec = this.paused ?? latest;
    const live = this.followed.connected && latest.state === 'running';
    this.layOut(spec);
    this.toolbar.refresh(spec, live);
    this.title.textContent = spec.title ?? 'Training';
    this.status.textContent = `${this.paused ? 'paused · ' : ''}${statusText(latest, live)}`;
    this.node.dataset.state = live ? 'live' : latest.state;
    const state = live ? 'running' : latest.state;
    if (this.spoken.textContent !== state) this.spoken.textContent = state;
    const share = live ? progress(latest) : undefined;
    this.bar.classList.toggle('lectern-mod-idle', share === undefined);
    this.bar.value = share ?? 0;
    const theme = readTheme(this.node);
    for (const { name, series } of panelsOf(spec)) {
      this.charts.get(name)?.draw(series, this.drawing, theme, this.plotly);
    }
  }

  /** Makes room for every panel at once, before anything is drawn, so that nothing jumps later. */
  private layOut(spec: TrainingSpec): void {
    const names = panelsOf(spec).map((panel) => panel.name);
    for (const [name, chart] of this.charts) {
      if (names.includes(name)) continue;
      chart.dispose();
      this.charts.delete(name);
    }
    for (const name of names) {
      if (this.charts.has(name)) continue;
      const chart = new PanelChart(name);
      this.charts.set(name, chart);
      this.panels.append(chart.node);
    }
    this.node.setAttribute('aria-label', spec.title ?? 'Training');
  }

  private async save(format: 'csv' | 'png' | 'svg'): Promise<void> {
    const spec = this.paused ?? this.followed.latest();
    if (!spec) return;
    const name = fileName(spec.title ?? 'training', format);
    if (format === 'csv') {
      saveText(csvOf(spec), 'text/csv', name);
      return;
    }
    const plotly = await loadPlotly();
    const theme = readTheme(this.node);
    const { data, layout, width, height } = wholeFigure(panelsOf(spec), this.drawing, theme, spec.title ?? '');
    saveUrl(await plotly.toImage({ data, layout }, { format, width, height, scale: format === 'png' ? 2 : 1 }), name);
  }
}

function panelsOf(spec: TrainingSpec): { name: string; series: TrainingSeries[] }[] {
  const panels = new Map<string, TrainingSeries[]>();
  for (const series of spec.series) {
    panels.set(series.panel, [...(panels.get(series.panel) ?? []), series]);
  }
  return [...panels].map(([name, series]) => ({ name, series }));
}
