import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/**
 * Computes a weight from the parameters that are trained in its place.
 *
 *     class Two extends nn.utils.Parametrization { forward(x: Tensor) { return x.mul(2); } rightInverse(w: Tensor) { return w.div(2); } };
 *     new Two()(tensor([1])) // → [2]
 */
export abstract class Parametrization extends Module {
  /** The weight, from what {@link rightInverse} gave. */
  abstract override forward(...originals: Tensor[]): Tensor;
  /** Parameters from which the weight would come out. Default: `[weight]`, so that the layer's own values are trained. */
  rightInverse(weight: Tensor): Tensor[] {
    return [weight];
  }
}

/** The parameters of one parametrised weight: `original`, or `original0`, `original1`, … */
class ParametrizationList extends Module {
  readonly 0: Parametrization;
  readonly #axes: readonly number[] | undefined;

  constructor(parametrization: Parametrization, weight: Parameter, axes: readonly number[] | undefined) {
    super();
    this[0] = parametrization;
    this.#axes = axes;
    const { requiresGrad } = weight;
    const originals = noGrad(() => parametrization.rightInverse(weight.detach()));
    for (const [i, value] of originals.entries()) {
      this.#fields[originals.length === 1 ? 'original' : `original${i}`] = new Parameter(value, { requiresGrad });
    }
  }

  forward(): Tensor {
    return this[0](...this.originals());
  }

  originals(): Parameter[] {
    const fields = this.#fields;
    if (fields.original !== undefined) return [fields.original];
    const found: Parameter[] = [];
    for (let i = 0; fields[`original${i}`] !== undefined; i++) found.push(fields[`original${i}`]);
    return found;
  }

  override torchAxes(name: string): readonly number[] | undefined {
    return this.#fields[name].ndim === this.#axes?.length ? this.#axes : undefined;
  }

  get #fields(): Record<string, Parameter> {
    return this as unknown as Record<string, Parameter>;
  }
}

type Fields = Record<string, unknown> & { parametrizations?: Record<string, ParametrizationList> };

/**
 * Computes the parameter `name` of a module anew at every use, by `parametrization` from parameters of its own, which are
 * saved as `parametrizations.<name>.original…`. Assigning to the field changes those. Returns the module.
 *
 *     class Positive extends nn.utils.Parametrization { forward(x: Tensor) { return x.exp(); } };
 *     const layer = new nn.Linear(3, 2);
 *     nn.utils.registerParametrization(layer, 'weight', new Positive());
 *     layer.weight.min().item() > 0 // → true
 *
 * @throws ValueError if the module has no such parameter, or if it is parametrised already.
 */
export function registerParametrization<M extends Module>(
  module: M,
  name: string,
  parametrization: Parametrization,
): M {
  const fields = module as unknown as Fields;
  if (isParametrized(module, name)) {
    throw new ValueError(`registerParametrization: expected a plain parameter, got '${name}', which is parametrised`);
  }
  const weight = fields[name];
  if (!(weight instanceof Parameter)) {
    const got = `'${name}' of ${module.label()}`;
    throw new ValueError(`registerParametrization: expected the name of a parameter, got ${got}`);
  }
  const list = new ParametrizationList(parametrization, weight, module.torchAxes(name));
  list.train(module.training);
  fields.parametrizations = { ...fields.parametrizations, [name]: list };
  // Not enumerable, so that the tree shows the originals only.
  Object.defineProperty(fields, name, {
    configurable: true,
    enumerable: false,
    get: () => list(),
    set: (value: Tensor) => {
      const values = noGrad(() => parametrization.rightInverse(value.detach()));
      noGrad(() => list.originals().forEach((original, i) => void original.copy_(values[i])));
    },
  });
  return module;
}

/**
 * Makes a plain parameter of `name` again, with the value that it has now. Optimisers made before go on with the old
 * parameters. Returns the module.
 *
 *     const layer = nn.utils.weightNorm(new nn.Linear(3, 2));
 *     nn.utils.removeParametrizations(layer, 'weight');
 *     nn.utils.isParametrized(layer) // → false
 */
export function removeParametrizations<M extends Module>(module: M, name: string): M {
  const fields = module as unknown as Fields;
  const list = fields.parametrizations?.[name];
  if (list === undefined) {
    throw new ValueError(`removeParametrizations: expected a parametrised name, got '${name}' of ${module.label()}`);
  }
  const weight = noGrad(() => list());
  const requiresGrad = list.originals().some((original) => original.requiresGrad);
  const { [name]: _, ...others } = fields.parametrizations!;
  if (Object.keys(others).length > 0) fields.parametrizations = others;
  else delete fields.parametrizations;
  const value = new Parameter(weight, { requiresGrad });
  Object.defineProperty(fields, name, { configurable: true, enumerable: true, writable: true, value });
  return module;
}

/**
 * Whether a parameter of the module, or the one of this name, is computed from others.
 *
 *     nn.utils.isParametrized(nn.utils.weightNorm(new nn.Linear(3, 2))) // → true
 */
export function isParametrized(module: Module, name?: string): boolean {
  const { parametrizations } = module as unknown as Fields;
  return name === undefined ? parametrizations !== undefined : parametrizations?.[name] !== undefined;
}
