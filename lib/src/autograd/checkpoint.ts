import { GradientError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { zeros } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';
import { gradUpTo } from './backward.js';
import { listOf, type Tensors } from './derivatives.js';
import { Node, nextId } from './graph.js';
import { recordJointly } from './joint.js';
import { enableGrad, isGradEnabled } from './no-grad.js';

/**
 * Calls `f` without keeping what its backward pass needs, and computes it again when that comes: less memory for more time.
 * The gradients are the same, also those of parameters that `f` uses and of second order. Numbers drawn from the default
 * generator (dropout) are the same in both runs; other effects, such as running statistics, happen twice. Chen et al. 2016;
 *
 *     const w = tensor([3], { requiresGrad: true });
 *     autograd.checkpoint((x) => x.sin().exp(), w).sum().backward();
 *     w.grad!.shape // → [1]
 *
 * PyTorch's `torch.utils.checkpoint`.
 * @param f from the inputs to a tensor or a list of them
 * @throws GradientError in the backward pass if `f` gives something else the second time.
 *
 */
export function checkpoint<Out extends Tensors>(f: (...inputs: Tensor[]) => Out, ...inputs: Tensor[]): Out {
  if (!isGradEnabled()) return f(...inputs);
  const generator = defaultGenerator();
  const [state, start] = [generator.getState(), nextId()];
  const apart = inputs.map((x) => x.detach().requiresGrad_(x.requiresGrad));
  const given = f(...apart);
  const first = listOf(given);
  const used = [...inputs, ...capturedBy(first, new Set(apart), start)];
  if (!first.some((y) => y.requiresGrad)) return given;
  const outputs = first.map((y) => y.detach());
  const backward = (grads: (Tensor | null)[]): (Tensor | null)[] => {
    const now = generator.getState();
    generator.setState(state);
    try {
      // Recorded by the backward pass itself if that is to be differentiated again.
      const recorded = isGradEnabled();
      const xs = inputs.map((x) => (recorded && x.requiresGrad ? x.clone() : x.detach().requiresGrad_(x.requiresGrad)));
      const again = enableGrad(() => listOf(f(...xs)));
      if (again.length !== outputs.length) {
        throw new GradientError(
          `checkpoint: expected ${outputs.length} results as the first time, got ${again.length}`,
        );
      }
      const sources = used.map((x, i) => (i < xs.length ? xs[i] : x));
      const variable = sources.filter((x) => x.requiresGrad);
      const found = slopes(again, grads, variable, recorded);
      return sources.map((x) => (x.requiresGrad ? found[variable.indexOf(x)] : null));
    } finally {
      generator.setState(now);
    }
  };
  const results = recordJointly('checkpoint', outputs, used, backward);
  return (given instanceof Tensor ? results[0] : results) as Out;
}

/** Gradients of `inputs` where `grads` are those of the outputs. */
function slopes(
  outputs: readonly Tensor[],
  grads: readonly (Tensor | null)[],
  inputs: readonly Tensor[],
  createGraph: boolean,
): (Tensor | null)[] {
  const sums: (Tensor | null)[] = inputs.map(() => null);
  for (const [at, y] of outputs.entries()) {
    const gradOutput = grads[at];
    if (gradOutput === null || !y.requiresGrad) continue;
    const retainGraph = createGraph || at < outputs.length - 1;
    const found = gradUpTo(y, inputs, { gradOutput, createGraph, retainGraph, allowUnused: true, stop: true });
    for (const [i, g] of found.entries()) if (g !== null) sums[i] = sums[i]?.add(g) ?? g;
  }
  return sums;
}

/** What `outputs` depend on that was there before operation `start`, but for the known: what a function closes over. */
function capturedBy(outputs: readonly Tensor[], known: ReadonlySet<Tensor>, start: number): Tensor[] {
  const captured = new Map<Tensor | Node, Tensor>();
  const seen = new Set<Node>();
  const stack: Node[] = [];
  const visit = (target: Tensor | Node | null): void => {
    if (target === null || (target instanceof Tensor && known.has(target))) return;
    if (target instanceof Node && target.id >= start) stack.push(target);
    else captured.set(target, target instanceof Tensor ? target : resultOf(target));
  };
  for (const y of outputs) if (y.requiresGrad) visit(y.gradFn ?? y);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    node.next.forEach(visit);
  }
  return [...captured.values()];
}

/** A tensor that stands for the result of an operation in the graph; its values do not matter. */
function resultOf(node: Node): Tensor {
  const result = zeros([]);
  result.attach(node);
  return result;
}
