import type { TensorData } from '../protocol/decode-tensor.js';
import { within } from '../shell/within.js';

/** A cell of the picture: row and column among the kept positions. */
export interface Cell {
  row: number;
  col: number;
}

/** Which part of a tensor is seen, and where the reader is in it. Positions count kept values; indices are true ones. */
export class TensorModel {
  /** Axis that runs down, or `null` for a strip. */
  rows: number | null;
  /** Axis that runs across, or `null` for a single number. */
  cols: number | null;
  /** Kept position at which each axis stands; those of the row and column axes have no effect. */
  readonly at: number[];
  cursor: Cell | undefined;
  /** Kept positions of each pinned value. */
  pins: number[][] = [];
  private readonly strides: number[];

  constructor(readonly data: TensorData) {
    const rank = data.shape.length;
    const chosen = data.rows !== null || data.cols !== null;
    this.cols = chosen ? data.cols : rank > 0 ? rank - 1 : null;
    this.rows = chosen ? data.rows : rank > 1 ? rank - 2 : null;
    this.at = [...data.at];
    this.strides = stridesOf(data.indices.map((axis) => axis.length));
  }

  get rank(): number {
    return this.data.shape.length;
  }

  get rowCount(): number {
    return this.rows === null ? 1 : this.data.indices[this.rows].length;
  }

  get colCount(): number {
    return this.cols === null ? 1 : this.data.indices[this.cols].length;
  }

  /** Axes that need a slider: neither rows nor columns, with more than one position. */
  get sliders(): number[] {
    return this.data.shape.flatMap((_, axis) => {
      const shown = axis === this.rows || axis === this.cols;
      return shown || this.data.indices[axis].length < 2 ? [] : [axis];
    });
  }

  get empty(): boolean {
    return this.data.values.length === 0;
  }

  /** Whether an axis was cut in the middle. */
  get truncated(): boolean {
    return this.data.indices.some((axis, i) => axis.length < this.data.shape[i]);
  }

  /** `axis 2`, or `axis 2 (width)` when it has a name. */
  axisName(axis: number): string {
    const name = this.data.axes[axis];
    return name ? `axis ${axis} (${name})` : `axis ${axis}`;
  }

  value(cell: Cell): number {
    return this.valueAt(this.positions(cell));
  }

  valueAt(positions: number[]): number {
    return this.data.values[positions.reduce((sum, position, axis) => sum + position * this.strides[axis], 0)];
  }

  /** Kept positions of a cell on every axis. */
  positions(cell: Cell): number[] {
    const positions = [...this.at];
    if (this.rows !== null) positions[this.rows] = cell.row;
    if (this.cols !== null) positions[this.cols] = cell.col;
    return positions;
  }

  /** True indices for kept positions. */
  indices(positions: number[]): number[] {
    return positions.map((position, axis) => this.data.indices[axis][position]);
  }

  /** The cells of the pinned values that lie in the slice that is seen. */
  pinnedCells(): Cell[] {
    const here = this.pins.filter((pin) => this.sliders.every((axis) => pin[axis] === this.at[axis]));
    return here.map((pin) => ({
      row: this.rows === null ? 0 : pin[this.rows],
      col: this.cols === null ? 0 : pin[this.cols],
    }));
  }

  /** Pins the value under the cursor, or takes its pin away. */
  togglePin(): void {
    if (!this.cursor) return;
    const positions = this.positions(this.cursor);
    const others = this.pins.filter((pin) => pin.join() !== positions.join());
    this.pins = others.length < this.pins.length ? others : [...this.pins, positions];
  }

  /** `[2, :, :]`: the slice that is seen. */
  sliceText(): string {
    const parts = this.data.indices.map((kept, axis) =>
      axis === this.rows || axis === this.cols ? ':' : String(kept[this.at[axis]]),
    );
    return `[${parts.join(', ')}]`;
  }

  /** Puts `axis` (or none) on rows or columns; an axis that was on the other side changes places. */
  assign(side: 'rows' | 'cols', axis: number | null): void {
    const other = side === 'rows' ? 'cols' : 'rows';
    if (axis !== null && this[other] === axis) this[other] = this[side];
    if (this.cols === null && side === 'rows') this.cols = this.rows;
    this[side] = axis;
    if (this.cols === null) {
      this.cols = this.rows;
      this.rows = null;
    }
    this.cursor = undefined;
  }

  /** Moves a slider axis to the kept position nearest to a true index; says whether that index itself was kept. */
  moveTo(axis: number, index: number): boolean {
    const kept = this.data.indices[axis];
    let nearest = 0;
    for (let i = 1; i < kept.length; i++) {
      if (Math.abs(kept[i] - index) < Math.abs(kept[nearest] - index)) nearest = i;
    }
    this.at[axis] = nearest;
    return kept[nearest] === index;
  }

  /** Moves the cursor by whole cells and stops at the border; without a cursor, starts at the first cell. */
  moveCursor(down: number, right: number): void {
    const from = this.cursor;
    this.cursor = from
      ? { row: within(from.row + down, this.rowCount), col: within(from.col + right, this.colCount) }
      : { row: 0, col: 0 };
  }
}

function stridesOf(sizes: number[]): number[] {
  const strides = sizes.map(() => 1);
  for (let axis = sizes.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * sizes[axis + 1];
  return strides;
}
