import type { TrainingSeries } from '../protocol/spec.js';
import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { seriesColor } from '../theme/palette.js';
import { lastAndBest } from '../training/words.js';
import type { Run } from './run.js';

/** What the list asks for. */
export interface ListCalls {
  hide(id: string, hidden: boolean): void;
  rename(id: string, name: string): void;
  remove(id: string): void;
}

interface Row {
  node: HTMLElement;
  update(run: Run, series: TrainingSeries | undefined, dark: boolean): void;
}

/** The runs, each with its colour, a box to show it, its name to change, its last and best value, and a button to delete it. */
export class RunList {
  readonly node = element('ul', { class: 'lectern-RunList', 'aria-label': 'Runs' });
  private readonly rows = new Map<string, Row>();

  constructor(private readonly calls: ListCalls) {}

  /** Shows the runs with what `seriesOf` gives for each. Rows stay the same elements, so that the focus stays too. */
  show(runs: Run[], seriesOf: (run: Run) => TrainingSeries | undefined, dark: boolean): void {
    const ids = new Set(runs.map(({ id }) => id));
    for (const [id, row] of this.rows) {
      if (ids.has(id)) continue;
      row.node.remove();
      this.rows.delete(id);
    }
    for (const run of runs) {
      let row = this.rows.get(run.id);
      if (!row) {
        row = this.row(run.id);
        this.rows.set(run.id, row);
        this.node.append(row.node);
      }
      row.update(run, seriesOf(run), dark);
    }
  }

  private row(id: string): Row {
    const box = element('input', { type: 'checkbox' });
    const swatch = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
    const name = element('input', { type: 'text', class: 'lectern-RunName', spellcheck: 'false' });
    const last = element('strong', { class: 'lectern-Last' });
    const best = element('span', { class: 'lectern-Faint' });
    const remove = button('×', 'Delete', () => this.remove(id));
    box.addEventListener('change', () => this.calls.hide(id, !box.checked));
    name.addEventListener('change', () => this.calls.rename(id, name.value));
    name.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') name.blur();
    });
    const values = element('span', { class: 'lectern-RunValues' }, last, ' ', best);
    const node = element('li', {}, box, swatch, name, remove, values);
    const update: Row['update'] = (run, series, dark) => {
      box.checked = !run.hidden;
      box.setAttribute('aria-label', `Show ${run.name}`);
      swatch.style.background = seriesColor(run.color, dark);
      if (document.activeElement !== name) name.value = run.name;
      name.setAttribute('aria-label', `Name of ${run.name}`);
      name.title = run.notebook ? `${run.name}, from ${run.notebook}` : run.name;
      remove.title = `Delete ${run.name} from this list; the notebook keeps its output`;
      remove.setAttribute('aria-label', `Delete ${run.name}`);
      const words = series && lastAndBest(series);
      last.textContent = words?.last ?? '';
      best.textContent = words ? words.best : 'does not have this metric';
      node.classList.toggle('lectern-mod-off', run.hidden);
    };
    return { node, update };
  }

  /** The focus goes to the next row, so that the keyboard does not fall out of the list. */
  private remove(id: string): void {
    const row = this.rows.get(id)?.node;
    const next = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>('button');
    this.calls.remove(id);
    next?.focus();
  }
}
