import { scope } from '../../autograd/scope.js';
import { ValueError } from '../../errors.js';
import type { Module } from '../../nn/module.js';
import { checkModule, inputsOf, multiplyAdds } from '../../nn/summary.js';
import { ownParameters } from '../../nn/tree.js';
import { Tensor } from '../../tensor/tensor.js';
import { mapsSpec } from '../../view/maps/maps.js';
import { showNetwork } from '../../view/network/network.js';
import type { NetworkDetail, NetworkLayer, NetworkSpec } from '../../view/network/spec.js';
import { tensorSpec } from '../../view/tensor/tensor.js';
import { readValues } from '../../view/values.js';
import { type Step, traced } from './trace.js';
import { unitsOf } from './units.js';

/** How a network is shown. */
export interface NetworkOptions {
  /**
   * What is passed through: a shape with the batch dimension (or a list of shapes), for which zeros are taken, or a tensor
   * (or a list of them), whose activations are then shown too.
   */
  input: readonly number[] | readonly (readonly number[])[] | Tensor | readonly Tensor[];
  /** Whether weights are put into the view. Default true. */
  weights?: boolean;
  /** Name in the header; default the model's class. */
  title?: string;
}

/** Calls that a network puts into a notebook, and values of weights and activations in all. */
const MOST_LAYERS = 600;
const MOST_VALUES = 80_000;
const FEWEST_VALUES = 64;

/**
 * The plain data of a network diagram: the model is run once in evaluation mode, without changing it. Weights and
 * activations are cut so that they fit into a notebook together.
 * @throws ValueError for an empty input.
 */
export function networkSpec(model: Module, { input, weights = true, title }: NetworkOptions): NetworkSpec {
  if (input === undefined) {
    throw new ValueError('view.network: expected an input, got none; give { input: [1, 28, 28, 1] } or a tensor');
  }
  checkModule('view.network', model);
  const filled = input instanceof Tensor || (Array.isArray(input) && input.some((x) => x instanceof Tensor));
  return scope(() => {
    const { steps, edges } = traced(model, inputsOf('view.network', input, 'float32'));
    const kept = steps.slice(0, MOST_LAYERS);
    const shown = kept.map((step) => detailsOf(step, weights, filled));
    const room = Math.max(FEWEST_VALUES, Math.floor(MOST_VALUES / Math.max(1, shown.flat().length)));
    const layers = kept.map((step, i) => layerOf(step, shown[i], room, filled));
    const parameters = model.parameters();
    const count = (ps: readonly Tensor[]) => ps.reduce((sum, p) => sum + p.numel(), 0);
    const units = weights && steps.length <= MOST_LAYERS ? unitsOf(steps, edges, filled) : undefined;
    return {
      version: 1,
      title: title ?? model.constructor.name,
      layers,
      edges: edges.filter(([, to]) => to < kept.length),
      parameters: count(parameters),
      trainable: count(parameters.filter((p) => p.requiresGrad)),
      multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
      ofLayers: steps.length,
      ...(units ? { units } : {}),
    };
  });
}

/**
 * Shows a network as a diagram: each call of a layer with its type, the shape of what comes out and its parameters, and
 * what leads from one to the next, also past them. A layer opens to its weights and, of a tensor that was passed through,
 * its activations. The model runs once in evaluation mode.
 *
 *     const net = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
 *     view.network(net, { input: [1, 2] });
 *     view.network(net, { input: randn(16, 2) }); // with activations
 *
 * @throws ValueError without an input, and what the model throws for it.
 */
export function network(model: Module, options: NetworkOptions): void {
  showNetwork(networkSpec(model, options ?? {}));
}

interface Shown {
  name: string;
  tensor: Tensor;
}

function detailsOf({ module, output, again }: Step, weights: boolean, filled: boolean): Shown[] {
  if (!module) return filled && output ? [{ name: 'values', tensor: output }] : [];
  const own = weights && !again ? [...ownParameters(module)].map(([name, tensor]) => ({ name, tensor })) : [];
  return filled && output ? [...own, { name: 'activations', tensor: output }] : own;
}

function layerOf(step: Step, shown: readonly Shown[], room: number, filled: boolean): NetworkLayer {
  const { kind, name, group, shape, module, again, output, input } = step;
  const own = module && !again ? [...ownParameters(module)] : [];
  const settings = module?.extraRepr() ?? '';
  const same = input?.length === shape.length && input.every((size, axis) => size === shape[axis]);
  const dead = filled && same && output ? deadUnits(output) : undefined;
  return {
    kind,
    name,
    type: module?.constructor.name ?? name,
    ...(settings ? { settings } : {}),
    group,
    shape: [...shape],
    parameters: own.reduce((sum, [, p]) => sum + p.numel(), 0),
    multiplyAdds: module ? multiplyAdds(module, input ?? [], shape) : 0,
    ...(again ? { again } : {}),
    ...(dead ? { dead } : {}),
    details: shown.map((each) => detail(each, room)),
  };
}

function detail({ name, tensor }: Shown, limit: number): NetworkDetail {
  const values = readValues(tensor);
  const filters = name === 'weight';
  const sides = filters ? tensor.shape.slice(0, 2) : tensor.shape.slice(1, 3);
  if (tensor.ndim === 4 && sides.every((side) => side > 1) && tensor.numel() > 0) {
    return { name, kind: 'maps', spec: mapsSpec(values, { title: name, filters, limit }) };
  }
  return { name, kind: 'tensor', spec: tensorSpec(values, { title: name, limit }) };
}

/** Units on the last axis that were exactly 0 at every place of every example, as a dead ReLU is. */
function deadUnits(output: Tensor): NetworkLayer['dead'] {
  const of = output.shape.at(-1) ?? 0;
  if (output.ndim < 2 || output.dtype !== 'float32' || output.numel() === of) return undefined;
  const alive = new Uint8Array(of);
  output.dataSync().forEach((value, i) => {
    if (value !== 0) alive[i % of] = 1;
  });
  return { units: of - alive.reduce((sum, one) => sum + one, 0), of };
}
