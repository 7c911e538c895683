import { ValueError } from '../../errors.js';
import { Tensor } from '../../tensor/tensor.js';
import { chance, type SeedOptions } from '../seed.js';
import { checkNumSamples } from './random-sampler.js';
import { SeededSampler } from './seeded-sampler.js';

export interface WeightedRandomSamplerOptions extends SeedOptions {
  /** Whether a sample may be drawn again; default true. */
  replacement?: boolean;
}

/**
 * Draws `numSamples` samples an epoch, each with a chance in proportion to its weight: 1 over the size of its class
 * makes rare classes as frequent as common ones. Weights need not add up to 1.
 *
 *     [...new data.WeightedRandomSampler([0, 1, 0], 4)] // → [1, 1, 1, 1]
 *
 * @throws ValueError for a negative weight, or without replacement if fewer than `numSamples` weights are above 0.
 */
export class WeightedRandomSampler extends SeededSampler {
  readonly length: number;
  readonly replacement: boolean;
  readonly #weights: Float64Array;

  constructor(
    weights: Tensor | ArrayLike<number>,
    numSamples: number,
    { replacement = true, ...seed }: WeightedRandomSamplerOptions = {},
  ) {
    super(seed);
    checkNumSamples('WeightedRandomSampler', numSamples);
    this.#weights = Float64Array.from(weights instanceof Tensor ? weights.dataSync() : weights);
    const wrong = this.#weights.find((weight) => !(weight >= 0 && weight < Infinity));
    if (wrong !== undefined) {
      throw new ValueError(`WeightedRandomSampler: weights must be finite and at least 0, got ${wrong}`);
    }
    const possible = this.#weights.filter((weight) => weight > 0).length;
    if (possible < (replacement ? 1 : numSamples)) {
      const rule = replacement ? 'a weight above 0' : `${numSamples} weights above 0 to draw without replacement`;
      throw new ValueError(`WeightedRandomSampler: expected ${rule}, got ${possible}`);
    }
    this.length = numSamples;
    this.replacement = replacement;
  }

  protected draw(): Int32Array {
    return this.replacement ? this.#drawAnew() : this.#drawOnce();
  }

  /** Looks a uniform number up in the sums of the weights. */
  #drawAnew(): Int32Array {
    const sums = new Float64Array(this.#weights.length);
    let total = 0;
    for (let i = 0; i < sums.length; i++) sums[i] = total += this.#weights[i];
    return Int32Array.from({ length: this.length }, () => {
      const mark = chance(this.generator) * total;
      let [low, high] = [0, sums.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sums[middle] > mark) high = middle;
        else low = middle + 1;
      }
      return low;
    });
  }

  /** Exponential waiting times with the weights as rates: the first to arrive (Efraimidis and Spirakis 2006). */
  #drawOnce(): Int32Array {
    const waits = this.#weights.map((weight) => -Math.log(1 - chance(this.generator)) / weight);
    const places = Int32Array.from(waits.keys()).filter((i) => this.#weights[i] > 0);
    return places.sort((a, b) => waits[a] - waits[b]).subarray(0, this.length);
  }
}
