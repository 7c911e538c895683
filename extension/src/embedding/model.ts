import { inCube } from '../cloud/points.js';
import type { EmbeddingData } from '../protocol/decode-embedding.js';
import type { SpaceAxis } from '../space/box.js';
import { short } from '../tensor/format.js';

/** The map that is seen. */
export type MapKind = 'plane' | 'space' | 'tsne';

/** What each map is called. */
export const MAP_NAMES = { plane: 'PCA 2-D', space: 'PCA 3-D', tsne: 't-SNE' };

/** Which map of the points is seen, and which points were searched for. */
export class EmbeddingModel {
  kind: MapKind;
  /** Which of the kept iterations of t-SNE is seen. */
  step: number;
  /** Points that were found; `undefined` while nothing is searched for. */
  found: ReadonlySet<number> | undefined;

  constructor(readonly data: EmbeddingData) {
    this.kind = data.method === 'tsne' && data.tsne ? 'tsne' : 'plane';
    this.step = Math.max(0, (data.tsne?.iterations.length ?? 1) - 1);
  }

  /** Maps that the data have. */
  get kinds(): MapKind[] {
    const space = this.data.columns > 2 ? (['space'] as const) : [];
    return ['plane', ...space, ...(this.data.tsne ? (['tsne'] as const) : [])];
  }

  /** What is left out, in sentences, or an empty text. */
  get note(): string {
    const { points, ofPoints, images } = this.data;
    const pictured = images?.of.size ?? points.length;
    const [all, kept, some] = [ofPoints, points.length, pictured].map((count) => count.toLocaleString('en'));
    return [
      ...(points.length < ofPoints
        ? [`Shown: ${kept} of ${all} points, evenly chosen; neighbours are among them.`]
        : []),
      ...(pictured < points.length ? [`Pictures: of ${some} of the ${kept} points, evenly chosen.`] : []),
    ].join(' ');
  }

  /** Places on the map that is seen, within −1 to 1 and on one scale for all axes. */
  places(): Float32Array<ArrayBuffer> {
    return inCube(this.raw(), true).places;
  }

  /** Names of the axes: components with their share of the variance. */
  axes(): SpaceAxis[] {
    const name = (axis: number) =>
      this.kind === 'tsne' ? '' : `component ${axis + 1} (${percent(this.data.explained[axis] ?? 0)})`;
    return [0, 1, 2].map((axis) => ({ name: name(axis), low: '', high: '' }));
  }

  /** What the map that is seen keeps of the data, in words. */
  fact(): string {
    const { explained, tsne } = this.data;
    if (this.kind === 'tsne' && tsne) {
      return `perplexity ${short(tsne.perplexity)}, divergence ${short(tsne.divergence[this.step], 3)}`;
    }
    const shown = explained.slice(0, this.kind === 'space' ? 3 : 2);
    return `explains ${percent(shown.reduce((a, b) => a + b, 0))} of the variance`;
  }

  /** The points nearest to one in all columns, the nearest first. */
  neighbours(i: number): number[] {
    const { nearest, neighbours } = this.data;
    return Array.from({ length: nearest }, (_, k) => neighbours[i * nearest + k]);
  }

  /** A point's label, or `point` with its true index. */
  name(i: number): string {
    return this.data.labels[i] || `point ${this.data.points[i]}`;
  }

  /** Looks for points whose name has `text` in it, in any case; an empty text ends the search. */
  find(text: string): void {
    const wanted = text.trim().toLowerCase();
    const all = this.data.points.map((_, i) => i);
    this.found = wanted === '' ? undefined : new Set(all.filter((i) => this.name(i).toLowerCase().includes(wanted)));
  }

  /** One point in words: its name, its class, its neighbours. */
  text(i: number): string {
    const { kinds, classes, color } = this.data;
    const near = this.neighbours(i);
    const own = kinds.length > 0 ? ` (${classes[kinds[i]]})` : color.length > 0 ? ` (colour ${short(color[i])})` : '';
    const same =
      kinds.length > 0 ? `, ${near.filter((j) => kinds[j] === kinds[i]).length} of ${near.length} of its class` : '';
    return `${this.name(i)}${own}  nearest: ${near
      .slice(0, 5)
      .map((j) => this.name(j))
      .join(', ')}${same}`;
  }

  /** Headings and a row a point, with its place on the map that is seen. */
  rows(): { headings: string[]; rows: string[][] } {
    const { points, kinds, classes } = this.data;
    const raw = this.raw();
    const axes = this.kind === 'space' ? [0, 1, 2] : [0, 1];
    const headings = [
      'point',
      ...axes.map((axis) => ['x', 'y', 'z'][axis]),
      ...(kinds.length > 0 ? ['class'] : []),
      'nearest',
    ];
    const rows = points.map((_, i) => [
      this.name(i),
      ...axes.map((axis) => String(raw[3 * i + axis])),
      ...(kinds.length > 0 ? [classes[kinds[i]]] : []),
      this.neighbours(i)
        .map((j) => this.name(j))
        .join(' '),
    ]);
    return { headings, rows };
  }

  /** Places as they were computed, `[points, 3]` with zeros where a map is flat. */
  private raw(): Float32Array {
    const { components, tsne, points } = this.data;
    if (this.kind === 'space') return components;
    const out = new Float32Array(points.length * 3);
    const source = this.kind === 'tsne' && tsne ? tsne.places : components;
    const columns = this.kind === 'tsne' ? 2 : 3;
    const from = this.kind === 'tsne' ? this.step * points.length * 2 : 0;
    for (let i = 0; i < points.length; i++) {
      out[3 * i] = source[from + i * columns];
      out[3 * i + 1] = source[from + i * columns + 1];
    }
    return out;
  }
}

function percent(share: number): string {
  return `${short(share * 100, 3)} %`;
}
