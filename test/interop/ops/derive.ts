import { autograd, Generator, type Tensor } from 'lectern';
import { fromValues } from '../../../lib/src/tensor/create.js';
import type { Values } from '../../helpers/close.js';
import type { Derivatives, Given, TorchCase } from '../../helpers/torch.js';
import { floats, type OpCase } from './spec.js';

/** Our values and gradients of a case, with the request that asks PyTorch for the same. */
export interface Derived extends Derivatives {
  /** First gradients by `backward`, which takes other paths than a recorded backward pass. */
  backward?: Values[];
  request: TorchCase;
}

/** Runs a case forwards and `order` times backwards, with random weights. */
export function derive(it: OpCase, order: 0 | 1 | 2): Derived {
  const value = it.ours(...it.inputs.map(asTensor));
  const request: TorchCase = { program: it.torch, inputs: it.inputs, order };
  if (order === 0) return { value: read(value), request };
  const weights = weightsOf(value.shape, 1);
  const plain = it.inputs.map(asLeaf);
  const first = variable(plain);
  it.ours(...plain).backward(asTensor(weights));
  const second = first.map((x, i) => weightsOf(x.shape, 2 + i));
  const derived: Derived = {
    value: read(value),
    backward: first.map((x) => gradOrZeros(x.grad, x)),
    request: { ...request, weights, second },
  };
  const leaves = it.inputs.map(asLeaf);
  const inputs = variable(leaves);
  const seed = asLeaf(weights);
  const grads = autograd.grad(it.ours(...leaves), inputs, {
    gradOutput: seed,
    createGraph: order === 2,
    allowUnused: true,
  });
  derived.first = grads.map((g, i) => gradOrZeros(g, inputs[i]));
  if (order === 2) derived.second = secondOf(grads, second, [...inputs, seed]);
  return derived;
}

function secondOf(grads: readonly (Tensor | null)[], weights: readonly Given[], inputs: readonly Tensor[]): Values[] {
  const parts = grads.flatMap((g, i) => (g?.requiresGrad ? [g.mul(asTensor(weights[i])).sum()] : []));
  if (parts.length === 0) return inputs.map((x) => gradOrZeros(null, x));
  const total = parts.reduce((a, b) => a.add(b));
  return autograd.grad(total, inputs, { allowUnused: true }).map((g, i) => gradOrZeros(g, inputs[i]));
}

function weightsOf(shape: readonly number[], stream: number): Given {
  const seed = new Generator(stream * 7919 + shape.length).nextUint32();
  return floats(shape, seed, { low: -1, high: 1, away: 0.1 });
}

function variable(xs: readonly Tensor[]): Tensor[] {
  return xs.filter((x) => x.requiresGrad);
}

export function asTensor({ values, shape, dtype }: Given): Tensor {
  return fromValues(values.slice(), shape, dtype);
}

function asLeaf(array: Given): Tensor {
  return asTensor(array).requiresGrad_(array.dtype === 'float32');
}

function read(x: Tensor): Values {
  return { shape: x.shape, values: x.dataSync() };
}

function gradOrZeros(g: Tensor | null, x: Tensor): Values {
  return g === null ? { shape: x.shape, values: new Float32Array(x.numel()) } : read(g);
}
