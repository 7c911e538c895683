import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import type { Module } from '../nn/module.js';
import type { StateDict } from '../nn/state-dict.js';
import type { Tensor } from '../tensor/tensor.js';

/** A running average of a module's weights; call `update` after each step (or epoch) of the optimiser. */
abstract class WeightAverage {
  readonly module: Module;
  /** How often `update` was called. */
  updates = 0;
  #average: Map<Tensor, Tensor>;

  constructor(module: Module) {
    this.module = module;
    this.#average = new Map(module.parameters().map((p) => [p, p.detach()]));
  }

  /** Takes in the weights as they are now. */
  update(): void {
    const share = this.share(++this.updates);
    noGrad(() => {
      for (const [p, average] of this.#average) average.add_(p.sub(average), { alpha: share });
    });
  }

  /** The averages by parameter name, as `loadStateDict(…, {strict: false})` takes them. */
  averages(): StateDict {
    const named = this.module.namedParameters();
    return Object.fromEntries(named.map(([name, p]) => [name, this.#average.get(p)!.detach()]));
  }

  /** Runs `body` while the module has the averaged weights, then gives it its own back. */
  use<T>(body: () => T): T {
    const own = new Map([...this.#average.keys()].map((p) => [p, p.detach()]));
    copyInto(this.#average);
    try {
      return body();
    } finally {
      copyInto(own);
    }
  }

  /** Gives the module the averaged weights for good. */
  copyTo(): void {
    copyInto(this.#average);
  }

  /** Weight of the new values in the average after this update. */
  protected abstract share(update: number): number;
}

/** Exponential moving average: average ← decay·average + (1 − decay)·weights. Polyak and Juditsky 1992. */
export class EMA extends WeightAverage {
  readonly decay: number;

  constructor(module: Module, options: { decay?: number } = {}) {
    super(module);
    this.decay = options.decay ?? 0.999;
    if (!(this.decay >= 0 && this.decay < 1)) {
      throw new ValueError(`EMA: decay must be from 0 to below 1, got ${this.decay}`);
    }
  }

  protected share(): number {
    return 1 - this.decay;
  }
}

/**
 * The plain mean of the weights at each `update`. Batch normalisation needs a pass over the data in training mode with
 * the averaged weights before they are used. Izmailov et al. 2018.
 */
export class SWA extends WeightAverage {
  protected share(update: number): number {
    return 1 / update;
  }
}

function copyInto(values: ReadonlyMap<Tensor, Tensor>): void {
  noGrad(() => {
    // A copy of its own: the average goes on changing in place.
    for (const [p, value] of values) p.copy_(value.clone());
  });
}
