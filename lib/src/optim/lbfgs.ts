import { enableGrad, noGrad } from '../autograd/no-grad.js';
import { pin } from '../backend/memory.js';
import { GradientError, ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkNumber, Optimizer, type OptimizerParams, type ParamState } from './optimizer.js';
import { strongWolfe } from './strong-wolfe.js';

export interface LBFGSOptions {
  /** Length of a step along the direction; default 1. */
  lr: number;
  /** Iterations in one `step`; default 20. */
  maxIter: number;
  /** Evaluations of the loss in one `step`; default 1.25·maxIter. */
  maxEval: number | null;
  /** Ends when no gradient is larger; default 1e-7. */
  toleranceGrad: number;
  /** Ends when step and loss change less; default 1e-9. */
  toleranceChange: number;
  /** How many steps the curvature is estimated from; default 10. */
  historySize: number;
  /** `'strongWolfe'` searches the length of each step; default `null`: always `lr`. */
  lineSearch: 'strongWolfe' | null;
}

type Vector = Float64Array;

/** Read from the state at the beginning of a step and written to it at the end, so that a resumed run is the same. */
interface Memory {
  iterations: number;
  direction: Vector;
  length: number;
  scale: number;
  gradient: Vector;
  steps: Vector[];
  changes: Vector[];
}

/**
 * Quasi-Newton method with limited memory for losses of the whole set, Nocedal 1980: one group of parameters, and `step`
 * takes a function that clears the gradients, calls `backward` and returns the loss. The vectors are kept in the host's
 * memory in float64.
 *
 *     const w = tensor([3], { requiresGrad: true });
 *     const optimizer = new optim.LBFGS([w]);
 *     optimizer.step(() => { optimizer.zeroGrad(); const loss = w.mul(w).sum(); loss.backward(); return loss; });
 *     Math.abs(w.item()) < 0.1 // → true
 */
export class LBFGS extends Optimizer<LBFGSOptions> {
  constructor(params: OptimizerParams<LBFGSOptions>, options: Partial<LBFGSOptions> = {}) {
    super(params, {
      lr: 1,
      maxIter: 20,
      maxEval: null,
      toleranceGrad: 1e-7,
      toleranceChange: 1e-9,
      historySize: 10,
      lineSearch: null,
      ...options,
    });
    if (this.paramGroups.length !== 1) {
      throw new ValueError(`LBFGS: expected one group of parameters, got ${this.paramGroups.length}`);
    }
  }

  /** Runs up to `maxIter` iterations; gives back the loss at the beginning. */
  override step(closure?: () => Tensor): Tensor {
    if (closure === undefined) {
      throw new ValueError('LBFGS.step: expected a function that gives the loss, got none; step(() => loss)');
    }
    const [group] = this.paramGroups;
    const { lr, maxIter, toleranceGrad, toleranceChange, lineSearch } = group;
    const maxEval = group.maxEval ?? Math.floor((maxIter * 5) / 4);
    const start = enableGrad(closure);
    let loss = start.item();
    let gradient = this.#gradient();
    if (largest(gradient) <= toleranceGrad) return start;
    const memory = this.#recall(gradient.length);
    let position = this.#position();
    let evaluations = 1;
    const at = (x: Vector): [number, Vector] => {
      this.#moveTo(x);
      evaluations++;
      return [enableGrad(closure).item(), this.#gradient()];
    };
    for (let n = 1; n <= maxIter; n++) {
      const first = memory.iterations++ === 0;
      if (first) memory.direction = gradient.map((g) => -g);
      else this.#turn(memory, gradient, group.historySize);
      memory.gradient = gradient;
      memory.length = first ? Math.min(1, 1 / total(gradient)) * lr : lr;
      const slope = dot(gradient, memory.direction);
      if (slope > -toleranceChange) break;
      const before = loss;
      const from = position;
      const along = (length: number) => plus(from, length, memory.direction);
      if (lineSearch === 'strongWolfe') {
        const line = (length: number): [number, number, Vector] => {
          const [value, g] = at(along(length));
          return [value, dot(g, memory.direction), g];
        };
        const found = strongWolfe(line, { value: loss, slope, gradient }, memory.length, maxEval - evaluations);
        [memory.length, loss, gradient] = [found.length, found.value, found.gradient];
        position = along(memory.length);
      } else {
        position = along(memory.length);
        if (n < maxIter) [loss, gradient] = at(position);
      }
      if (n === maxIter || evaluations >= maxEval || largest(gradient) <= toleranceGrad) break;
      if (largest(memory.direction) * memory.length <= toleranceChange) break;
      if (Math.abs(loss - before) < toleranceChange) break;
    }
    this.#moveTo(position);
    this.#keep(memory);
    return start;
  }

  protected checkOptions(options: LBFGSOptions): void {
    checkNumber('LBFGS', 'lr', options.lr, 0);
    checkNumber('LBFGS', 'maxIter', options.maxIter, 1);
    checkNumber('LBFGS', 'historySize', options.historySize, 1);
    if (options.lineSearch !== null && options.lineSearch !== 'strongWolfe') {
      throw new ValueError(`LBFGS: lineSearch must be 'strongWolfe' or null, got '${options.lineSearch}'`);
    }
  }

  /** Never reached: the parameters move together, in {@link step}. */
  protected update(): void {
    throw new ValueError('LBFGS.update: parameters move together, got one alone; call step');
  }

  protected override checkState(index: number, kept: ParamState): void {
    const size = this.#params().reduce((sum, p) => sum + p.numel(), 0);
    const got = (kept.direction as Tensor | undefined)?.shape ?? [];
    if (index === 0 && got[1] === size) return;
    const rule = `expected vectors of ${size} values`;
    throw new ShapeError(`optimizer.loadStateDict: ${rule}, got ${shapeText(got)} for parameter ${index}`);
  }

  /** The new direction, −H·gradient, with H from the remembered steps (the two-loop recursion). */
  #turn(memory: Memory, gradient: Vector, historySize: number): void {
    const change = plus(gradient, -1, memory.gradient);
    const step = memory.direction.map((d) => d * memory.length);
    const curvature = dot(change, step);
    if (curvature > 1e-10) {
      if (memory.steps.length === historySize) {
        memory.steps.shift();
        memory.changes.shift();
      }
      memory.steps.push(step);
      memory.changes.push(change);
      memory.scale = curvature / dot(change, change);
    }
    const { steps, changes } = memory;
    const weights = new Array<number>(steps.length);
    let direction: Vector = gradient.map((g) => -g);
    for (let i = steps.length - 1; i >= 0; i--) {
      weights[i] = dot(steps[i], direction) / dot(changes[i], steps[i]);
      direction = plus(direction, -weights[i], changes[i]);
    }
    direction = direction.map((d) => d * memory.scale);
    for (const [i, s] of steps.entries()) {
      const back = dot(changes[i], direction) / dot(changes[i], s);
      direction = plus(direction, weights[i] - back, s);
    }
    memory.direction = direction;
  }

  #gradient(): Vector {
    if (this.#params().every((p) => p.grad === null)) {
      throw new GradientError('LBFGS.step: no parameter has a gradient, got a closure without loss.backward()');
    }
    return joined(this.#params().map((p) => (p.grad === null ? new Float32Array(p.numel()) : p.grad.dataSync())));
  }

  #position(): Vector {
    return joined(this.#params().map((p) => p.dataSync()));
  }

  #moveTo(position: Vector): void {
    noGrad(() => {
      let from = 0;
      for (const p of this.#params()) {
        const values = Float32Array.from(position.subarray(from, from + p.numel()));
        p.copy_(fromValues(values, p.shape, 'float32'));
        from += values.length;
      }
    });
  }

  #params(): Tensor[] {
    return this.paramGroups[0].params;
  }

  #recall(size: number): Memory {
    const kept = this.state.get(this.#params()[0]) as Record<string, Tensor> | undefined;
    const rows = (name: string): Vector[] => {
      const values = kept === undefined ? new Float64Array(0) : Float64Array.from(kept[name].dataSync());
      return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
    };
    const numbers = (kept ?? { iterations: 0, length: 0, scale: 1 }) as unknown as Record<string, number>;
    return {
      iterations: numbers.iterations,
      direction: rows('direction')[0] ?? new Float64Array(size),
      length: numbers.length,
      scale: numbers.scale,
      gradient: rows('gradient')[0] ?? new Float64Array(size),
      steps: rows('steps'),
      changes: rows('changes'),
    };
  }

  #keep(memory: Memory): void {
    const row = (rows: Vector[]): Tensor => {
      const values = Float32Array.from(joined(rows));
      const kept = fromValues(values, [rows.length, memory.direction.length], 'float32');
      // A step inside a scope must not lose it.
      pin(kept.buffer);
      return kept;
    };
    const state: ParamState = {
      iterations: memory.iterations,
      length: memory.length,
      scale: memory.scale,
      direction: row([memory.direction]),
      gradient: row([memory.gradient]),
      steps: row(memory.steps),
      changes: row(memory.changes),
    };
    this.state.set(this.#params()[0], state);
  }
}

function joined(parts: readonly ArrayLike<number>[]): Vector {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function plus(a: Vector, factor: number, b: Vector): Vector {
  return a.map((v, i) => v + factor * b[i]);
}

function largest(a: Vector): number {
  return a.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
}

function total(a: Vector): number {
  return a.reduce((sum, v) => sum + Math.abs(v), 0);
}
