import { recordJointly } from '../autograd/joint.js';
import { isGradEnabled } from '../autograd/no-grad.js';
import { GradientError, ShapeError, shapeText } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import type { Module } from './module.js';

/** One gradient a tensor, `null` where none came. */
type Grads = readonly (Tensor | null)[];

/** Sees the gradients of a call's arguments and results; a list that it returns takes the place of the former. */
export type FullBackwardHook = (module: Module, gradInput: Grads, gradOutput: Grads) => unknown;
/** Sees the gradients of a call's results; a list that it returns takes their place. */
export type FullBackwardPreHook = (module: Module, gradOutput: Grads) => unknown;

/** Calls `forward` between two recorded operations that do nothing but tell the hooks of the gradients. */
export function runWithBackwardHooks(
  module: Module,
  args: readonly unknown[],
  forward: (args: readonly unknown[]) => unknown,
  before: Iterable<FullBackwardPreHook>,
  after: Iterable<FullBackwardHook>,
): unknown {
  if (!isGradEnabled()) return forward(args);
  let gradOutput: Grads = [];
  const finish = (gradInput: Grads): Grads => {
    let now = gradInput;
    for (const hook of after) now = replaced('registerFullBackwardHook', now, hook(module, now, gradOutput));
    gradOutput = [];
    return now;
  };
  const inputs = args.flatMap((x) => (x instanceof Tensor && x.requiresGrad ? [x] : []));
  const places = args.flatMap((x, i) => (x instanceof Tensor && x.requiresGrad ? [i] : []));
  const entered = recordJointly('backwardHook', inputs, inputs, (grads) => {
    const gradInput = args.map((_, i) => (places.includes(i) ? grads[places.indexOf(i)] : null));
    const given = finish(gradInput);
    return places.map((i) => given[i]);
  });
  const output = forward(args.map((x, i) => (places.includes(i) ? entered[places.indexOf(i)] : x)));
  const results: Tensor[] = [];
  replaceTensors(output, (y) => {
    if (y.requiresGrad) results.push(y);
    return y;
  });
  if (results.length === 0) return output;
  const left = recordJointly('backwardHook', results, results, (grads) => {
    gradOutput = grads;
    for (const hook of before) {
      gradOutput = replaced('registerFullBackwardPreHook', gradOutput, hook(module, gradOutput));
    }
    const passed = [...gradOutput];
    // Nothing goes back to the arguments then.
    if (inputs.length === 0) finish(args.map(() => null));
    return passed;
  });
  return replaceTensors(output, (y) => (y.requiresGrad ? left[results.indexOf(y)] : y));
}

/** What a hook made of the gradients. */
function replaced(where: string, grads: Grads, given: unknown): Grads {
  if (!Array.isArray(given)) return grads;
  if (given.length !== grads.length) {
    throw new GradientError(`${where}: expected the hook to return ${grads.length} gradients, got ${given.length}`);
  }
  grads.forEach((grad, i) => {
    const to: unknown = given[i];
    if (grad === null || to === null || to === undefined || (to instanceof Tensor && sameShape(to.shape, grad.shape)))
      return;
    const got = to instanceof Tensor ? shapeText(to.shape) : String(to);
    throw new ShapeError(`${where}: expected the hook to return gradient ${i} of ${shapeText(grad.shape)}, got ${got}`);
  });
  return given.map((to) => to ?? null);
}

/** The same value with other tensors, in lists and plain objects too. */
function replaceTensors(value: unknown, by: (x: Tensor) => Tensor): unknown {
  if (value instanceof Tensor) return by(value);
  if (Array.isArray(value)) return value.map((item) => replaceTensors(item, by));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaceTensors(item, by)]));
}
