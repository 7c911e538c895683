import { Growing } from '../plot/growing.js';
import { decodeHistogram, type HistogramData, type LayerData } from '../protocol/decode-histogram.js';
import type { Keep } from '../protocol/followed.js';
import type { LiveStore } from '../protocol/live.js';
import { select, toggle } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { saveButtons } from '../shell/saves.js';
import type { View } from '../shell/view.js';
import { Words } from '../shell/words.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import type { Drawing } from './drawing.js';
import { layerModel, union } from './model.js';
import { LayerPanel } from './panel.js';
import { histogramPicture } from './picture.js';
import { countRows } from './words.js';

/** More layers than this scroll in a box of their own. */
const ROOM = 8;
/** Letters of a step, and steps, of a run that is long. */
const GROWN = 6;
const MANY_STEPS = 1_000_000;

/** Histograms of one or more layers, with a slider over the steps when there are several. */
export class HistogramView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Histogram' });
  private readonly drawing: Drawing = { mode: 'overlay', log: false };
  private panels: LayerPanel[] = [];
  private data: HistogramData | undefined;
  /** The chosen snapshot; `undefined` follows the newest. */
  private row: number | undefined;
  private tabled = false;
  private sharedX = false;
  private readonly growing: Growing<HistogramData>;
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly slider = element('input', { type: 'range', min: '0', 'aria-label': 'step' });
  private readonly stepText = element('output', { class: 'lectern-Amount' });
  private readonly note = new Words('p', { class: 'lectern-Note' });
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
  private readonly same = toggle('same x', 'One horizontal axis for all layers, to compare their widths', (on) => {
    this.sharedX = on;
    this.draw();
  });

  constructor(store: LiveStore) {
    this.growing = new Growing(store, () => this.refresh());
    this.slider.addEventListener('input', () => this.choose(Number(this.slider.value)));
    const log = toggle('log counts', 'Heights are logarithms of the counts', (on) => {
      this.drawing.log = on;
      this.draw();
    });
    const table = toggle('Table', 'Show the counts as tables', (on) => {
      this.tabled = on;
      this.draw();
    });
    const save = saveButtons({
      title: () => this.data?.title || this.data?.layers[0]?.name || 'histogram',
      csv: () => countRows((this.data?.layers ?? []).map(layerModel)),
      png: () => histogramPicture(this.data?.title ?? '', this.panels, this.node.clientWidth, readTheme(this.node)),
    });
    const bar = element(
      'div',
      { class: 'lectern-Toolbar' },
      this.stepField,
      this.mode.node,
      log.node,
      this.same.node,
      table.node,
      save,
    );
    this.node.append(this.title, bar, this.box, this.note.node);
  }

  update(payload: unknown, keep?: Keep): void {
    this.growing.update(decodeHistogram(payload), keep);
  }

  private refresh(): void {
    const data = this.growing.latest();
    if (!data || data === this.data) return;
    const before = this.data;
    this.data = data;
    const same = (side: (layer: LayerData) => unknown) =>
      JSON.stringify(before?.layers.map(side) ?? []) === JSON.stringify(data.layers.map(side));
    // Panels that stay keep the reader's focus and place while a run goes on.
    if (same(({ name, shape }) => [name, shape])) {
      data.layers.forEach((layer, i) => {
        this.panels[i].update(layer);
      });
    } else {
      for (const panel of this.panels) panel.dispose();
      this.panels = data.layers.map(
        (layer, i) => new LayerPanel(layer, i, data.id !== '', (by) => this.choose(this.shown() + by)),
      );
      this.box.replaceChildren(...this.panels.map((panel) => panel.node));
      this.box.classList.toggle('lectern-mod-many', this.panels.length > ROOM);
    }
    this.title.hidden = !data.title;
    this.title.replaceChildren(...(data.title ? [element('strong', { class: 'lectern-Title' }, data.title)] : []));
    const name = data.title || data.layers.map((layer) => layer.name).join(', ');
    this.node.setAttribute('aria-label', `Histogram ${name}`);
    const last = this.last();
    if (this.row !== undefined) {
      // Of a long run snapshots are left out on the way: the reader stays at the step, not at its place in the list.
      const step = longest(before)[this.row]?.step;
      const place = longest(data).findIndex((snapshot) => step !== null && Number(snapshot.step) >= Number(step));
      this.row = place < 0 || place >= last ? undefined : place;
    }
    this.slider.max = String(last);
    // A view that grows has from the start what it will need.
    const grows = data.id !== '';
    this.stepField.hidden = last === 0 && !grows;
    this.slider.disabled = last === 0;
    this.stepText.style.minWidth = `${Math.max(grows ? GROWN : 0, String(longest(data)[last]?.step ?? last).length)}ch`;
    this.mode.node.hidden = last === 0 && !grows;
    this.same.node.hidden = data.layers.length < 2;
    if (!before) {
      const modes = [
        { value: 'overlay', text: 'first, step, last' },
        { value: 'ridge', text: 'all steps' },
      ];
      this.mode.set(modes, this.drawing.mode);
    }
    const thinned = data.layers.find(({ pushed, snapshots }) => pushed > snapshots.length);
    this.note.node.hidden = !thinned && !grows;
    this.note.reserve(grows ? keptText(last + 1, MANY_STEPS) : '');
    this.note.say(thinned ? keptText(thinned.snapshots.length, thinned.pushed) : '');
    this.draw();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    this.growing.dispose();
    for (const panel of this.panels) panel.dispose();
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
    if (!this.data || !hasRoom(this.node)) return;
    const row = this.shown();
    const step = String(longest(this.data)[row]?.step ?? row);
    this.slider.value = String(row);
    this.slider.setAttribute('aria-valuetext', step);
    this.stepText.textContent = step;
    const theme = readTheme(this.node);
    const shown = this.sharedX ? union(this.panels.flatMap(({ extent }) => (extent ? [extent] : []))) : undefined;
    for (const panel of this.panels) {
      panel.draw(this.drawing, row, theme, shown);
      panel.table(this.tabled);
    }
  }
}

function keptText(kept: number, pushed: number): string {
  return `Kept: ${kept} of ${pushed} steps, evenly spaced.`;
}

/** The snapshots of the layer that has most of them. */
function longest(data: HistogramData | undefined): { step: number | null }[] {
  const lists = (data?.layers ?? []).map(({ snapshots }) => snapshots);
  return lists.reduce((most, list) => (list.length > most.length ? list : most), []);
}
