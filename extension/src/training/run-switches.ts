import { toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { seriesColor } from '../theme/palette.js';

/** A button a run that shows and hides its curves; nothing, or room for a line of them, while there is a single run. */
export class RunSwitches {
  private readonly group = element('div', { class: 'lectern-Group', role: 'group', 'aria-label': 'Runs' });
  readonly node = element('div', { class: 'lectern-RunSwitches' }, this.group);
  private shown: string | undefined;

  constructor(private readonly changed: (run: string, hidden: boolean) => void) {}

  /** `ran` says that runs may come while this is shown: those that do stand in one line, which scrolls. */
  set(runs: readonly string[], hidden: ReadonlySet<string>, dark: boolean, ran: boolean): void {
    const look = JSON.stringify([runs, dark]);
    if (look === this.shown) return;
    if (this.shown === undefined) this.node.classList.toggle('lectern-mod-late', ran && runs.length < 2);
    this.shown = look;
    const switches = runs.map((run, i) => {
      const control = toggle(run, `Show ${run}`, (on) => this.changed(run, !on));
      control.set(!hidden.has(run));
      const swatch = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
      swatch.style.background = seriesColor(i, dark);
      control.node.prepend(swatch);
      return control.node;
    });
    this.group.replaceChildren(...(runs.length > 1 ? switches : []));
  }
}
