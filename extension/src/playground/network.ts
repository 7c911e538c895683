import { FEATURES, type PlayState, sizesOf } from '../protocol/decode-playground.js';
import type { PlaygroundSettings } from '../protocol/spec.js';
import { button } from '../shell/controls.js';
import { element, svg } from '../shell/dom.js';
import { short } from '../tensor/format.js';
import type { Colormap } from '../theme/colormap.js';
import { cssOf, paintUnit } from './paint.js';
import { cellsOf, featureName, type Unit, unitName, type Weight, weightsInto } from './places.js';

const UNIT = 32;
const ROW = 40;
const HEAD = 34;
const MOST_LAYERS = 6;
const MOST_UNITS = 8;

/** What the reader does with the network. */
export interface NetworkCalls {
  /** Points at a unit, or at none. */
  point(unit: Unit | undefined): void;
  /** Points at a weight. */
  read(weight: Weight | undefined): void;
  /** Chooses a unit, whose weights can then be edited; `weight` is the one to begin with. */
  choose(unit: Unit, weight?: Weight): void;
  set(change: (now: PlaygroundSettings) => Partial<PlaygroundSettings>): void;
}

interface Edge {
  weight: Weight;
  line: SVGPathElement;
  hit: SVGPathElement;
}

/** The network as columns of units with lines between them: blue for negative weights, orange for positive ones. */
export class Network {
  readonly node = element('div', { class: 'lectern-Net', role: 'group', 'aria-label': 'Network' });
  private readonly lines = svg('svg', { class: 'lectern-NetLines', 'aria-hidden': 'true' });
  private readonly heads = element('div', { class: 'lectern-NetHeads' });
  private readonly units = element('div', { class: 'lectern-NetUnits' });
  private edges: Edge[] = [];
  private nodes: { unit: Unit; button: HTMLButtonElement; canvas: HTMLCanvasElement }[] = [];
  private built = '';
  private chosen: Unit | undefined;

  constructor(private readonly calls: NetworkCalls) {
    this.node.append(this.lines, this.heads, this.units);
  }

  /** Marks the unit whose weights are being edited. */
  choose(unit: Unit | undefined): void {
    this.chosen = unit;
    for (const each of this.nodes) {
      const here = unit?.layer === each.unit.layer && unit.place === each.unit.place;
      each.button.classList.toggle('lectern-mod-chosen', here);
    }
  }

  /** `fixed` says which settings cannot be changed now. */
  draw(state: PlayState, map: Colormap, fixed: (name: string) => boolean): void {
    const { features, layers } = state.settings;
    const locked = [fixed('features'), fixed('layers'), state.hide.has('layers')];
    const built = JSON.stringify([features, layers, locked, state.axes]);
    if (built !== this.built) {
      this.built = built;
      this.build(state, fixed);
    }
    this.place(state);
    for (const { unit, button, canvas } of this.nodes) {
      paintUnit(canvas, cellsOf(state, unit), UNIT * 2, map);
      const bias = weightsInto(state, unit).at(-1);
      if (bias) button.setAttribute('aria-label', `${unitName(state, unit)}, bias ${short(state.params[bias.at], 3)}`);
    }
    for (const { weight, line } of this.edges) {
      const value = state.params[weight.at];
      const size = Number.isFinite(value) ? Math.abs(value) : 0;
      line.setAttribute('stroke', cssOf(map, Math.sign(value), 0.35 + 0.4 * Math.min(1, size)));
      line.setAttribute('stroke-width', Math.min(7, 0.6 + 1.7 * size).toFixed(2));
    }
  }

  private build(state: PlayState, fixed: (name: string) => boolean): void {
    const focused = this.nodes.find(({ button }) => button === document.activeElement)?.unit;
    const { features, layers } = state.settings;
    const sizes = sizesOf(state.settings);
    this.nodes = [];
    FEATURES.forEach((name, place) => {
      const on = features.includes(name);
      // The last feature cannot be taken away.
      const last = on && features.length === 1;
      const node = this.unit({ layer: 0, place }, featureName(state, place));
      node.setAttribute('aria-pressed', String(on));
      node.setAttribute('aria-label', `feature ${featureName(state, place)}`);
      node.disabled = fixed('features') || last;
      node.addEventListener('click', () =>
        this.calls.set(({ features }) => {
          const others = FEATURES.filter((each) => (each === name ? !on : features.includes(each)));
          return others.length > 0 ? { features: others } : {};
        }),
      );
    });
    sizes.slice(1).forEach((count, i) => {
      for (let place = 0; place < count; place++) {
        const unit = { layer: i + 1, place };
        this.unit(unit).addEventListener('click', () => this.calls.choose(unit));
      }
    });
    this.units.replaceChildren(...this.nodes.map((each) => each.button));
    this.heads.replaceChildren(...this.heading(state, layers, fixed));
    this.edges = sizes.slice(1).flatMap((count, i) =>
      Array.from({ length: count }, (_, place) =>
        weightsInto(state, { layer: i + 1, place })
          .filter(({ from }) => from)
          .map((weight) => this.edge(weight)),
      ).flat(),
    );
    this.lines.replaceChildren(...this.edges.map(({ line }) => line), ...this.edges.map(({ hit }) => hit));
    this.choose(this.chosen);
    this.nodes.find(({ unit }) => unit.layer === focused?.layer && unit.place === focused.place)?.button.focus();
  }

  private unit(unit: Unit, words = ''): HTMLButtonElement {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    const node = element('button', { type: 'button', class: 'lectern-Unit' }, canvas);
    if (words) node.append(element('span', { class: 'lectern-UnitName' }, words));
    const point = () => this.calls.point(unit);
    const leave = () => this.calls.point(undefined);
    node.addEventListener('pointerenter', point);
    node.addEventListener('focus', point);
    node.addEventListener('pointerleave', leave);
    node.addEventListener('blur', leave);
    this.nodes.push({ unit, button: node, canvas });
    return node;
  }

  private edge(weight: Weight): Edge {
    const line = svg('path', { fill: 'none' });
    const hit = svg('path', { fill: 'none', stroke: 'transparent', 'stroke-width': 8, class: 'lectern-EdgeHit' });
    hit.addEventListener('pointerenter', () => this.calls.read(weight));
    hit.addEventListener('pointerleave', () => this.calls.read(undefined));
    hit.addEventListener('click', () => this.calls.choose(weight.to, weight));
    return { weight, line, hit };
  }

  /** The buttons over the columns: fewer and more units, fewer and more layers. */
  private heading(state: PlayState, layers: number[], fixed: (name: string) => boolean): HTMLElement[] {
    const heads = layers.map((units, i) => {
      const change = (by: number) => () =>
        this.calls.set(({ layers }) => ({
          layers: layers.map((each, at) => (at === i ? Math.max(1, Math.min(MOST_UNITS, each + by)) : each)),
        }));
      const fewer = button('−', `One unit less in layer ${i + 1}`, change(-1));
      const more = button('+', `One unit more in layer ${i + 1}`, change(1));
      fewer.setAttribute('aria-label', fewer.title);
      more.setAttribute('aria-label', more.title);
      fewer.disabled = fixed('layers') || units <= 1;
      more.disabled = fixed('layers') || units >= MOST_UNITS;
      return element('div', { class: 'lectern-NetHead' }, fewer, more);
    });
    const less = button('− layer', 'One hidden layer less', () =>
      this.calls.set(({ layers }) => ({ layers: layers.slice(0, -1) })),
    );
    const add = button('+ layer', 'One hidden layer more', () =>
      this.calls.set(({ layers }) => ({ layers: [...layers, 2].slice(0, MOST_LAYERS) })),
    );
    less.disabled = fixed('layers') || layers.length === 0;
    add.disabled = fixed('layers') || layers.length >= MOST_LAYERS;
    if (state.hide.has('layers')) return [];
    return [...heads, element('div', { class: 'lectern-NetLayers' }, less, add)];
  }

  /** Puts units and lines where the width of the page has them. */
  private place(state: PlayState): void {
    const width = Math.max(240, this.node.clientWidth);
    const { layers } = state.settings;
    const columns = layers.length + 2;
    const names = this.node.clientWidth < 420 ? 0 : 44;
    const column = (layer: number) => names + (layer * (width - UNIT - names)) / (columns - 1);
    const shown = state.hide.has('features') ? state.settings.features : FEATURES;
    // The buttons that add and remove layers stand under the last units.
    const under = state.hide.has('layers') ? 0 : 1;
    const rows = Math.max(shown.length, ...[1, ...layers].map((units) => units + under));
    const height = HEAD + rows * ROW;
    this.node.style.height = `${height + (names ? 0 : 4)}px`;
    this.lines.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.lines.setAttribute('width', String(width));
    this.lines.setAttribute('height', String(height));
    const spot = ({ layer, place }: Unit) => {
      const output = layer === columns - 1;
      const row = layer === 0 ? shown.indexOf(FEATURES[place]) : output ? (rows - 1) / 2 : place;
      return { x: column(layer), y: HEAD + row * ROW + (ROW - UNIT) / 2 };
    };
    for (const { unit, button } of this.nodes) {
      const { x, y } = spot(unit);
      button.hidden = unit.layer === 0 && !shown.includes(FEATURES[unit.place]);
      button.style.left = `${x}px`;
      button.style.top = `${y}px`;
    }
    for (const { weight, line, hit } of this.edges) {
      const start = spot(weight.from as Unit);
      const end = spot(weight.to);
      const [x1, y1, x2, y2] = [start.x + UNIT, start.y + UNIT / 2, end.x, end.y + UNIT / 2];
      const bend = (x2 - x1) * 0.45;
      const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
      line.setAttribute('d', path);
      hit.setAttribute('d', path);
    }
    [...this.heads.children].forEach((head, i) => {
      if (i < layers.length) (head as HTMLElement).style.left = `${column(i + 1) + UNIT / 2}px`;
    });
  }
}
