import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';

export interface ImprovementOptions {
  /** Whether smaller (default) or larger is better. */
  mode?: 'min' | 'max';
  /** How much better counts; default 1e-4. */
  threshold?: number;
  /** Whether the threshold is a share of the best value (default) or a difference. */
  thresholdMode?: 'rel' | 'abs';
}

/** Remembers the best value of a metric and says whether a new one is better. */
export class Improvement {
  /** The best value so far; ±∞ before the first. */
  best: number;
  readonly #where: string;
  readonly #options: Required<ImprovementOptions>;

  constructor(where: string, options: ImprovementOptions) {
    const { mode = 'min', threshold = 1e-4, thresholdMode = 'rel' } = options;
    if (mode !== 'min' && mode !== 'max') {
      throw new ValueError(`${where}: mode must be 'min' or 'max', got '${mode}'`);
    }
    if (thresholdMode !== 'rel' && thresholdMode !== 'abs') {
      throw new ValueError(`${where}: thresholdMode must be 'rel' or 'abs', got '${thresholdMode}'`);
    }
    this.#where = where;
    this.#options = { mode, threshold, thresholdMode };
    this.best = mode === 'min' ? Infinity : -Infinity;
  }

  /** Whether the metric is better than the best so far, which it then becomes. NaN never is. */
  improves(metric: number | Tensor): boolean {
    const value = typeof metric === 'number' ? metric : metric.item();
    if (typeof value !== 'number') throw new ValueError(`${this.#where}.step: expected a number, got ${String(value)}`);
    const { mode, threshold, thresholdMode } = this.#options;
    const sign = mode === 'min' ? -1 : 1;
    // As in PyTorch: a share of the signed value, so that a negative best asks for less.
    const bar = thresholdMode === 'abs' ? this.best + sign * threshold : this.best * (1 + sign * threshold);
    const better = mode === 'min' ? value < bar : value > bar;
    if (better) this.best = value;
    return better;
  }
}
