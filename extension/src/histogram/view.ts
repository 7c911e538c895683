import { decodeHistogram, type HistogramData, type LayerData } from '../protocol/decode-histogram.js';
import { button, select, toggle } from '../shell/controls.js';
import { csvText } from '../shell/csv.js';
import { element } from '../shell/dom.js';
import { fileName, saveText } from '../shell/save.js';
import type { View } from '../shell/view.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import type { Drawing } from './drawing.js';
import { layerModel } from './model.js';
import { LayerPanel } from './panel.js';
import { countRows } from './words.js';

/** Histograms of one or more layers, with a slider over the steps when there are several. */
export class HistogramView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Histogram' });
  private readonly drawing: Drawing = { mode: 'overlay', log: false };
  private panels: LayerPanel[] = [];
  private data: HistogramData | undefined;
  /** The chosen snapshot; `undefined` follows the newest. */
  private row: number | undefined;
  private tabled = false;
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly slider = element('input', { type: 'range', min: '0', 'aria-label': 'step' });
  private readonly stepText = element('output', { class: 'lectern-Amount' });
  private readonly note = element('p', { class: 'lectern-Note' });
  private readonly title = element('div', { class: 'lectern-Header' });
  private readonly stepField = element(
    'label',
    { class: 'lectern-Field' },
    element('span', {}, 'step'),
    this.slider,
    this.stepText,
  );
  private readonly mode = select(
    'show',
    'One step over the first and the last, or all steps behind one another',
    (mode) => {
      this.drawing.mode = mode as Drawing['mode'];
      this.draw();
    },
  );
  private readonly box = element('div', { class: 'lectern-Panels' });

  constructor() {
    this.slider.addEventListener('input', () => this.choose(Number(this.slider.value)));
    const log = toggle('log counts', 'Heights are logarithms of the counts', (on) => {
      this.drawing.log = on;
      this.draw();
    });
    const table = toggle('Table', 'Show the counts as tables', (on) => {
      this.tabled = on;
      this.draw();
    });
    const csv = button('CSV', 'Save the counts as comma-separated values', () => this.save());
    const save = element('div', { class: 'lectern-Group lectern-mod-end', role: 'group', 'aria-label': 'Save' }, csv);
    const bar = element(
      'div',
      { class: 'lectern-Toolbar' },
      this.stepField,
      this.mode.node,
      log.node,
      table.node,
      save,
    );
    this.node.append(this.title, bar, this.note, this.box);
  }

  update(payload: unknown): void {
    const data = decodeHistogram(payload);
    const before = this.data;
    this.data = data;
    const same = (side: (layer: LayerData) => unknown) =>
      JSON.stringify(before?.layers.map(side)) === JSON.stringify(data.layers.map(side));
    // Panels that stay keep the reader's focus and place while a run goes on.
    if (same(({ name, shape }) => [name, shape])) {
      data.layers.forEach((layer, i) => {
        this.panels[i].update(layer);
      });
    } else {
      for (const panel of this.panels) panel.dispose();
      this.panels = data.layers.map((layer, i) => new LayerPanel(layer, i, (by) => this.choose(this.shown() + by)));
      this.box.replaceChildren(...this.panels.map((panel) => panel.node));
    }
    this.title.hidden = !data.title;
    this.title.replaceChildren(...(data.title ? [element('strong', { class: 'lectern-Title' }, data.title)] : []));
    const name = data.title || data.layers.map((layer) => layer.name).join(', ');
    this.node.setAttribute('aria-label', `Histogram ${name}`);
    const last = this.last();
    if (this.row !== undefined && this.row >= last) this.row = undefined;
    this.slider.max = String(last);
    this.stepField.hidden = last === 0;
    this.mode.node.hidden = last === 0;
    if (!before) {
      const modes = [
        { value: 'overlay', text: 'first, step, last' },
        { value: 'ridge', text: 'all steps' },
      ];
      this.mode.set(modes, this.drawing.mode);
    }
    const thinned = data.layers.find(({ pushed, snapshots }) => pushed > snapshots.length);
    this.note.hidden = !thinned;
    this.note.textContent = thinned
      ? `Kept: ${thinned.snapshots.length} of ${thinned.pushed} steps, evenly spaced.`
      : '';
    this.draw();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    for (const panel of this.panels) panel.dispose();
  }

  private save(): void {
    if (!this.data) return;
    const text = csvText(countRows(this.data.layers.map(layerModel)));
    saveText(text, 'text/csv', fileName(this.data.title || this.data.layers[0]?.name || 'histogram', 'csv'));
  }

  private last(): number {
    return Math.max(0, ...(this.data?.layers ?? []).map(({ snapshots }) => snapshots.length - 1));
  }

  private shown(): number {
    return this.row ?? this.last();
  }

  private choose(row: number): void {
    const last = this.last();
    const kept = Math.max(0, Math.min(last, row));
    this.row = kept === last ? undefined : kept;
    this.draw();
  }

  private draw(): void {
    if (!this.data || !this.node.isConnected || this.node.clientWidth === 0) return;
    const row = this.shown();
    const longest = this.data.layers.reduce(
      (most, l) => (l.snapshots.length > most.length ? l.snapshots : most),
      [] as { step: number | null }[],
    );
    const step = String(longest[row]?.step ?? row);
    this.slider.value = String(row);
    this.slider.setAttribute('aria-valuetext', step);
    this.stepText.textContent = step;
    const theme = readTheme(this.node);
    for (const panel of this.panels) {
      panel.draw(this.drawing, row, theme);
      panel.table(this.tabled);
    }
  }
}
