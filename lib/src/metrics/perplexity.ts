import { noGrad } from '../autograd/no-grad.js';
import { crossEntropy } from '../loss/cross-entropy.js';
import type { Tensor } from '../tensor/tensor.js';
import { computeOnce, Metric } from './metric.js';

export interface PerplexityOptions {
  /** Label of places that do not count, such as padding; default none. */
  ignoreIndex?: number;
}

/**
 * e to the mean cross-entropy of tokens: how many equally likely tokens the model hesitates between. Takes logits
 * `[…, tokens]` and int32 labels `[…]`; NaN of nothing.
 *
 *     const m = new metrics.Perplexity();
 *     m.update(zeros(5, 4), zeros([5], { dtype: 'int32' }));
 *     m.compute() // → 4
 */
export class Perplexity extends Metric<[logits: Tensor, labels: Tensor], number> {
  readonly ignoreIndex: number | undefined;
  #loss = 0;
  #tokens = 0;

  constructor(options: PerplexityOptions = {}) {
    super();
    this.ignoreIndex = options.ignoreIndex;
  }

  /** Takes in a batch; reads both tensors. */
  update(logits: Tensor, labels: Tensor): void {
    const { ignoreIndex } = this;
    const options = ignoreIndex === undefined ? {} : { ignoreIndex };
    const losses = noGrad(() => crossEntropy(logits, labels, { reduction: 'none', ...options })).dataSync();
    // In double precision: of many tokens, a float32 sum would lose the last ones.
    for (const loss of losses) this.#loss += loss;
    for (const label of labels.dataSync()) if (label !== ignoreIndex) this.#tokens++;
  }

  compute(): number {
    return Math.exp(this.#loss / this.#tokens);
  }

  reset(): void {
    this.#loss = 0;
    this.#tokens = 0;
  }
}

/**
 * {@link Perplexity} of one batch.
 *
 *     metrics.perplexity(zeros(5, 4), zeros([5], { dtype: 'int32' })) // → 4
 */
export function perplexity(logits: Tensor, labels: Tensor, options: PerplexityOptions = {}): number {
  return computeOnce(new Perplexity(options), logits, labels);
}
