import { PLOT_CONFIG, type Plotly, type PlotNode } from '../plot/plotly.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { preferences } from '../shell/preferences.js';
import type { Theme } from '../theme/theme.js';
import { type Drawing, panelLayout, panelTraces, type Range, type Surroundings } from './figure.js';
import { labelOf, looksOf, type Panel, runOf, type SeriesLook } from './runs.js';
import { lastAndBest, oddText } from './words.js';

/** Height of a chart, in CSS pixels; the style sheet keeps this room before plotly.js has come. */
const HEIGHT = 260;
/** Points that Page Up and Page Down go on. */
const PAGE = 20;
/** Series that a chart of a run which goes on may get: most have one for training and one for validation. */
const EXPECTED = 2;

/** What the reader does in a chart. */
export interface ChartCalls {
  /** Keys: so many points to the right, so many series down; `undefined` ends it. */
  move(by: { right: number; down: number } | undefined): void;
  /** Another stretch of the horizontal axis; `undefined` for all. */
  range(range: Range | undefined): void;
}

/** One panel: a chart, and under it for each series its colour, last and best value. */
export class PanelChart {
  readonly node: HTMLElement;
  private readonly plot: PlotNode = element('div', { class: 'lectern-Plot', role: 'application', tabindex: '0' });
  private readonly legend = element('ul', { class: 'lectern-Legend' });
  /** As large as the legend of as many series as are expected; empty where none is to come. */
  private readonly legendRoom = element('div', { class: 'lectern-Legend lectern-mod-room', 'aria-hidden': 'true' });
  private readonly undoKeys: () => void;
  private plotly: Plotly | undefined;
  private words = '';
  /** What the chart shows: drawing it again would take the page's time for nothing. */
  private drawn: { look: string; series: Panel['series'] } | undefined;

  constructor(
    readonly name: string,
    private readonly calls: ChartCalls,
    private readonly grows = false,
  ) {
    this.plot.setAttribute('aria-roledescription', 'chart');
    const legends = element('div', { class: 'lectern-Legends' }, this.legendRoom, this.legend);
    this.node = element('figure', { class: 'lectern-Panel' }, this.plot, legends);
    const move = (right: number, down: number) => () => calls.move({ right, down });
    this.undoKeys = onKeys(this.plot, {
      ArrowRight: move(1, 0),
      ArrowLeft: move(-1, 0),
      PageDown: move(PAGE, 0),
      PageUp: move(-PAGE, 0),
      Home: move(Number.NEGATIVE_INFINITY, 0),
      End: move(Number.POSITIVE_INFINITY, 0),
      ArrowDown: move(0, 1),
      ArrowUp: move(0, -1),
      Escape: () => calls.move(undefined),
    });
  }

  /** Writes the last and best values: cheap, so always current. */
  tell(panel: Panel, drawing: Drawing, { runs }: Surroundings, theme: Theme): void {
    const looks = looksOf(panel, runs, theme.dark);
    const words = panel.series.map((entry) => ({
      name: labelOf(entry, runs),
      ...lastAndBest(entry, { kind: drawing.x, range: drawing.range }),
      odd: oddText(entry),
    }));
    const told = JSON.stringify([words, looks]);
    if (told === this.words) return;
    this.words = told;
    const close = this.makeRoom(words.length);
    // Close together, what is the same in all of them is left to the chart's axis.
    const alike = close && panel.series.every((entry) => entry.name === panel.series[0].name);
    this.legend.replaceChildren(
      ...words.map(({ name, last, best, odd }, index) =>
        element(
          'li',
          close ? { title: wholeOf(words[index]) } : {},
          swatch(looks[index]),
          element('span', { class: 'lectern-Name' }, `${alike ? runOf(panel.series[index]) : name} `),
          element('strong', { class: 'lectern-Last' }, last),
          element(
            'span',
            { class: 'lectern-Faint' },
            ...(odd ? [element('span', { class: 'lectern-Fact lectern-mod-warn' }, odd), ' '] : []),
            best,
          ),
        ),
      ),
    );
    const spoken = words.map(wholeOf);
    this.plot.setAttribute('aria-label', `Chart of ${this.name}. ${spoken.join('; ')}. Arrow keys read its points.`);
  }

  /**
   * Of a run that goes on the legend keeps the room that it had first: more series stand closer, then they scroll. Returns
   * whether they stand closer.
   */
  private makeRoom(series: number): boolean {
    if (!this.grows) return false;
    const slots = this.legendRoom.childElementCount || Math.max(EXPECTED, series);
    if (this.legendRoom.childElementCount === 0) {
      this.legendRoom.append(...Array.from({ length: slots }, () => element('div', {})));
    }
    this.legend.classList.toggle('lectern-mod-close', series > slots);
    if (series > 2 * slots) this.legend.tabIndex = 0;
    return series > slots;
  }

  /** Draws the curves where they changed. */
  draw(panel: Panel, drawing: Drawing, surroundings: Surroundings, theme: Theme, plotly: Plotly): void {
    const width = this.plot.clientWidth;
    if (width === 0) return;
    const { cursor, ...rest } = drawing;
    const look = JSON.stringify([
      rest,
      cursor?.panel === this.name ? cursor : null,
      [surroundings, panel.colors],
      theme,
      width,
      preferences.maxPoints,
    ]);
    if (this.drawn?.look === look && sameItems(this.drawn.series, panel.series)) return;
    this.drawn = { look, series: panel.series };
    const layout = panelLayout(this.name, drawing, surroundings, theme, width, HEIGHT);
    const traces = panelTraces(panel, drawing, surroundings, theme, width);
    void plotly.react(this.plot, traces, layout, PLOT_CONFIG);
    if (!this.plotly) this.plot.on?.('plotly_relayout', (change) => this.zoomed(change));
    this.plotly = plotly;
  }

  dispose(): void {
    this.undoKeys();
    this.plotly?.purge(this.plot);
    this.node.remove();
  }

  private zoomed(change: Record<string, unknown>): void {
    const [from, to] = [change['xaxis.range[0]'], change['xaxis.range[1]']];
    if (typeof from === 'number' && typeof to === 'number') this.calls.range([from, to]);
    else if (change['xaxis.autorange'] === true) this.calls.range(undefined);
  }
}

function wholeOf({ name, last, best, odd }: { name: string; last: string; best: string; odd: string }): string {
  return [`${name} ${last}`, best, odd].filter(Boolean).join(', ');
}

function swatch({ color, dash }: SeriesLook): HTMLElement {
  const node = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
  const [on, off] = { solid: [1, 0], dash: [5, 3], dot: [2, 2] }[dash];
  // A square has no room for dashes.
  if (off > 0) node.style.width = '18px';
  node.style.background =
    off === 0 ? color : `repeating-linear-gradient(90deg, ${color} 0 ${on}px, transparent ${on}px ${on + off}px)`;
  return node;
}

function sameItems<T>(a: T[], b: T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
