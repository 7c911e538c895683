import { type Cell, movedCell } from '../matrix/cells.js';
import { type ImageStepData, stepValues } from '../protocol/decode-image-steps.js';
import type { MapFactsData, MapsData, MapsLayerData } from '../protocol/decode-maps.js';
import { within } from '../shell/within.js';
import { type Correlation, correlationOf } from './correlation.js';

/** The order of maps: as they are, most active first, or most zeros first. */
export type Order = 'index' | 'activity' | 'sparsity';

/**
 * Which values get the colours at the ends: of each map by itself, of its layer, of all layers, or those given in code. Of
 * images over steps, the step is the layer.
 */
export type Range = 'model' | 'layer' | 'map' | 'given';

/** Which maps are seen, in which order, and where the reader is among them. */
export class MapsModel {
  /** The layer that is seen. */
  layer = 0;
  group = 0;
  order: Order = 'index';
  range: Range;
  /** The maps, how alike they are, or each at the first step, at the one chosen and at the last. */
  show: 'maps' | 'correlation' | 'ends' = 'maps';
  /** Place of the step that is seen among those that are kept. */
  step: number;
  /** Of images: what is added to every grey, and how far greys lie apart; 0 and 1 show them as they are. */
  brightness = 0;
  contrast = 1;
  /** Place of the cursor in the order. */
  cursor: number | undefined;
  /** The cursor on the matrix of correlations. */
  cell: Cell | undefined;
  layers: readonly MapsLayerData[];
  /** The ends of the colours that were given in code. */
  readonly given: { low: number; high: number } | undefined;
  private whole: { low: number; high: number };
  private readonly correlations = new Map<number, Correlation>();
  private readonly steps = new WeakMap<ImageStepData, MapsLayerData>();

  constructor(public all: MapsData) {
    this.layers = [all, ...all.more];
    const { range } = all;
    this.given = Array.isArray(range) ? { low: range[0], high: range[1] } : undefined;
    if (Array.isArray(range)) this.range = 'given';
    else this.range = range === 'model' && this.layers.length === 1 && !this.stepped ? 'layer' : range;
    this.whole = endsOf(this.layers);
    this.step = Math.max(0, all.steps.length - 1);
  }

  /**
   * Takes newer steps of the same images. The newest is followed unless the reader stepped back; then the step that is
   * looked at stays, or the next one when it was left out of a long run.
   */
  grow(all: MapsData): void {
    const { steps } = this.all;
    const { step } = steps[this.step];
    const held = this.step < steps.length - 1 ? all.steps.findIndex((one) => one.step >= step) : -1;
    this.all = all;
    this.layers = [all];
    this.whole = endsOf(this.layers);
    this.step = held < 0 ? all.steps.length - 1 : held;
  }

  /** Whether there are images over steps. */
  get stepped(): boolean {
    return this.all.steps.length > 0;
  }

  /** Whether each image is seen at the first step, the chosen one and the last, one above the other. */
  get stacked(): boolean {
    return this.stepped && this.show === 'ends';
  }

  /** Places of the steps that are seen, from top to bottom. */
  seenSteps(): number[] {
    return this.stacked ? [0, this.step, this.all.steps.length - 1] : [this.step];
  }

  /** The layer that is seen, at the step that is seen. */
  get data(): MapsLayerData {
    return this.stepped ? this.at(this.step) : this.layers[this.layer];
  }

  /** The images at a step, with their values unpacked. */
  at(place: number): MapsLayerData {
    const step = this.all.steps[place];
    const known = this.steps.get(step);
    if (known) return known;
    const { low, high, facts } = step;
    const layer = { ...this.all, low, high, facts, values: stepValues(step) };
    this.steps.set(step, layer);
    return layer;
  }

  /** Goes to another layer, at the same sample where it is kept there. */
  choose(layer: number): void {
    this.layer = within(layer, this.layers.length);
    this.group = Math.min(this.group, Math.max(0, this.data.groups - 1));
    this.cursor = undefined;
    this.cell = undefined;
  }

  /** Whether maps can be compared: there are two and more, and they are not images. */
  get comparable(): boolean {
    return this.data.kind !== 'images' && this.data.maps > 1 && this.data.values.length > 0;
  }

  /** Whether the matrix of correlations is seen instead of the maps. */
  get correlated(): boolean {
    return this.show === 'correlation' && this.comparable;
  }

  /** How alike the maps of the layer are. */
  correlation(): Correlation {
    const known = this.correlations.get(this.layer) ?? correlationOf(this.data);
    this.correlations.set(this.layer, known);
    return known;
  }

  /** The maps that are compared, in the order of the grid. */
  compared(): number[] {
    const { maps } = this.correlation();
    return this.sequence().filter((map) => map < maps);
  }

  /** Indices of the maps in the order in which they are seen. */
  sequence(): number[] {
    const maps = Array.from({ length: this.data.maps }, (_, map) => map);
    if (this.order === 'index') return maps;
    const key = this.order;
    const rank = (map: number) => {
      const value = this.facts(map)[key];
      return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
    };
    return maps.sort((a, b) => rank(b) - rank(a) || a - b);
  }

  facts(map: number, data = this.data): MapFactsData {
    return data.facts[this.group * data.maps + map];
  }

  /** The values of one map: rows, columns, channels. */
  values(map: number, data = this.data): Float32Array {
    const size = data.height * data.width * data.channels;
    const start = (this.group * data.maps + map) * size;
    return data.values.subarray(start, start + size);
  }

  /** What stands under a map: its caption, but no index where it is the only one. */
  under(map: number): string {
    return this.data.maps === 1 ? (this.data.labels[map] ?? '') : this.caption(map);
  }

  /** A map's caption: what the notebook called it, else its index. */
  caption(map: number): string {
    return this.data.labels[map] ?? String(map);
  }

  /** `map 3`, `filter 3`, `image 3`, with its caption when it has one. */
  name(map: number): string {
    const one = { activations: 'map', filters: 'filter', images: 'image' }[this.data.kind];
    const label = this.data.labels[map];
    return label === undefined ? `${one} ${map}` : `${one} ${map} (${label})`;
  }

  /** Values at the two ends of the colours of one map; signed maps lie evenly around zero. */
  ends(map: number, data = this.data): [low: number, high: number] {
    const own = this.facts(map, data);
    const { low: least, high: most } = this.shared(data);
    const [low, high] = this.range === 'map' ? [own.min, own.max] : [least, most];
    if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
    if (data.kind === 'images' && high > low) {
      const middle = (low + high) / 2 - this.brightness * (high - low);
      const reach = (high - low) / 2 / this.contrast;
      return [middle - reach, middle + reach];
    }
    if (data.kind !== 'images' && this.signed) {
      const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
      return [-size, size];
    }
    return high > low ? [low, high] : [low, low + 1];
  }

  /** Whether colours go both ways from zero. Judged by the whole layer or model, so that its maps can be compared. */
  get signed(): boolean {
    return this.data.kind !== 'images' && this.data.channels === 1 && this.shared(this.data).low < 0;
  }

  /** The ends of what shares one scale. */
  private shared(data: MapsLayerData): { low: number; high: number } {
    if (this.range === 'given' && this.given) return this.given;
    return this.range === 'model' ? this.whole : data;
  }

  /** Maps of the group that are 0 everywhere, however the others are ordered. */
  dead(): number[] {
    return Array.from({ length: this.data.maps }, (_, map) => map).filter((map) => this.facts(map).sparsity === 1);
  }

  /** The map whose pixels go most alike with those of `map`, up or down, and their correlation. */
  alike(map: number): { map: number; correlation: number } | undefined {
    const { maps, values } = this.correlation();
    let best: { map: number; correlation: number } | undefined;
    for (let other = 0; map < maps && other < maps; other++) {
      const r = values[map * maps + other];
      if (other !== map && Math.abs(r) > Math.abs(best?.correlation ?? 0)) best = { map: other, correlation: r };
    }
    return best;
  }

  /** Moves the cursor on the matrix and stops at its edges. */
  moveCell(down: number, right: number): void {
    const { maps } = this.correlation();
    this.cell = movedCell(this.cell, down, right, maps, maps);
  }

  /** Moves the cursor by places in the order and stops at the ends. */
  move(by: number): void {
    const last = this.data.maps - 1;
    // Without a cursor, a step forward starts at the first map and a step back, like End, at the last.
    const from = this.cursor ?? (by > 0 ? -1 : last + 1);
    this.cursor = Math.max(
      0,
      Math.min(last, from + (this.cursor === undefined && Number.isFinite(by) ? Math.sign(by) : by)),
    );
  }
}

/** The lowest and the highest value of layers that have any. */
function endsOf(layers: readonly MapsLayerData[]): { low: number; high: number } {
  const known = layers.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  if (known.length === 0) return { low: Number.NaN, high: Number.NaN };
  return { low: Math.min(...known.map(({ low }) => low)), high: Math.max(...known.map(({ high }) => high)) };
}
