import type { ReceptiveFieldData } from '../protocol/decode-receptive-field.js';
import { within } from '../shell/within.js';

/** Rows and columns from the first to the last, both counted. */
export interface Span {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Grids beyond these are left out of the drawing, the earlier ones first. */
const MOST_GRIDS = 12;

/** One output of one layer, and what it sees below. Level 0 is the input, level `i` the output of layer `i - 1`. */
export class ReceptiveFieldModel {
  level: number;
  row = 0;
  col = 0;

  constructor(readonly data: ReceptiveFieldData) {
    this.level = (data.effective?.layer ?? data.layers.length - 1) + 1;
    this.middle();
    if (data.effective) [this.row, this.col] = [data.effective.row, data.effective.col];
  }

  /** Rows and columns of a level. */
  sizeOf(level: number): { rows: number; cols: number } {
    const [rows, cols] = this.data.input;
    const layer = this.data.layers[level - 1];
    return layer ? { rows: layer.height, cols: layer.width } : { rows, cols };
  }

  nameOf(level: number): string {
    return level === 0 ? 'input' : this.data.layers[level - 1].name;
  }

  /** The input and the layers with windows: the others see what the one before sees. */
  get levels(): number[] {
    const windows = this.data.layers.flatMap(({ window, stride }, i) =>
      [...window, ...stride].some((n) => n > 1) || i + 1 === this.level ? [i + 1] : [],
    );
    return [0, ...windows.slice(-MOST_GRIDS + 1)];
  }

  /** What the chosen output sees on a level below it, also on padding; `undefined` on levels above. */
  seen(level: number): Span | undefined {
    if (level > this.level) return undefined;
    let span: Span = { top: this.row, bottom: this.row, left: this.col, right: this.col };
    for (let at = this.level; at > level; at--) {
      const { window, stride, dilation, padding } = this.data.layers[at - 1];
      span = {
        top: span.top * stride[0] - padding[0],
        bottom: span.bottom * stride[0] - padding[0] + (window[0] - 1) * dilation[0],
        left: span.left * stride[1] - padding[1],
        right: span.right * stride[1] - padding[1] + (window[1] - 1) * dilation[1],
      };
    }
    return span;
  }

  choose(level: number, row: number, col: number): void {
    const { rows, cols } = this.sizeOf(level);
    this.level = level;
    this.row = within(row, rows);
    this.col = within(col, cols);
  }

  /** The output in the middle of the chosen layer. */
  middle(): void {
    const { rows, cols } = this.sizeOf(this.level);
    this.choose(this.level, Math.floor((rows - 1) / 2), Math.floor((cols - 1) / 2));
  }
}

/** A span without what lies on padding. */
export function inside(span: Span, { rows, cols }: { rows: number; cols: number }): Span {
  return {
    top: Math.max(0, span.top),
    bottom: Math.min(rows - 1, span.bottom),
    left: Math.max(0, span.left),
    right: Math.min(cols - 1, span.right),
  };
}
