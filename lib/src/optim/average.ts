import { noGrad } from '../autograd/no-grad.js';
import { ShapeError, shapeText, ValueError } from '../errors.js';
import type { Module } from '../nn/module.js';
import type { StateDict } from '../nn/state-dict.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';

/** What {@link EMA} and {@link SWA} save. */
export interface AverageState {
  updates: number;
  averages: StateDict;
}

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

  /** A snapshot that `loadStateDict` takes. */
  stateDict(): AverageState {
    return { updates: this.updates, averages: this.averages() };
  }

  /** Restores a snapshot. Throws a ValueError or ShapeError when names or shapes differ; then nothing is changed. */
  loadStateDict({ updates, averages }: AverageState): void {
    const where = `${this.constructor.name}.loadStateDict`;
    const named = this.module.namedParameters();
    const names = named.map(([name]) => name);
    const [missing, unexpected] = [
      names.filter((name) => !(name in averages)),
      Object.keys(averages).filter((name) => !names.includes(name)),
    ];
    if (missing.length + unexpected.length > 0) {
      const got = `missing ${missing.join(', ') || 'none'}; unexpected ${unexpected.join(', ') || 'none'}`;
      throw new ValueError(`${where}: expected the parameters of the module, got ${got}`);
    }
    for (const [name, p] of named) {
      if (sameShape(p.shape, averages[name].shape)) continue;
      const shapes = `${shapeText(p.shape)}, got ${shapeText(averages[name].shape)}`;
      throw new ShapeError(`${where}: expected ${name} of shape ${shapes}`);
    }
    this.updates = updates;
    this.#average = new Map(named.map(([name, p]) => [p, averages[name].detach()]));
  }

  /** Weight of the new values in the average after this update. */
  protected abstract share(update: number): number;
}

/**
 * Exponential moving average: average ← decay·average + (1 − decay)·weights. Polyak and Juditsky 1992.
 *
 *     const net = new nn.Linear(2, 1);
 *     const ema = new optim.EMA(net, { decay: 0.99 });
 *     ema.update();
 *     ema.decay // → 0.99
 */
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
 *
 *     const net = new nn.Linear(2, 1);
 *     const swa = new optim.SWA(net);
 *     swa.update();
 *     swa.use(() => net(ones(1, 2)).shape) // → [1, 1]
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
