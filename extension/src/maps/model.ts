import type { MapFactsData, MapsData } from '../protocol/decode-maps.js';

/** The order of maps: as they are, most active first, or most zeros first. */
export type Order = 'index' | 'activity' | 'sparsity';

/** Which values get the colours at the ends: those of each map by itself, or of the whole layer. */
export type Range = 'layer' | 'map';

/** Which maps are seen, in which order, and where the reader is among them. */
export class MapsModel {
  group = 0;
  order: Order = 'index';
  range: Range = 'layer';
  /** Of images: what is added to every grey, and how far greys lie apart; 0 and 1 show them as they are. */
  brightness = 0;
  contrast = 1;
  /** Place of the cursor in the order. */
  cursor: number | undefined;

  constructor(readonly data: MapsData) {}

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

  facts(map: number): MapFactsData {
    return this.data.facts[this.group * this.data.maps + map];
  }

  /** The values of one map: rows, columns, channels. */
  values(map: number): Float32Array {
    const size = this.data.height * this.data.width * this.data.channels;
    const start = (this.group * this.data.maps + map) * size;
    return this.data.values.subarray(start, start + size);
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
  ends(map: number): [low: number, high: number] {
    const { data } = this;
    const own = this.facts(map);
    const [low, high] = this.range === 'map' ? [own.min, own.max] : [data.low, data.high];
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

  /** Whether colours go both ways from zero. Judged by the whole layer, so that its maps can be compared. */
  get signed(): boolean {
    return this.data.kind !== 'images' && this.data.channels === 1 && this.data.low < 0;
  }

  /** Maps of the group that are 0 everywhere, however the others are ordered. */
  dead(): number[] {
    return Array.from({ length: this.data.maps }, (_, map) => map).filter((map) => this.facts(map).sparsity === 1);
  }

  /** The map of the group whose kept pixels go most alike with those of `map`, up or down, and their correlation. */
  alike(map: number): { map: number; correlation: number } | undefined {
    let best: { map: number; correlation: number } | undefined;
    const own = this.values(map);
    for (let other = 0; other < this.data.maps; other++) {
      if (other === map) continue;
      const r = correlation(own, this.values(other));
      if (Number.isFinite(r) && Math.abs(r) > Math.abs(best?.correlation ?? 0)) best = { map: other, correlation: r };
    }
    return best;
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

/** Pearson's correlation; NaN where one of the two does not vary or is not finite. */
function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return both / Math.sqrt(ofA * ofB);
}
