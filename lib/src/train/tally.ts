import { ValueError } from '../errors.js';
import { Mean } from '../metrics/mean.js';
import { Metric } from '../metrics/metric.js';
import type { Tensor } from '../tensor/tensor.js';
import { type StepResult, sizeOf } from './step.js';

/** A metric with state, such as `new metrics.Accuracy()`, or a function whose values are averaged over the batches. */
export type FitMetric =
  | Metric<[output: Tensor, target: Tensor], number>
  | ((output: Tensor, target: Tensor) => number | Tensor);

/** Metrics by the name of their column. */
export type FitMetrics = Record<string, FitMetric>;

/** The mean loss and the metrics of the batches of an epoch, by name. */
export class Tally {
  readonly #loss = new Mean();
  readonly #means: Record<string, Mean>;

  /** Resets metrics that keep a state. */
  constructor(
    private readonly where: string,
    private readonly metrics: FitMetrics,
  ) {
    if ('loss' in metrics) throw new ValueError(`${where}: a metric cannot be named loss, which is a column already`);
    const functions = Object.keys(metrics).filter((name) => !(metrics[name] instanceof Metric));
    this.#means = Object.fromEntries(functions.map((name) => [name, new Mean()]));
    for (const metric of Object.values(metrics)) if (metric instanceof Metric) metric.reset();
  }

  /** Takes in a batch, whose loss was read. Call it under `noGrad`. */
  add(result: StepResult, loss: number): void {
    const size = sizeOf(result);
    this.#loss.update(loss, size);
    for (const [name, metric] of Object.entries(this.metrics)) {
      const { output, target } = result;
      if (output === undefined || target === undefined) {
        throw new ValueError(`${this.where}: metrics need output and target from step, got none for ${name}`);
      }
      if (metric instanceof Metric) metric.update(output.detach(), target);
      else this.#means[name].update(metric(output.detach(), target), size);
    }
  }

  /** What there is so far. */
  values(): Record<string, number> {
    const entries = Object.entries(this.metrics).map(([name, metric]): [string, number] => [
      name,
      metric instanceof Metric ? metric.compute() : this.#means[name].compute(),
    ]);
    return { loss: this.#loss.compute(), ...Object.fromEntries(entries) };
  }
}
