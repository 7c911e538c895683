import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { shortNumber } from '../view/numbers.js';
import { type Lines, lineSpec } from '../view/plot/line.js';
import { showPlot } from '../view/plot/plot.js';
import type { PlotSpec } from '../view/plot/spec.js';
import { tableBundle } from '../view/table.js';
import { cutRows, type Table, tableText } from '../view/text-table.js';

/** Why a run ended before its last epoch. */
export type StopReason = 'early stopping' | 'callback';

/** The best epoch of a run. */
export interface BestEpoch {
  /** From 1. */
  epoch: number;
  /** The column that was compared, such as `valLoss`. */
  monitor: string;
  value: number;
}

/** Epochs that a long table shows at each end. */
const ENDS = 10;

/**
 * What a run of `fit` measured: one value an epoch in each column. Columns of the validation begin with `val`. Shows
 * itself as a table.
 *
 *     new History('loss', 'min').epochs // → 0
 */
export class History {
  /** `loss`, the metrics, `valLoss`, …, `lr` and `seconds`, each with one value an epoch. */
  readonly columns: Record<string, number[]> = {};
  /** Steps of the optimiser. */
  steps = 0;
  /** Why it ended early; `null` if it did not. */
  stopped: StopReason | null = null;

  constructor(
    /** The column that decides which epoch is best, and whether larger is better. */
    readonly monitor: string,
    readonly mode: 'min' | 'max',
  ) {}

  /** Finished epochs. */
  get epochs(): number {
    return Object.values(this.columns)[0]?.length ?? 0;
  }

  /** The last values, by column. */
  get last(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.columns).map(([name, values]) => [name, values[values.length - 1]]));
  }

  /** The epoch with the best value of the monitored column; `null` if none has a value. The first of equal ones. */
  get best(): BestEpoch | null {
    const { monitor, mode } = this;
    let best: BestEpoch | null = null;
    for (const [i, value] of (this.columns[monitor] ?? []).entries()) {
      if (Number.isNaN(value)) continue;
      const better = best === null || (mode === 'min' ? value < best.value : value > best.value);
      if (better) best = { epoch: i + 1, monitor, value };
    }
    return best;
  }

  /** @internal Adds the values of an epoch. */
  push(values: Record<string, number>): void {
    for (const [name, value] of Object.entries(values)) {
      this.columns[name] ??= [];
      this.columns[name].push(value);
    }
  }

  /** Shows the curves of the columns that are named, or of all but `lr` and `seconds`. */
  plot(...names: string[]): void {
    showPlot(this.spec(names));
  }

  /** A table with a line an epoch; of a long run, its ends. */
  toString(): string {
    return tableText(this.table());
  }

  /** How a notebook shows it: as a table. The live view of `fit`, and `plot`, show the curves. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return tableBundle(this.table());
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  private table(): Table {
    const names = Object.keys(this.columns);
    const rows = Array.from({ length: this.epochs }, (_, i) => [
      `${i + 1}`,
      ...names.map((name) => shortNumber(this.columns[name][i])),
    ]);
    const { best, stopped } = this;
    const notes = [
      ...(best ? [`best: ${best.monitor} ${shortNumber(best.value)} in epoch ${best.epoch}`] : []),
      ...(stopped ? [`stopped by ${stopped === 'callback' ? 'a callback' : stopped}`] : []),
    ];
    return { head: ['epoch', ...names], rows: cutRows(rows, ENDS), notes, all: rows };
  }

  private spec(names: readonly string[]): PlotSpec {
    const chosen = names.length > 0 ? names : Object.keys(this.columns).filter((n) => n !== 'lr' && n !== 'seconds');
    const epochs = Array.from({ length: this.epochs }, (_, i) => i + 1);
    const lines: Lines = Object.fromEntries(chosen.map((name) => [name, [epochs, this.columns[name] ?? []] as const]));
    return lineSpec(lines, { xLabel: 'epoch' });
  }
}
