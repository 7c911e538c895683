import { toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { seriesColor } from '../theme/palette.js';

/** A button a run that shows and hides its curves; nothing while there is a single run. */
export class RunSwitches {
  readonly node = element('div', { class: 'lectern-Group lectern-RunSwitches', role: 'group', 'aria-label': 'Runs' });
  private shown = '';

  constructor(private readonly changed: (run: string, hidden: boolean) => void) {}

  set(runs: readonly string[], hidden: ReadonlySet<string>, dark: boolean): void {
    const look = JSON.stringify([runs, dark]);
    if (look === this.shown) return;
    this.shown = look;
    const switches = runs.map((run, i) => {
      const control = toggle(run, `Show ${run}`, (on) => this.changed(run, !on));
      control.set(!hidden.has(run));
      const swatch = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
      swatch.style.background = seriesColor(i, dark);
      control.node.prepend(swatch);
      return control.node;
    });
    this.node.replaceChildren(...(runs.length > 1 ? switches : []));
  }
}
