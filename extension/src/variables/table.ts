import type { Variable } from '../protocol/inspect.js';
import { bytesText } from '../shell/bytes.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { within } from '../shell/within.js';
import { nextSorting, type Sorting, type SortKey, shapeText } from './sorting.js';

const HEADINGS: [key: SortKey, text: string][] = [
  ['name', 'Name'],
  ['type', 'Type'],
  ['shape', 'Shape'],
  ['bytes', 'Size'],
  ['value', 'Value'],
];

const SHORT_TYPES: Readonly<Record<string, string>> = { float32: 'f32', int32: 'i32', float64: 'f64', float16: 'f16' };

/**
 * The table of variables: a row each, in two lines where the panel is narrow. The names are buttons; arrows go from one
 * to the next. Roles are written out, since the style sheet lays rows out as grids.
 */
export class VariableTable {
  readonly node: HTMLElement;
  private readonly head: HTMLElement;
  private readonly body = element('tbody', { role: 'rowgroup' });
  private readonly headings = new Map<SortKey, HTMLElement>();
  private sorting: Sorting | undefined;
  private current = '';

  constructor(private readonly calls: { open(name: string): void; sorted(sorting: Sorting | undefined): void }) {
    this.head = element('tr', { role: 'row' });
    for (const [key, text] of HEADINGS) {
      const title = `Sort by ${text.toLowerCase()}`;
      const press = element('button', { type: 'button', class: 'lectern-Sort', title }, text);
      press.addEventListener('click', () => this.sort(nextSorting(this.sorting, key)));
      const heading = element('th', { role: 'columnheader', scope: 'col', class: `lectern-mod-${key}` }, press);
      this.headings.set(key, heading);
      this.head.append(heading);
    }
    this.node = element('table', { class: 'lectern-Variables', role: 'table', 'aria-label': 'Variables' });
    this.node.append(element('thead', { role: 'rowgroup' }, this.head), this.body);
    this.mark();
    onKeys(this.body, {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Home: () => this.move(Number.NEGATIVE_INFINITY),
      End: () => this.move(Number.POSITIVE_INFINITY),
    });
    this.body.addEventListener('focusin', (event) => this.focused(event.target));
  }

  /** Shows these rows; the one in focus keeps it. */
  show(variables: Variable[]): void {
    const held = this.body.contains(document.activeElement);
    this.body.replaceChildren(...variables.map((variable) => this.row(variable)));
    const names = this.names();
    const current = names.find((name) => name.dataset.name === this.current) ?? names[0];
    if (current) current.tabIndex = 0;
    if (held) current?.focus();
  }

  private row(variable: Variable): HTMLElement {
    const { name, kind, type, dtype, device, bytes, value } = variable;
    const press = element('button', { type: 'button', class: 'lectern-Link', tabindex: '-1' }, name);
    press.dataset.name = name;
    press.title = kind === 'tensor' ? `Open ${name} beside the notebook` : `Show ${name} beside the notebook`;
    press.addEventListener('click', () => this.calls.open(name));
    const cell = (key: SortKey, ...parts: (Node | string)[]) =>
      element('td', { role: 'cell', class: `lectern-mod-${key}` }, ...parts);
    const shape = [shapeText(variable), SHORT_TYPES[dtype ?? ''] ?? dtype ?? ''].filter(Boolean).join(' ');
    const where = device ? [' ', element('span', { class: 'lectern-Device' }, device)] : [];
    const shown = cell('value', value);
    shown.title = value;
    const row = element(
      'tr',
      { role: 'row' },
      element('th', { role: 'rowheader', scope: 'row', class: 'lectern-mod-name' }, press),
      cell('type', type),
      cell('shape', shape, ...where),
      cell('bytes', bytes === undefined ? '' : bytesText(bytes)),
      shown,
    );
    row.dataset.kind = kind;
    return row;
  }

  private names(): HTMLButtonElement[] {
    return [...this.body.querySelectorAll<HTMLButtonElement>('.lectern-Link')];
  }

  private focused(target: EventTarget | null): void {
    if (!(target instanceof HTMLButtonElement)) return;
    for (const name of this.names()) name.tabIndex = name === target ? 0 : -1;
    this.current = target.dataset.name ?? '';
  }

  private move(by: number): void {
    const names = this.names();
    const at = names.indexOf(document.activeElement as HTMLButtonElement);
    names[within(at + by, names.length)]?.focus();
  }

  private sort(sorting: Sorting | undefined): void {
    this.sorting = sorting;
    this.mark();
    this.calls.sorted(sorting);
  }

  private mark(): void {
    for (const [key, heading] of this.headings) {
      const order = this.sorting?.key !== key ? 'none' : this.sorting.descending ? 'descending' : 'ascending';
      heading.setAttribute('aria-sort', order);
    }
  }
}
