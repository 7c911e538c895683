import type { Buffer } from '../backend/buffer.js';
import { closeFrame, free, openFrame } from '../backend/memory.js';
import { DTypeError, GradientError, ShapeError, shapeText } from '../errors.js';
import { onesLike } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';
import { checkedStep, isAnomalyEnabled } from './anomaly.js';
import { isHooked, runGradHooks } from './grad-hooks.js';
import type { Node } from './graph.js';
import { withGrad } from './no-grad.js';

export interface BackwardOptions {
  /** Keep the graph, to go through it again. Default: the value of `createGraph`. */
  retainGraph?: boolean;
  /** Record the backward pass itself, for second derivatives. Default `false`. */
  createGraph?: boolean;
}

interface WalkOptions extends BackwardOptions {
  /** Go no further than what is wanted. */
  stop?: boolean;
}

export interface GradOptions extends BackwardOptions {
  /** Gradient of the output, of its shape; needed unless it has one element. */
  gradOutput?: Tensor;
  /** Give `null` for an input that the output does not depend on; otherwise that is an error. Default `false`. */
  allowUnused?: boolean;
}

/**
 * Adds the gradient of `root` to `.grad` of every leaf it depends on.
 * @throws GradientError if `root` does not depend on a tensor that requires a gradient, or was already used.
 */
export function backward(root: Tensor, gradient?: Tensor, options: BackwardOptions = {}): void {
  const seed = seedOf('backward', root, gradient);
  walk(
    root,
    seed,
    options,
    (leaf, grad) => (leaf as Tensor).accumulate(grad),
    undefined,
    (leaf) => {
      for (const hook of leaf.hooks?.after ?? []) hook(leaf);
    },
  );
}

/**
 * Gradients of `output` with respect to `inputs`, without touching any `.grad`. PyTorch's `torch.autograd.grad`.
 *
 *     const x = tensor(3, { requiresGrad: true });
 *     autograd.grad(x.mul(x), [x])[0] // → 6
 *
 * @throws GradientError for an input that `output` does not depend on, unless `allowUnused`.
 */
export function grad(output: Tensor, inputs: Tensor | readonly Tensor[], options: GradOptions = {}): (Tensor | null)[] {
  return gradUpTo(output, Array.isArray(inputs) ? inputs : [inputs as Tensor], options);
}

/** Like {@link grad}; with `stop` it leaves alone what the inputs were computed from. */
export function gradUpTo(
  output: Tensor,
  inputs: readonly Tensor[],
  options: GradOptions & WalkOptions,
): (Tensor | null)[] {
  const seed = seedOf('autograd.grad', output, options.gradOutput);
  const found = new Map<Tensor | Node, Tensor>();
  const wanted = new Set<Tensor | Node>(inputs.map((x) => x.gradFn ?? x));
  walk(output, seed, options, (target, g) => add(found, target, g), wanted);
  return inputs.map((x, i) => {
    const g = found.get(x.gradFn ?? x);
    if (g === undefined && options.allowUnused !== true) {
      throw new GradientError(
        `autograd.grad: the output does not depend on input ${i} of shape ${shapeText(x.shape)}; ` +
          'pass { allowUnused: true } to get null for it',
      );
    }
    return g ?? null;
  });
}

function seedOf(where: string, root: Tensor, gradient: Tensor | undefined): Tensor {
  if (!root.requiresGrad) {
    throw new GradientError(
      `${where}: the tensor of shape ${shapeText(root.shape)} does not require a gradient; ` +
        'it was computed under noGrad, was detached, or no input has requiresGrad',
    );
  }
  if (gradient !== undefined) {
    if (gradient.shape.join() !== root.shape.join()) {
      const got = shapeText(gradient.shape);
      throw new ShapeError(`${where}: expected a gradient of shape ${shapeText(root.shape)}, got ${got}`);
    }
    if (gradient.dtype !== 'float32') {
      throw new DTypeError(`${where}: expected a float32 gradient, got ${gradient.dtype}; convert with .to('float32')`);
    }
    return gradient;
  }
  if (root.numel() !== 1) {
    throw new GradientError(
      `${where}: expected a single value, got shape ${shapeText(root.shape)}; call .sum() or .mean() first, ` +
        'or pass the gradient of the output',
    );
  }
  return onesLike(root);
}

/** Takes a finished gradient; returns the tensor that now holds it. */
type Sink = (target: Tensor | Node, grad: Tensor) => Tensor;

/**
 * Goes through the graph from `root`, each node once, after all that use it. Gradients go to `sink` as they come, those of
 * a leaf with hooks as one sum, after which `complete` is called.
 */
function walk(
  root: Tensor,
  seed: Tensor,
  options: WalkOptions,
  sink: Sink,
  wanted?: ReadonlySet<unknown>,
  complete: (leaf: Tensor) => void = () => {},
): void {
  const createGraph = options.createGraph === true;
  const retain = options.retainGraph ?? createGraph;
  const wants = (target: Tensor | Node) => wanted === undefined || wanted.has(target);
  const start = root.gradFn ?? root;
  const uses = countUses(start);
  const pending = new Map<Node | Tensor, Tensor>([[start, seed]]);
  const ready: (Node | Tensor)[] = [start];
  const temporaries = new Temporaries();
  /** The gradient after the hooks, which may keep what they see. */
  const hooked = (target: Node | Tensor, grad: Tensor): Tensor => {
    temporaries.hand(grad);
    const result = runGradHooks(target instanceof Tensor ? (target.hooks?.before ?? []) : (target.hooks ?? []), grad);
    temporaries.hand(result);
    return result;
  };
  const finishLeaf = (leaf: Tensor, grad: Tensor): void => {
    if (!wants(leaf)) return;
    temporaries.hand(sink(leaf, isHooked(leaf) ? hooked(leaf, grad) : grad));
    complete(leaf);
  };
  withGrad(createGraph, () => {
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
      let grad = pending.get(node);
      pending.delete(node);
      if (node instanceof Tensor) {
        if (grad !== undefined) finishLeaf(node, grad);
        continue;
      }
      if (grad !== undefined) {
        if (isHooked(node)) grad = hooked(node, grad);
        if (node.retaining !== null) temporaries.hand(node.retaining.accumulate(grad));
        if (wanted?.has(node)) temporaries.hand(sink(node, grad));
        if (options.stop === true && wanted?.has(node)) continue;
        // Its user may keep the gradient.
        if (node.foreign) temporaries.hand(grad);
      }
      const tidy = !createGraph && !node.foreign;
      if (tidy) openFrame();
      try {
        const grads = grad === undefined ? [] : step(node, grad);
        node.next.forEach((target, i) => {
          const g = grads[i];
          if (target === null) return;
          if (target instanceof Tensor && !uses.has(target)) {
            if (g && wants(target)) temporaries.hand(sink(target, g));
            return;
          }
          if (g) add(pending, target, g);
          const left = uses.get(target)! - 1;
          uses.set(target, left);
          // Also without a gradient: what lies below may get one along another path and waits for this use.
          if (left === 0) ready.push(target);
        });
      } finally {
        if (tidy) temporaries.close(pending, grad);
      }
      if (!retain) node.release();
    }
  });
}

function step(node: Node, grad: Tensor): (Tensor | null)[] {
  return isAnomalyEnabled() ? checkedStep(node, grad, () => node.run(grad)) : node.run(grad);
}

/** Gives the gradients that only this walk has seen back as soon as they are used up. */
class Temporaries {
  readonly #made = new Set<Buffer>();
  readonly #handedOver = new Set<Buffer>();

  /** Notes a gradient that a caller now holds. */
  hand(grad: Tensor): void {
    this.#handedOver.add(grad.buffer);
  }

  /** Ends the frame of one node, whose incoming gradient was `used`. */
  close(pending: ReadonlyMap<unknown, Tensor>, used: Tensor | undefined): void {
    const isKept = (buffer: Buffer) => this.#handedOver.has(buffer) || holds(pending, buffer);
    closeFrame((buffer) => {
      const kept = isKept(buffer);
      if (kept) this.#made.add(buffer);
      return kept;
    }, 'backward, as a temporary of it');
    if (used !== undefined && this.#made.has(used.buffer) && !isKept(used.buffer)) {
      free(used.buffer, 'backward, as a temporary of it');
    }
  }
}

/** A loop, as both are few: a set for each node would cost more than the node. */
function holds(grads: ReadonlyMap<unknown, Tensor>, buffer: Buffer): boolean {
  for (const g of grads.values()) if (g.buffer === buffer) return true;
  return false;
}

function add<K>(sums: Map<K, Tensor>, key: K, g: Tensor): Tensor {
  const before = sums.get(key);
  const sum = before === undefined ? g : before.add(g);
  sums.set(key, sum);
  return sum;
}

/** How many recorded operations use each leaf with hooks and the result of each node below `root`. */
function countUses(root: Node | Tensor): Map<Node | Tensor, number> {
  const uses = new Map<Node | Tensor, number>();
  const stack = [root];
  const seen = new Set<Node | Tensor>([root]);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node instanceof Tensor) continue;
    for (const target of node.next) {
      if (target === null || (target instanceof Tensor && !isHooked(target))) continue;
      uses.set(target, (uses.get(target) ?? 0) + 1);
      if (!seen.has(target)) {
        seen.add(target);
        stack.push(target);
      }
    }
  }
  return uses;
}
