import { type Cell, movedCell } from '../matrix/cells.js';
import type { UnitsData } from '../protocol/decode-units.js';

/** The order of units: as they are, most zeros first, highest mean first, or similar ones side by side. */
export type UnitOrder = 'index' | 'zeros' | 'mean' | 'similar';

/** Which units and samples are seen, in which order. */
export class UnitsModel {
  order: UnitOrder = 'index';
  byClass: boolean;
  show: 'activations' | 'correlation' = 'activations';
  cursor: Cell | undefined;
  /** The unit that is looked at closely. */
  chosen: number | undefined;
  readonly dead: ReadonlySet<number>;
  readonly constant: ReadonlySet<number>;

  constructor(
    readonly data: UnitsData,
    private readonly shows: (sample: number) => boolean,
  ) {
    this.byClass = data.kinds.length > 0;
    this.dead = new Set(data.dead);
    this.constant = new Set(data.constant);
  }

  /** Units from left to right. */
  columns(): number[] {
    const { data, order } = this;
    if (order === 'similar') return data.similar;
    const units = Array.from({ length: data.units }, (_, unit) => unit);
    if (order === 'index') return units;
    const rank = (unit: number) => {
      const value = data.facts[unit][order];
      return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
    };
    return units.sort((a, b) => rank(b) - rank(a) || a - b);
  }

  /** Places of the kept samples, or the units, from top to bottom. */
  rows(): number[] {
    if (this.show === 'correlation') return this.columns();
    const { samples, kinds } = this.data;
    const places = samples.map((_, place) => place).filter((place) => this.shows(place));
    return this.byClass ? places.sort((a, b) => kinds[a] - kinds[b] || a - b) : places;
  }

  /** The value in a row and a column as {@link rows} and {@link columns} name them. */
  value(row: number, unit: number): number {
    const { data } = this;
    return this.show === 'correlation'
      ? data.correlation[row * data.units + unit] / 127
      : data.values[row * data.units + unit];
  }

  /** `unit 3`, or its name. */
  unitName(unit: number): string {
    return this.data.names[unit] ?? `unit ${unit}`;
  }

  /** `sample 12 (cat)`, or its label. */
  sampleName(place: number): string {
    const { labels, samples, kinds, classes } = this.data;
    const name = labels[place] || `sample ${samples[place]}`;
    return kinds.length > 0 ? `${name} (${classes[kinds[place]]})` : name;
  }

  /** Places of the kept samples that a unit answers most strongly, the strongest first. */
  strongest(unit: number, count: number): number[] {
    const answer = (place: number) => this.data.values[place * this.data.units + unit];
    return this.data.samples
      .map((_, place) => place)
      .filter((place) => Number.isFinite(answer(place)))
      .sort((a, b) => answer(b) - answer(a) || a - b)
      .slice(0, count);
  }

  /** The mean answer of a unit to the kept samples of each class. */
  classMeans(unit: number): number[] {
    const { classes, kinds, values, units } = this.data;
    return classes.map((_, kind) => {
      const answers = kinds.flatMap((one, place) => (one === kind ? [values[place * units + unit]] : []));
      return answers.reduce((a, b) => a + b, 0) / answers.length;
    });
  }

  /** Moves the cursor and stops at the edges. */
  move(down: number, right: number): void {
    const [rows, cols] = [this.rows().length, this.data.units];
    if (rows > 0 && cols > 0) this.cursor = movedCell(this.cursor, down, right, rows, cols);
  }
}
