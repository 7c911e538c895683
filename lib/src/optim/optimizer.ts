import { isAnomalyEnabled } from '../autograd/anomaly.js';
import { enableGrad, noGrad } from '../autograd/no-grad.js';
import type { Buffer } from '../backend/buffer.js';
import { closeFrame, openFrame, pin } from '../backend/memory.js';
import { AnomalyError, GradientError, ShapeError, shapeText, ValueError } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';

/** Parameters that share options: `{params: net.head.parameters(), lr: 1e-3}`. */
export type ParamGroupInit<Options> = { params: Iterable<Tensor> } & Partial<Options>;

/** Parameters, or groups of them with options of their own. */
export type OptimizerParams<Options> = Iterable<Tensor> | Iterable<ParamGroupInit<Options>>;

/** A group with every option filled in; its options may be changed between steps, e.g. `group.lr *= 0.1`. */
export type ParamGroup<Options> = { params: Tensor[] } & Options;

/** What an optimiser keeps for one parameter, such as its momentum. */
export type ParamState = Record<string, Tensor | number>;

/** As PyTorch's: parameters are numbered through all groups. */
export interface OptimizerState<Options> {
  state: Record<number, ParamState>;
  paramGroups: ({ params: number[] } & Options)[];
}

/** What every optimiser but L-BFGS takes, for a group too. */
export interface PenaltyOptions {
  /** Factor of a penalty on the sum of magnitudes, added to the gradient as l1Decay·sign(p): draws to 0. Default 0. */
  l1Decay?: number;
}

/**
 * Base of all optimisers: parameter groups, their state, and the checks around one step.
 *
 *     new optim.SGD([ones(1, { requiresGrad: true })], { lr: 0.1 }) instanceof optim.Optimizer // → true
 */
export abstract class Optimizer<Options extends object = { lr: number }> {
  /** The groups; options can be read and changed here. */
  readonly paramGroups: ParamGroup<Options>[] = [];
  protected readonly state = new Map<Tensor, ParamState>();
  readonly #defaults: Options;
  #warned = false;

  constructor(params: OptimizerParams<Options>, defaults: Options) {
    this.#defaults = defaults;
    if (typeof (params as { [Symbol.iterator]?: unknown })?.[Symbol.iterator] !== 'function') {
      const got = (params as object | undefined)?.constructor.name ?? String(params);
      const fix = 'pass net.parameters(), or a list of tensors';
      throw new ValueError(`${this.constructor.name}: expected parameters, got ${got}; ${fix}`);
    }
    const given = [...params] as (Tensor | ParamGroupInit<Options>)[];
    const where = this.constructor.name;
    if (given.length === 0) throw new ValueError(`${where}: expected at least one parameter, got an empty list`);
    if ('params' in given[0]) for (const group of given) this.addParamGroup(group as ParamGroupInit<Options>);
    else this.addParamGroup({ params: given as Tensor[] } as unknown as ParamGroupInit<Options>);
  }

  /** Adds parameters with options of their own; what the group leaves out is as for the optimiser. */
  addParamGroup(group: ParamGroupInit<Options>): void {
    const params = [...group.params];
    const known = new Set(this.paramGroups.flatMap((other) => other.params));
    for (const [i, param] of params.entries()) {
      const shape = shapeText(param.shape);
      if (param.gradFn !== null) {
        const got = `number ${i}, ${shape}, made by ${param.gradFn.name}`;
        throw new ValueError(`${this.constructor.name}: parameters must not be results of operations, got ${got}`);
      }
      if (known.has(param)) {
        throw new ValueError(`${this.constructor.name}: a parameter may appear once, got number ${i}, ${shape}, twice`);
      }
      known.add(param);
    }
    const complete = { ...this.#defaults, ...group, params };
    this.checkOptions(complete);
    checkNumber(this.constructor.name, 'l1Decay', l1DecayOf(complete), 0);
    this.paramGroups.push(complete);
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const param of group.params) param.grad = null;
  }

  /**
   * Changes every parameter that has a gradient. Throws a GradientError when none has. Warns once when gradients still hold
   * those of an earlier step, because `zeroGrad` was forgotten; inside `autograd.detectAnomaly` that is an AnomalyError.
   * @param closure computes the loss and its gradients first; its result is given back
   */
  step(closure?: () => Tensor): Tensor | undefined {
    const loss = closure === undefined ? undefined : enableGrad(closure);
    let found = false;
    noGrad(() => {
      for (const group of this.paramGroups) {
        for (const param of group.params) {
          if (param.grad === null) continue;
          found = true;
          if (param.grad.use === 'stale') this.#tellStale();
          this.#updateTidily(param, param.grad, group);
          param.grad.use = 'taken';
        }
      }
    });
    if (found) return loss;
    const count = this.paramGroups.reduce((sum, group) => sum + group.params.length, 0);
    throw new GradientError(
      `optimizer.step: no parameter has a gradient, got ${count} without one; call loss.backward() first`,
    );
  }

  /** A snapshot of options and state that `loadStateDict` takes. */
  stateDict(): OptimizerState<Options> {
    const state: Record<number, ParamState> = {};
    for (const [index, param] of this.#allParams().entries()) {
      const kept = this.state.get(param);
      if (kept !== undefined) state[index] = noGrad(() => mapTensors(kept, (tensor) => tensor.detach()));
    }
    let next = 0;
    const paramGroups = this.paramGroups.map((group) => ({ ...group, params: group.params.map(() => next++) }));
    return { state, paramGroups };
  }

  /** Restores a snapshot. Throws a ValueError or ShapeError when groups or shapes differ; then nothing is changed. */
  loadStateDict(saved: OptimizerState<Options>): void {
    const sizes = this.paramGroups.map((group) => group.params.length);
    const savedSizes = saved.paramGroups.map((group) => group.params.length);
    if (!sameShape(sizes, savedSizes)) {
      throw new ValueError(
        `optimizer.loadStateDict: expected groups of ${shapeText(sizes)} parameters, got ${shapeText(savedSizes)}`,
      );
    }
    const params = this.#allParams();
    for (const [index, kept] of Object.entries(saved.state))
      this.checkState(Number(index), kept, params[Number(index)]);
    for (const [i, group] of saved.paramGroups.entries()) {
      Object.assign(this.paramGroups[i], { ...group, params: this.paramGroups[i].params });
    }
    this.state.clear();
    for (const [index, kept] of Object.entries(saved.state)) {
      this.state.set(
        params[Number(index)],
        noGrad(() => mapTensors(kept, (tensor) => tensor.detach())),
      );
    }
  }

  /** Throws a ValueError for options that make no sense. */
  protected abstract checkOptions(options: Options): void;

  /** Changes one parameter in place; called without recording. */
  protected abstract update(param: Tensor, grad: Tensor, options: Options): void;

  /** Throws a ShapeError for saved state that is not of this parameter. */
  protected checkState(index: number, kept: ParamState, param: Tensor | undefined): void {
    checkState(index, kept, param);
  }

  #tellStale(): void {
    const message =
      'optimizer.step: expected gradients of this step alone, got sums with those of an earlier step; ' +
      'call optimizer.zeroGrad() before loss.backward()';
    if (isAnomalyEnabled()) throw new AnomalyError(message);
    if (!this.#warned) console.warn(message);
    this.#warned = true;
  }

  /** Gives back at once what the update only needed on the way. */
  #updateTidily(param: Tensor, grad: Tensor, options: Options): void {
    const kept = new Set<Buffer>();
    openFrame();
    try {
      const l1Decay = l1DecayOf(options);
      this.update(param, l1Decay === 0 ? grad : grad.add(param.sign().mul(l1Decay)), options);
    } finally {
      for (const value of Object.values(this.state.get(param) ?? {})) {
        if (typeof value !== 'number') kept.add(value.buffer);
      }
      closeFrame((buffer) => kept.has(buffer), 'optimizer.step, as a temporary of it');
      for (const buffer of kept) pin(buffer);
    }
  }

  #allParams(): Tensor[] {
    return this.paramGroups.flatMap((group) => group.params);
  }
}

function l1DecayOf(options: object): number {
  return (options as PenaltyOptions).l1Decay ?? 0;
}

/** Throws a ValueError unless `value` is a number of at least `least`, and below `below` if that is given. */
export function checkNumber(where: string, name: string, value: number, least: number, below = Infinity): void {
  if (value >= least && value < below) return;
  const range = below === Infinity ? `at least ${least}` : `at least ${least} and below ${below}`;
  throw new ValueError(`${where}: ${name} must be ${range}, got ${value}`);
}

function mapTensors(state: ParamState, map: (tensor: Tensor) => Tensor): ParamState {
  const entries = Object.entries(state).map(([name, value]) => [name, typeof value === 'number' ? value : map(value)]);
  return Object.fromEntries(entries);
}

function checkState(index: number, state: ParamState, param: Tensor | undefined): void {
  if (param === undefined) {
    throw new ValueError(`optimizer.loadStateDict: state must belong to a parameter, got state of number ${index}`);
  }
  for (const [name, value] of Object.entries(state)) {
    if (typeof value === 'number' || sameShape(value.shape, param.shape)) continue;
    const shapes = `${shapeText(param.shape)}, got ${shapeText(value.shape)}`;
    throw new ShapeError(`optimizer.loadStateDict: expected ${name} of parameter ${index} to have shape ${shapes}`);
  }
}
