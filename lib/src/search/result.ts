import { ValueError } from '../errors.js';
import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { shortNumber } from '../view/numbers.js';
import { type Points, plotSpec, showPlot } from '../view/plot/plot.js';
import type { PlotSpec } from '../view/plot/spec.js';
import { tableBundle } from '../view/table.js';
import { cutRows, type Table, tableText } from '../view/text-table.js';
import type { Space } from './space.js';
import { compareTrials, type Trial } from './trial.js';

/** Trials that a long table shows at each end. */
const ENDS = 15;
const ERROR_WIDTH = 60;

/** What a search found, best first. Shows itself as a table. */
export class SearchResult<Params = Record<string, unknown>> {
  /** One for each configuration, the one with its largest budget; failed ones come last. */
  readonly trials: readonly Trial<Params>[];
  /** Every run of the objective, by budget and number. */
  readonly runs: readonly Trial<Params>[];

  /** @internal Made by `search`. */
  constructor(
    private readonly space: Space,
    runs: readonly Trial[],
    readonly mode: 'min' | 'max',
  ) {
    const largest = new Map<number, Trial>();
    for (const run of runs) {
      const other = largest.get(run.number);
      if (other === undefined || (run.budget ?? 0) > (other.budget ?? 0)) largest.set(run.number, run);
    }
    this.trials = [...largest.values()].sort(compareTrials(mode)) as Trial<Params>[];
    this.runs = [...runs].sort((a, b) => (a.budget ?? 0) - (b.budget ?? 0) || a.number - b.number) as Trial<Params>[];
  }

  /** The trial with the best score, of those with the largest budget; `null` if all failed. */
  get best(): Trial<Params> | null {
    const [first] = this.trials;
    return first?.score === undefined ? null : first;
  }

  /** Shows the scores over one parameter, or over each: places from the smallest to the largest value. */
  plot(name?: string): void {
    if (name !== undefined && !(name in this.space)) {
      throw new ValueError(`search: plot needs a parameter (${Object.keys(this.space).join(', ')}), got '${name}'`);
    }
    showPlot(this.spec(name));
  }

  /** A line for each configuration: number, budget, parameters, score, other numbers, seconds, error. */
  toString(): string {
    return tableText(this.table());
  }

  /** How a notebook shows it: as a table. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return tableBundle(this.table());
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  private table(): Table {
    const { trials } = this;
    const names = Object.keys(this.space);
    const extras = [...new Set(trials.flatMap(({ values }) => Object.keys(values ?? {})))];
    const [budgets, errors] = [trials.some((t) => t.budget !== undefined), trials.some((t) => t.error !== undefined)];
    const head = [
      'trial',
      ...(budgets ? ['budget'] : []),
      ...names,
      'score',
      ...extras,
      'seconds',
      ...(errors ? ['error'] : []),
    ];
    const rows = trials.map((trial) => [
      `${trial.number}`,
      ...(budgets ? [cell(trial.budget)] : []),
      ...names.map((name) => cell((trial.params as Record<string, unknown>)[name])),
      cell(trial.score),
      ...extras.map((name) => cell(trial.values?.[name])),
      cell(trial.seconds),
      ...(errors ? [(trial.error ?? '').split('\n')[0].slice(0, ERROR_WIDTH)] : []),
    ]);
    return { head, rows: cutRows(rows, ENDS), left: ['error'], all: rows };
  }

  private spec(only: string | undefined): PlotSpec {
    const scored = this.trials.filter(({ score }) => score !== undefined);
    const names = only === undefined ? Object.keys(this.space) : [only];
    const points = names.map((name): Points => {
      const values = scored.map(({ params }) => (params as Record<string, unknown>)[name]);
      const places = placesOf(values, this.space[name].log);
      return {
        name,
        x: only === undefined ? spread(places) : places,
        y: scored.map(({ score }) => score!),
        labels: scored.map(({ number }, i) => `trial ${number}, ${name} ${cell(values[i])}`),
      };
    });
    const log = only !== undefined && this.space[only].log;
    const xLabel = only === undefined ? 'parameter, smallest to largest' : log ? `log10 ${only}` : only;
    return plotSpec('scatter', points, { xLabel, yLabel: 'score' });
  }
}

/** Numbers as they are or their logarithm; of other values the number of the value. */
function placesOf(values: readonly unknown[], log: boolean): number[] {
  if (values.every((value) => typeof value === 'number')) {
    return (values as readonly number[]).map((value) => (log ? Math.log10(value) : value));
  }
  const kinds = [...new Set(values.map((value) => JSON.stringify(value)))];
  return values.map((value) => kinds.indexOf(JSON.stringify(value)));
}

/** Moves numbers to 0…1, so that parameters of any size share an axis. */
function spread(places: readonly number[]): number[] {
  const [low, high] = [Math.min(...places), Math.max(...places)];
  return places.map((place) => (high > low ? (place - low) / (high - low) : 0.5));
}

function cell(value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'number') return shortNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
