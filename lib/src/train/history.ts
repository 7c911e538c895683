import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { type Lines, lineSpec } from '../view/line.js';
import { shortNumber } from '../view/numbers.js';
import { plotBundle, showPlot } from '../view/plot.js';
import type { PlotSpec } from '../view/plot-spec.js';

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

/** The longest table that is printed in full; of longer ones, the ends. */
const FULL = 20;
const ENDS = 5;

/**
 * What a run of `fit` measured: one value an epoch in each column. Columns of the validation begin with `val`. Prints
 * itself as a table; a notebook shows its curves.
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

  /** A table with a line an epoch. */
  toString(): string {
    const names = Object.keys(this.columns);
    const all = Array.from({ length: this.epochs }, (_, i) => i);
    const shown = all.length <= FULL ? all : [...all.slice(0, ENDS), -1, ...all.slice(-ENDS)];
    const rows = shown.map((i) =>
      i < 0 ? ['…', ...names.map(() => '')] : [`${i + 1}`, ...names.map((name) => shortNumber(this.columns[name][i]))],
    );
    const table = [['epoch', ...names], ...rows];
    const widths = table[0].map((_, c) => Math.max(...table.map((row) => row[c].length)));
    const lines = table.map((row) =>
      row
        .map((cell, c) => cell.padStart(widths[c]))
        .join('  ')
        .trimEnd(),
    );
    const { best, stopped } = this;
    return [
      ...lines,
      ...(best ? [`best: ${best.monitor} ${shortNumber(best.value)} in epoch ${best.epoch}`] : []),
      ...(stopped ? [`stopped by ${stopped === 'callback' ? 'a callback' : stopped}`] : []),
    ].join('\n');
  }

  /** How a notebook shows it: the curves, with the table as text. */
  [DISPLAY_SYMBOL](): MimeBundle {
    if (this.epochs === 0) return { 'text/plain': this.toString() };
    return { ...plotBundle(this.spec([])), 'text/plain': this.toString() };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  private spec(names: readonly string[]): PlotSpec {
    const chosen = names.length > 0 ? names : Object.keys(this.columns).filter((n) => n !== 'lr' && n !== 'seconds');
    const epochs = Array.from({ length: this.epochs }, (_, i) => i + 1);
    const lines: Lines = Object.fromEntries(chosen.map((name) => [name, [epochs, this.columns[name] ?? []] as const]));
    return lineSpec(lines, { xLabel: 'epoch' });
  }
}
