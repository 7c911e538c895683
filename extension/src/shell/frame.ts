import { toggle } from './controls.js';
import { dataTable } from './data-table.js';
import { element } from './dom.js';
import { Readout } from './readout.js';
import { type Saves, saveButtons } from './saves.js';
import { Words } from './words.js';

/** Rows of a data table, its first column naming each. */
export interface Rows {
  headings: string[];
  rows: string[][];
}

const NO_ROWS: Rows = { headings: [], rows: [] };

/**
 * The parts that views have in common, in one order: title and facts, toolbar, note, body, readout, table. A view puts its
 * controls into `toolbar`, its drawing into `body` and tells with `say` what is under the cursor.
 */
export class ViewFrame {
  readonly node: HTMLElement;
  readonly toolbar = element('div', { class: 'lectern-Toolbar' });
  readonly body = element('div', { class: 'lectern-Body' });
  private readonly header = element('div', { class: 'lectern-Header' });
  private readonly noted = new Words('p', { class: 'lectern-Note' });
  private readonly readout: Readout;
  private readonly tableBox = element('div');
  private readonly tableToggle: ReturnType<typeof toggle>;
  private table: (() => Rows | undefined) | undefined;
  private label = '';

  /** `hint` stands in the readout while nothing is pointed at; it says what pointer and keys do. */
  constructor(kind: string, hint: string) {
    this.readout = new Readout(hint);
    this.tableToggle = toggle('Table', 'Show the numbers as a table', () => this.fillTable());
    this.node = element('section', { class: `lectern-View ${kind}` });
    this.node.append(this.header, this.toolbar, this.noted.node, this.body, this.readout.node, this.tableBox);
    this.note('');
  }

  /**
   * Sets the accessible name (`Surface loss`), the title in the header (may be empty) and short facts beside it. `longest`
   * has for a fact that changes the longest words that it may come to.
   */
  name(label: string, title: string, facts: string[] = [], longest: string[] = []): void {
    this.label = label;
    this.node.setAttribute('aria-label', label);
    this.header.hidden = !title && facts.length === 0;
    this.header.replaceChildren(
      ...(title ? [element('strong', { class: 'lectern-Title' }, title)] : []),
      ...facts.map((text, i) => new Words('span', { class: 'lectern-Fact' }, longest[i], text).node),
    );
  }

  /**
   * A sentence under the toolbar, e.g. what was left out; an empty one takes no room, but for that of the `longest` that
   * may come while the view grows.
   */
  note(text: string, longest = ''): void {
    this.noted.node.hidden = text === '' && longest === '';
    this.noted.reserve(longest);
    this.noted.say(text);
  }

  /** Puts the note below the readout, where room that is kept for it looks like none. */
  noteBelow(): void {
    this.readout.node.after(this.noted.node);
  }

  /** Keeps room in the readout for words as long as these. */
  reserve(longest: string): void {
    this.readout.reserve(longest);
  }

  /** What is under the cursor in words; `undefined` brings the hint back, or another that suits what is drawn now. */
  say(text: string | undefined, hint?: string): void {
    this.readout.say(text, hint);
  }

  /** Another hint for while nothing is pointed at, for views whose pointer and keys do other things with other data. */
  hintWith(hint: string): void {
    this.readout.hintWith(hint);
  }

  /** The switch that shows what `rows` returns as a table; put its node into the toolbar. */
  tableSwitch(rows: () => Rows | undefined): HTMLElement {
    this.table = rows;
    return this.tableToggle.node;
  }

  /**
   * The end of a toolbar: the switch of the table of `rows`, and buttons that save the same rows, or those of `all` where it
   * names more, and the picture.
   */
  tableAndSaves(
    rows: () => Rows | undefined,
    saves: Omit<Saves, 'csv'>,
    all: () => Rows | undefined = rows,
  ): [table: HTMLElement, saves: HTMLElement] {
    const csv = () => {
      const { headings, rows: lines } = all() ?? rows() ?? NO_ROWS;
      return [headings, ...lines];
    };
    return [this.tableSwitch(rows), saveButtons({ ...saves, csv })];
  }

  /** Makes the table anew if it is shown: call it when the data changed. */
  refreshTable(): void {
    this.fillTable();
  }

  private fillTable(): void {
    const on = this.tableToggle.node.getAttribute('aria-pressed') === 'true';
    if (!on || !this.table) {
      this.tableBox.replaceChildren();
      return;
    }
    const { headings, rows } = this.table() ?? NO_ROWS;
    const before = this.tableBox.firstElementChild;
    const [focused, top] = [before !== null && before === document.activeElement, before?.scrollTop ?? 0];
    const box = dataTable(`Numbers of ${this.label}`, headings, rows);
    this.tableBox.replaceChildren(box);
    // A table that grows while it is read stays where the reader is.
    box.scrollTop = top;
    if (focused) box.focus({ preventScroll: true });
  }
}
