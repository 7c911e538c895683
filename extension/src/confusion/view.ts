import { decodeConfusion } from '../protocol/decode-confusion.js';
import { select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { arrowKeys, onKeys } from '../shell/keys.js';
import { Readout } from '../shell/readout.js';
import { saveButtons } from '../shell/saves.js';
import type { View } from '../shell/view.js';
import { longestOf } from '../shell/words.js';
import { short } from '../tensor/format.js';
import { colormap, css, ink, type Rgb } from '../theme/colormap.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { ConfusionModel, type Measure } from './model.js';
import { confusionPicture } from './picture.js';

const HINT = 'Point at a cell, or use the arrow keys.';
/** More classes than this have no numbers in their cells; the pointer and the keys still read them. */
const WRITTEN = 40;

/** A confusion matrix as a table whose cells are coloured: rows are labels, columns predictions. */
export class ConfusionView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Confusion' });
  private readonly box = element('div', { class: 'lectern-TableBox lectern-Matrix', tabindex: '0', role: 'region' });
  private readonly readout = new Readout(HINT);
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: () => void;
  private model: ConfusionModel | undefined;
  private measure: Measure = 'count';
  private cells: HTMLTableCellElement[][] = [];
  private cursor: { label: number; predicted: number } | undefined;

  constructor() {
    const move = (down: number, right: number) => {
      if (!this.model || this.model.spec.classes.length === 0) return;
      const last = this.model.spec.classes.length - 1;
      const clamp = (n: number) => Math.max(0, Math.min(last, n));
      const { label, predicted } = this.cursor ?? { label: -down, predicted: -right };
      this.point({ label: clamp(label + down), predicted: clamp(predicted + right) });
    };
    this.undo = onKeys(this.box, {
      ...arrowKeys(move),
      Escape: () => this.point(undefined),
    });
    this.box.addEventListener('pointermove', (event) => {
      const cell = (event.target as Element).closest('td');
      const label = this.cells.findIndex((row) => cell !== null && row.includes(cell));
      this.point(label < 0 || !cell ? undefined : { label, predicted: this.cells[label].indexOf(cell) });
    });
    this.box.addEventListener('pointerleave', () => this.point(undefined));
  }

  update(payload: unknown): void {
    const spec = decodeConfusion(payload);
    const model = new ConfusionModel(spec);
    this.model = model;
    this.cursor = undefined;
    const long = longestOf(spec.classes);
    this.readout.reserve(`${long} taken for ${long}: 100,000, 99.9 % of the label, 99.9 % of the prediction`);
    const name = `Confusion matrix ${spec.title ?? ''}`.trim();
    this.node.setAttribute('aria-label', name);
    this.box.setAttribute('aria-label', `${name}: rows are labels, columns predictions. Arrow keys move.`);
    const measure = select('show', 'What the cells say', (value) => {
      this.measure = value as Measure;
      this.draw();
      this.point(this.cursor);
    });
    const measures = [
      { value: 'count', text: 'counts' },
      { value: 'label', text: '% of the label' },
      { value: 'predicted', text: '% of the prediction' },
    ];
    measure.set(measures, this.measure);
    const saves = saveButtons({
      title: () => spec.title || 'confusion matrix',
      csv: () => [['label', ...spec.classes], ...spec.counts.map((row, i) => [spec.classes[i], ...row])],
      png: () => this.picture(model),
    });
    const bar = element('div', { class: 'lectern-Toolbar' }, measure.node, saves);
    this.node.replaceChildren(header(model), bar, this.box, this.readout.node, worstList(model));
    this.box.replaceChildren(this.table(model));
    this.draw();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.undo();
    this.themeWatch();
  }

  private table(model: ConfusionModel): HTMLTableElement {
    const { classes, counts } = model.spec;
    const head = element('tr', {}, element('th', { scope: 'col' }, 'label \\ predicted'));
    head.append(
      ...classes.map((name) => element('th', { scope: 'col' }, name)),
      element('th', { scope: 'col' }, 'recall %'),
    );
    this.cells = counts.map((row) => row.map(() => element('td')));
    const body = this.cells.map((row, label) => {
      const recall = element('td', { class: 'lectern-Rate' }, percent(model.recall(label)));
      return element('tr', {}, element('th', { scope: 'row' }, classes[label]), ...row, recall);
    });
    const foot = element('tr', {}, element('th', { scope: 'row' }, 'precision %'));
    foot.append(
      ...classes.map((_, i) => element('td', { class: 'lectern-Rate' }, percent(model.precision(i)))),
      element('td'),
    );
    return element(
      'table',
      { class: 'lectern-Table' },
      element('thead', {}, head),
      element('tbody', {}, ...body),
      element('tfoot', {}, foot),
    );
  }

  /** Colours and words of the cells, for this theme and this measure. */
  private draw(): void {
    const { model } = this;
    if (!model || !this.node.isConnected) return;
    const color = this.colors(model);
    const written = model.spec.classes.length <= WRITTEN;
    this.cells.forEach((row, label) => {
      row.forEach((cell, predicted) => {
        const fill = color(label, predicted);
        cell.style.background = css(fill);
        cell.style.color = ink(fill);
        cell.textContent = written ? this.words(label, predicted) : '';
        cell.classList.toggle('lectern-mod-right', label === predicted);
      });
    });
  }

  /** The colour of each cell in this theme. */
  private colors(model: ConfusionModel): (label: number, predicted: number) => Rgb {
    const map = colormap(false, readTheme(this.node).dark);
    // The square root keeps the few mistakes beside many right answers in sight.
    return (label, predicted) => map[Math.round(Math.sqrt(model.share(this.measure, label, predicted)) * 255)];
  }

  private picture(model: ConfusionModel): HTMLCanvasElement {
    const look = {
      color: this.colors(model),
      words: (label: number, predicted: number) => this.words(label, predicted),
      recall: (label: number) => percent(model.recall(label)),
      precision: (predicted: number) => percent(model.precision(predicted)),
    };
    return confusionPicture(model, look, model.spec.classes.length <= WRITTEN, readTheme(this.node));
  }

  private words(label: number, predicted: number): string {
    const count = this.model?.spec.counts[label][predicted] ?? 0;
    if (this.measure === 'count' || count === 0) return count.toLocaleString('en');
    return percent(this.model?.share(this.measure, label, predicted) ?? 0);
  }

  private point(cursor: { label: number; predicted: number } | undefined): void {
    if (this.cursor) this.cells[this.cursor.label]?.[this.cursor.predicted]?.classList.remove('lectern-mod-cursor');
    this.cursor = cursor;
    this.readout.say(undefined);
    if (!cursor || !this.model) return;
    const { label, predicted } = cursor;
    const cell = this.cells[label][predicted];
    cell.classList.add('lectern-mod-cursor');
    this.readout.say(this.say(this.model, label, predicted));
  }

  private say(model: ConfusionModel, label: number, predicted: number): string {
    const { classes, counts } = model.spec;
    const how = label === predicted ? `${classes[label]} found` : `${classes[label]} taken for ${classes[predicted]}`;
    const shares = `${rate(model.share('label', label, predicted))} of the label, ${rate(model.share('predicted', label, predicted))} of the prediction`;
    return `${how}: ${counts[label][predicted].toLocaleString('en')}, ${shares}`;
  }
}

function header({ spec, right, total }: ConfusionModel): HTMLElement {
  const head = element('div', { class: 'lectern-Header' });
  if (spec.title) head.append(element('strong', { class: 'lectern-Title' }, spec.title));
  const facts = [
    `${right.toLocaleString('en')} of ${total.toLocaleString('en')} right`,
    ...(total ? [`accuracy ${rate(right / total)}`] : []),
  ];
  head.append(...facts.map((text) => element('span', { class: 'lectern-Fact' }, text)));
  return head;
}

function worstList(model: ConfusionModel): HTMLElement {
  const { classes } = model.spec;
  const worst = model
    .worst(3)
    .map(({ label, predicted, count }) => `${classes[label]} for ${classes[predicted]} ×${count}`);
  const text = worst.length > 0 ? `Commonest confusions: ${worst.join(', ')}.` : 'No confusions.';
  return element('p', { class: 'lectern-Note' }, text);
}

function rate(share: number): string {
  return Number.isNaN(share) ? '–' : `${percent(share)} %`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : short(share * 100, 3);
}
