/**
 * A number about predictions that is gathered batch by batch: `update` with each batch, `compute` at any time, `reset`
 * before the next round. What it says of all batches equals what it says of the whole.
 *
 *     new metrics.Mean() instanceof metrics.Metric // → true
 */
export abstract class Metric<Input extends unknown[] = unknown[], Value = unknown> {
  /** Takes in one batch. */
  abstract update(...batch: Input): void;

  /** The value of all batches since the last `reset`. */
  abstract compute(): Value;

  /** Forgets all batches. */
  abstract reset(): void;
}

/** What a metric says of a single batch. */
export function computeOnce<Input extends unknown[], Value>(metric: Metric<Input, Value>, ...batch: Input): Value {
  metric.update(...batch);
  return metric.compute();
}
