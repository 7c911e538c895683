import { decodeTable } from '../protocol/decode-table.js';
import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { onKeys } from '../shell/keys.js';
import { saveButtons } from '../shell/saves.js';
import type { View } from '../shell/view.js';
import { within } from '../shell/within.js';
import { counted } from '../tensor/format.js';
import { TableModel } from './model.js';

const HINT = 'Arrow keys go from row to row; a heading sorts.';
/** Height of a row in pixels, of the box at most, and rows drawn beyond what is seen. */
const ROW = 22;
const HEIGHT = 440;
const BEYOND = 12;
/** The longest column in letters. */
const WIDEST = 44;

/** A table to sort, filter, unfold and save; only the rows in sight are in the page. */
export class TableView implements View {
  private readonly frame = new ViewFrame('lectern-Records', HINT);
  readonly node = this.frame.node;
  private readonly box = element('div', { class: 'lectern-TableBox lectern-Rows', role: 'region', tabindex: '0' });
  private readonly head = element('tr', { 'aria-rowindex': '1' });
  private readonly body = element('tbody');
  private readonly table = element('table', { class: 'lectern-Table' }, element('thead', {}, this.head), this.body);
  private readonly search = element('input', {
    type: 'search',
    class: 'lectern-Find',
    'aria-label': 'Filter rows',
    placeholder: 'Filter rows',
  });
  private readonly count = element('output', { class: 'lectern-Faint', 'aria-live': 'polite' });
  private readonly totals = element('div');
  private readonly stop: () => void;
  private model: TableModel | undefined;
  private rows: number[] = [];
  private bars: ((row: number) => number)[] = [];
  private cursor: number | undefined;

  constructor() {
    this.box.append(this.table);
    this.frame.body.append(this.box, this.totals);
    this.box.addEventListener('scroll', () => this.draw());
    this.search.addEventListener('input', () => {
      if (this.model) this.model.filter = this.search.value;
      this.changed();
    });
    const move = (to: (at: number) => number) => () => this.point(to(this.cursor ?? -1));
    this.stop = onKeys(this.box, {
      ArrowDown: move((at) => at + 1),
      ArrowUp: move((at) => at - 1),
      PageDown: move((at) => at + 15),
      PageUp: move((at) => at - 15),
      Home: move(() => 0),
      End: move(() => this.rows.length - 1),
      Escape: () => this.point(undefined),
      ArrowRight: () => this.fold(false),
      ArrowLeft: () => this.fold(true),
    });
  }

  update(payload: unknown): void {
    const data = decodeTable(payload);
    const model = new TableModel(data);
    this.model = model;
    this.search.value = '';
    const kind = data.kind === 'summary' ? 'Model summary' : 'Table';
    const name = `${kind} ${data.title}`.trim();
    const size = [counted(data.ofRows, 'row'), counted(data.columns.length, 'column')];
    this.frame.name(name, data.title, data.kind === 'summary' ? [] : size);
    const cut = data.ofRows > data.rows;
    this.frame.note(cut ? `Shown: the first ${data.rows.toLocaleString('en')} of ${counted(data.ofRows, 'row')}.` : '');
    this.box.setAttribute('aria-label', `${name}, ${size.join(', ')}. Arrow keys go from row to row.`);
    this.totals.replaceChildren(...data.notes.map((text) => element('p', { class: 'lectern-Note' }, text)));
    // The first column names the rows: a bar says nothing there.
    this.bars = data.columns.map((_, c) => (c === 0 ? () => 0 : model.shares(c)));
    const saves = saveButtons({ title: () => data.title || 'table', csv: () => model.csv() });
    this.frame.toolbar.replaceChildren(this.search, this.count, saves);
    this.table.style.width = `${data.columns.reduce((sum, _, c) => sum + this.width(c), 0)}px`;
    this.changed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.stop();
  }

  private changed(): void {
    const { model } = this;
    if (!model) return;
    this.rows = model.rows();
    this.count.textContent = model.filter.trim() ? counted(this.rows.length, 'row') : '';
    this.head.replaceChildren(...model.data.columns.map((_, c) => this.heading(model, c)));
    this.box.style.height = `${Math.min(HEIGHT, (this.rows.length + 1) * ROW + 14)}px`;
    this.table.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.point(undefined);
  }

  private heading(model: TableModel, column: number): HTMLElement {
    const { sorting, data } = model;
    const here = sorting.column === column;
    const { name } = data.columns[column];
    const mark = here ? (sorting.rising ? ' ▲' : ' ▼') : '';
    const sort = button(`${name}${mark}`, `Sort by ${name}`, () => {
      // Up, down, as given.
      model.sorting = !here
        ? { column, rising: true }
        : sorting.rising
          ? { column, rising: false }
          : { column: undefined, rising: true };
      this.changed();
      this.head.querySelectorAll('button')[column]?.focus();
    });
    sort.classList.add('lectern-Sort');
    const state = here ? (sorting.rising ? 'ascending' : 'descending') : 'none';
    const cell = element('th', { scope: 'col', 'aria-sort': state }, sort);
    cell.classList.toggle('lectern-mod-text', 'texts' in data.columns[column]);
    cell.style.width = `${this.width(column)}px`;
    return cell;
  }

  /** Room of a column by its longest words: it stays while rows come and go. */
  private width(column: number): number {
    const { model } = this;
    if (!model) return 0;
    const { data } = model;
    let letters = data.columns[column].name.length + 3;
    for (let row = 0; row < data.rows; row++) {
      const indent = column === 0 && data.depth.length ? 2 * data.depth[row] + 3 : 0;
      letters = Math.max(letters, model.cell(row, column).length + indent);
    }
    return Math.min(WIDEST, letters) * 7.4 + 18;
  }

  private draw(): void {
    const { model, rows } = this;
    if (!model || this.node.clientWidth === 0) return;
    const first = Math.max(0, Math.floor(this.box.scrollTop / ROW) - BEYOND);
    const last = Math.min(rows.length, first + Math.ceil(HEIGHT / ROW) + 2 * BEYOND);
    const gap = (count: number) => {
      const line = element('tr', { 'aria-hidden': 'true' });
      line.style.height = `${count * ROW}px`;
      return count > 0 ? [line] : [];
    };
    const lines = rows.slice(first, last).map((row, i) => this.line(model, row, first + i));
    this.body.replaceChildren(...gap(first), ...lines, ...gap(rows.length - last));
  }

  private line(model: TableModel, row: number, place: number): HTMLElement {
    const { columns, depth } = model.data;
    const line = element('tr', { 'aria-rowindex': String(place + 2) });
    line.classList.toggle('lectern-mod-cursor', place === this.cursor);
    columns.forEach((each, c) => {
      const text = 'texts' in each;
      const cell = c === 0 && text ? element('th', { scope: 'row' }) : element('td');
      cell.classList.toggle('lectern-mod-text', text);
      if (c === 0 && !model.flat) {
        cell.style.paddingLeft = `${8 + 16 * depth[row]}px`;
        if (model.isParent(row)) cell.append(this.folder(model, row, place));
      }
      cell.append(model.cell(row, c));
      if (text) cell.title = model.cell(row, c);
      const share = this.bars[c](row);
      if (share > 0) {
        cell.classList.add('lectern-Bar');
        cell.style.backgroundSize = `${Math.max(1, share * 100)}% 3px`;
      }
      line.append(cell);
    });
    line.addEventListener('click', () => this.point(place));
    return line;
  }

  private folder(model: TableModel, row: number, place: number): HTMLElement {
    const closed = model.closed.has(row);
    const node = button(closed ? '▸' : '▾', closed ? 'Open' : 'Close', () => {
      this.cursor = place;
      this.fold(!closed);
    });
    node.classList.add('lectern-Fold');
    node.setAttribute('aria-label', `${closed ? 'Open' : 'Close'} ${model.cell(row, 0)}`);
    node.setAttribute('aria-expanded', String(!closed));
    node.setAttribute('tabindex', '-1');
    return node;
  }

  private fold(close: boolean): void {
    const { model, cursor } = this;
    const row = cursor === undefined ? undefined : this.rows[cursor];
    if (!model || row === undefined || model.flat || !model.isParent(row)) return;
    if (close) model.closed.add(row);
    else model.closed.delete(row);
    this.changed();
    this.point(this.rows.indexOf(row));
  }

  private point(place: number | undefined): void {
    const { model, rows } = this;
    if (!model) return;
    this.cursor = place === undefined || rows.length === 0 ? undefined : within(place, rows.length);
    if (this.cursor !== undefined) {
      const top = this.cursor * ROW;
      const seen = this.box.clientHeight - 2 * ROW;
      if (top < this.box.scrollTop) this.box.scrollTop = top;
      else if (top > this.box.scrollTop + seen) this.box.scrollTop = top - seen;
    }
    this.draw();
    const row = this.cursor === undefined ? undefined : rows[this.cursor];
    const words = model.data.columns.map(
      ({ name }, c) => `${name} ${row === undefined ? '' : model.cell(row, c) || 'none'}`,
    );
    const fold =
      row !== undefined && !model.flat && model.isParent(row) ? (model.closed.has(row) ? ', closed' : ', open') : '';
    this.frame.say(
      row === undefined ? undefined : `row ${(this.cursor ?? 0) + 1} of ${rows.length}${fold}: ${words.join(', ')}`,
    );
  }
}
