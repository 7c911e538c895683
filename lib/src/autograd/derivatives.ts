import { DTypeError, GradientError, ShapeError, shapeText } from '../errors.js';
import { fromFill, zeros, zerosLike } from '../tensor/create.js';
import { stack } from '../tensor/ops/movement.js';
import { sameShape } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { grad } from './backward.js';
import { enableGrad } from './no-grad.js';

/** One tensor, or several as a list. */
export type Tensors = Tensor | readonly Tensor[];

/** One `Of` where `Given` is a tensor, a list of them where it is a list. */
export type AsMany<Given, Of> = Given extends Tensor ? Of : Of[];

export interface DerivativeOptions {
  /** Record the computation, so that the result can be differentiated again. Default `false`. */
  createGraph?: boolean;
}

/**
 * All derivatives of all outputs of `f` at `inputs`. For an output of shape `[…out]` and an input of shape `[…in]` that is
 * `[…out, …in]`; lists of inputs or outputs give lists: `result[output][input]`. What does not depend on an input has the
 *
 *     autograd.jacobian((x) => x.pow(2), tensor([1, 2])) // → [[2, 0], [0, 4]]
 *
 * derivative 0. Works under `noGrad` too. PyTorch's `torch.autograd.functional.jacobian`.
 * @throws DTypeError unless every input is float32.
 *
 */
export function jacobian<Out extends Tensors, In extends Tensors>(
  f: (...inputs: Tensor[]) => Out,
  inputs: In,
  options: DerivativeOptions = {},
): AsMany<Out, AsMany<In, Tensor>> {
  const createGraph = options.createGraph === true;
  return enableGrad(() => {
    const xs = variables('jacobian', inputs, createGraph);
    const outputs = f(...xs);
    return like(
      outputs,
      listOf(outputs).map((y) => like(inputs, slopes(y, xs, createGraph))),
    );
  });
}

/**
 * Second derivatives of `f`, which gives a single value, at `inputs`: for inputs of shapes `[…i]` and `[…j]` a tensor
 *
 *     autograd.hessian((x) => x.pow(3).sum(), tensor([1, 2])) // → [[6, 0], [0, 12]]
 *
 * `[…i, …j]`; a list of inputs gives `result[i][j]`. PyTorch's `torch.autograd.functional.hessian`.
 * @throws GradientError if the result of `f` has more than one element.
 *
 */
export function hessian<In extends Tensors>(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: In,
  options: DerivativeOptions = {},
): AsMany<In, AsMany<In, Tensor>> {
  const gradient = (...xs: Tensor[]): AsMany<In, Tensor> => {
    const y = f(...xs);
    if (y.numel() !== 1) {
      throw new GradientError(`hessian: expected f to give a single value, got shape ${shapeText(y.shape)}`);
    }
    return like(inputs, gradients([y.sum()], xs, [], { createGraph: true }));
  };
  return jacobian(gradient as (...xs: Tensor[]) => Tensor[], inputs, options) as AsMany<In, AsMany<In, Tensor>>;
}

/**
 * The output of `f` and the product of `v`, one tensor an output and of its shape, with the Jacobian: one backward pass.
 * `v` may be left out if the output is a single value. PyTorch's `torch.autograd.functional.vjp`.
 *
 *     autograd.vjp((x) => x.pow(2), tensor([1, 2]), tensor([1, 1]))[1] // → [2, 4]
 *
 * @returns `[output, product]`, the product with the shapes of the inputs
 * @throws ShapeError if `v` does not fit the output.
 */
export function vjp<Out extends Tensors, In extends Tensors>(
  f: (...inputs: Tensor[]) => Out,
  inputs: In,
  v?: Tensors,
  options: DerivativeOptions = {},
): [output: Out, product: AsMany<In, Tensor>] {
  const createGraph = options.createGraph === true;
  return enableGrad(() => {
    const xs = variables('vjp', inputs, createGraph);
    const outputs = f(...xs);
    const ys = listOf(outputs);
    if (v === undefined && (ys.length > 1 || ys[0].numel() !== 1)) {
      const got = ys.map((y) => shapeText(y.shape)).join(', ');
      throw new GradientError(`vjp: expected a single value or a vector v of the output’s shape, got no v for ${got}`);
    }
    const weights = v === undefined ? [] : fitting('vjp', 'the output', v, ys);
    return [finished(outputs, createGraph), like(inputs, gradients(ys, xs, weights, { createGraph }))];
  });
}

/**
 * The output of `f` and the product of its Jacobian with `v`, one tensor an input and of its shape: how the output changes
 * when the inputs move along `v`. Two backward passes. PyTorch's `torch.autograd.functional.jvp`.
 *
 *     autograd.jvp((x) => x.pow(2), tensor([1, 2]), tensor([1, 0]))[1] // → [2, 0]
 *
 * @returns `[output, product]`, the product with the shapes of the output
 * @throws ShapeError if `v` does not fit the inputs.
 */
export function jvp<Out extends Tensors, In extends Tensors>(
  f: (...inputs: Tensor[]) => Out,
  inputs: In,
  v: Tensors,
  options: DerivativeOptions = {},
): [output: Out, product: AsMany<Out, Tensor>] {
  const createGraph = options.createGraph === true;
  return enableGrad(() => {
    const xs = variables('jvp', inputs, createGraph);
    const direction = fitting('jvp', 'the input', v, xs);
    const outputs = f(...xs);
    const ys = listOf(outputs);
    // uᵀJ is linear in u, so its derivative along v is Jv.
    const us = ys.map((y) => zeros(y.shape).requiresGrad_());
    const backwards = gradients(ys, xs, us, { createGraph: true });
    const product = gradients(backwards, us, direction, { createGraph });
    return [finished(outputs, createGraph), like(outputs, product)];
  });
}

/** Gradients of the sum of `outputs`, weighted, with zeros for what they do not depend on. */
function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  weights: readonly Tensor[],
  options: DerivativeOptions & { retainGraph?: boolean },
): Tensor[] {
  const parts = outputs.flatMap((y, i) =>
    y.requiresGrad ? [weights[i] === undefined ? y.sum() : y.mul(weights[i]).sum()] : [],
  );
  if (parts.length === 0) return inputs.map(zerosLike);
  const total = parts.reduce((a, b) => a.add(b));
  return grad(total, inputs, { ...options, allowUnused: true }).map((g, i) => g ?? zerosLike(inputs[i]));
}

/** The Jacobian of one output for each input, a row an entry of the output. */
function slopes(y: Tensor, inputs: readonly Tensor[], createGraph: boolean): Tensor[] {
  const size = y.numel();
  const rows = Array.from({ length: size }, (_, at) => {
    if (!y.requiresGrad) return inputs.map(zerosLike);
    const gradOutput = fromFill(y.shape, 'float32', () => Float32Array.from({ length: size }, (_, i) => +(i === at)));
    return grad(y, inputs, { gradOutput, createGraph, retainGraph: true, allowUnused: true });
  });
  return inputs.map((x, i) => {
    const shape = [...y.shape, ...x.shape];
    return size === 0 ? zeros(shape) : stack(rows.map((row) => row[i] ?? zerosLike(x))).reshape(shape);
  });
}

/** The inputs as what gradients are taken of: apart from any graph, or in it, so that the result can be differentiated. */
function variables(where: string, inputs: Tensors, inGraph: boolean): Tensor[] {
  return listOf(inputs).map((x, i) => {
    if (x.dtype !== 'float32') {
      throw new DTypeError(
        `${where}: expected float32 inputs, got ${x.dtype} as input ${i}; convert with .to('float32')`,
      );
    }
    return inGraph && x.requiresGrad ? x.clone() : x.detach().requiresGrad_();
  });
}

function fitting(where: string, what: string, v: Tensors, to: readonly Tensor[]): readonly Tensor[] {
  const given = listOf(v);
  if (given.length === to.length && given.every((x, i) => sameShape(x.shape, to[i].shape))) return given;
  const shapes = (all: readonly Tensor[]) => all.map((x) => shapeText(x.shape)).join(', ');
  throw new ShapeError(`${where}: expected v of the shape of ${what}, ${shapes(to)}, got ${shapes(given)}`);
}

function finished<Out extends Tensors>(outputs: Out, inGraph: boolean): Out {
  return inGraph
    ? outputs
    : (like(
        outputs,
        listOf(outputs).map((y) => y.detach()),
      ) as Tensors as Out);
}

/** What was given, as a list. */
export function listOf(given: Tensors): readonly Tensor[] {
  return given instanceof Tensor ? [given] : given;
}

function like<Given extends Tensors, Of>(given: Given, items: Of[]): AsMany<Given, Of> {
  return (given instanceof Tensor ? items[0] : items) as AsMany<Given, Of>;
}
