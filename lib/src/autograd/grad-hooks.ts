import { GradientError, ShapeError, shapeText } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import type { Node } from './graph.js';
import { Hooks } from './hooks.js';

/** Sees the gradient of a tensor; a tensor that it returns takes the gradient's place. */
export type GradHook = (grad: Tensor) => unknown;
/** Sees a leaf whose `.grad` is complete for this backward pass. */
export type PostAccumulateHook = (leaf: Tensor) => void;

/** The hooks of a leaf. */
export class LeafHooks {
  readonly before = new Hooks<GradHook>();
  readonly after = new Hooks<PostAccumulateHook>();
}

/** The hooks of a leaf or of the operation that made a tensor. Throws a GradientError if it can have no gradient. */
export function gradHooksOf(where: string, x: Tensor): Hooks<GradHook> {
  checkRequiresGrad(where, x);
  if (x.gradFn === null) return leafHooksOf(x).before;
  x.gradFn.hooks ??= new Hooks();
  return x.gradFn.hooks;
}

/** Throws a GradientError unless `x` is a leaf that requires a gradient. */
export function postHooksOf(where: string, x: Tensor): Hooks<PostAccumulateHook> {
  checkRequiresGrad(where, x);
  if (x.gradFn !== null) {
    throw new GradientError(
      `${where}: expected a leaf, got a result of ${x.gradFn.name}; use registerHook for results`,
    );
  }
  return leafHooksOf(x).after;
}

/** Throws a GradientError unless `x` requires a gradient. */
export function checkRequiresGrad(where: string, x: Tensor): void {
  if (x.requiresGrad) return;
  const got = `got one of shape ${shapeText(x.shape)} without`;
  throw new GradientError(`${where}: expected a tensor that requires a gradient, ${got}; call .requiresGrad_() first`);
}

/** The gradient after every hook has seen it. */
export function runGradHooks(hooks: Iterable<GradHook>, grad: Tensor): Tensor {
  let now = grad;
  for (const hook of hooks) {
    const given = hook(now);
    if (!(given instanceof Tensor)) continue;
    if (!sameShape(given.shape, grad.shape)) {
      const shapes = `${shapeText(grad.shape)}, got ${shapeText(given.shape)}`;
      throw new ShapeError(`registerHook: expected the hook to return a gradient of shape ${shapes}`);
    }
    now = given;
  }
  return now;
}

/** Whether hooks wait for the whole gradient of a leaf or of a recorded operation. */
export function isHooked(target: Tensor | Node): boolean {
  return target.hooks !== null;
}

function leafHooksOf(x: Tensor): LeafHooks {
  x.hooks ??= new LeafHooks();
  return x.hooks;
}
