import { PLOT_CONFIG, type Plotly } from '../plot/plotly.js';
import type { TrainingSeries } from '../protocol/spec.js';
import { element } from '../shell/dom.js';
import { preferences } from '../shell/preferences.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { type Drawing, panelLayout, panelTraces } from './figure.js';
import { lastAndBest } from './words.js';

/** Height of a chart, in CSS pixels; the style sheet keeps this room before plotly.js has come. */
const HEIGHT = 260;

/** One panel: a chart, and under it for each series its colour, last and best value. */
export class PanelChart {
  readonly node: HTMLElement;
  private readonly plot = element('div', { class: 'lectern-Plot' });
  private readonly legend = element('ul', { class: 'lectern-Legend' });
  private plotly: Plotly | undefined;
  /** What the chart shows: drawing it again would take the page's time for nothing. */
  private drawn: { look: string; series: TrainingSeries[] } | undefined;

  constructor(readonly name: string) {
    this.plot.setAttribute('role', 'group');
    this.node = element('figure', { class: 'lectern-Panel' }, this.plot, this.legend);
  }

  /** Draws the panel; without plotly.js, only its numbers. `colors` are places in the palette, by default in order. */
  draw(series: TrainingSeries[], drawing: Drawing, theme: Theme, plotly: Plotly | undefined, colors?: number[]): void {
    const words = series.map((entry) => ({ name: entry.name, ...lastAndBest(entry) }));
    this.legend.replaceChildren(
      ...words.map(({ name, last, best }, index) => {
        const swatch = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
        swatch.style.background = seriesColor(colors?.[index] ?? index, theme.dark);
        const value = element('strong', { class: 'lectern-Last' }, last);
        return element('li', {}, swatch, `${name} `, value, element('span', { class: 'lectern-Faint' }, best));
      }),
    );
    const spoken = words.map(({ name, last, best }) => `${name} ${last}, ${best}`).join('; ');
    this.plot.setAttribute('aria-label', `Chart of ${this.name}. ${spoken}`);
    const width = this.plot.clientWidth;
    if (!plotly || width === 0) return;
    const look = JSON.stringify([drawing, theme, width, colors, preferences.maxPoints]);
    const known = this.drawn;
    if (known?.look === look && sameItems(known.series, series)) return;
    this.drawn = { look, series };
    this.plotly = plotly;
    const layout = panelLayout(this.name, drawing, theme, width, HEIGHT);
    void plotly.react(this.plot, panelTraces(series, drawing, theme.dark, width, colors), layout, PLOT_CONFIG);
  }

  dispose(): void {
    this.plotly?.purge(this.plot);
    this.node.remove();
  }
}

function sameItems<T>(a: T[], b: T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
