import { type nn, noGrad, type Tensor } from 'lectern';
import { expect } from 'vitest';
import './close.js';
import { asTensor } from '../interop/ops/derive.js';
import { floats } from '../interop/ops/spec.js';
import type { Tolerance } from './close.js';
import type { Given, Torch } from './torch.js';

/** A module of ours and the same in PyTorch, on the same inputs. */
export interface ModuleCase {
  module: nn.Module;
  /** Expression that makes PyTorch's module. */
  program: string;
  /** By name, as the call reads them; float32 ones get gradients. */
  inputs: Record<string, Given>;
  /** Our outputs, to be compared in order. */
  ours: (inputs: Record<string, Tensor>) => Tensor[];
  /** The same in Python: an expression in `net` and the names of the inputs, a tuple or list. */
  theirs: string;
  tolerance?: Tolerance;
}

/** A tensor as PyTorch gets it. */
export function given(x: Tensor): Given {
  return { dtype: x.dtype, shape: x.shape, values: x.dataSync() };
}

/** Same weights, same inputs: compares outputs, gradients of inputs and weights, and the buffers afterwards. */
export async function agreeModule(torch: Torch, it: ModuleCase): Promise<void> {
  const { module, program, inputs, ours, theirs, tolerance } = it;
  const weights = module.stateDict({ layout: 'torch' });
  // PyTorch initialises scales with 1 and shifts with 0, which would hide mistakes.
  const state = Object.fromEntries(Object.entries(weights).map(([name, x], i) => [name, varied(name, x, i)]));
  module.loadStateDict(state, { layout: 'torch' });
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, x]) => [name, asTensor(x).requiresGrad_(x.dtype === 'float32')]),
  );
  const outputs = ours(tensors);
  const slopes = outputs.map((y, i) => asTensor(floats(y.shape, 77 + i, { low: -1, high: 1 })));
  const total = outputs.map((y, i) => y.mul(slopes[i]).sum()).reduce((a, b) => a.add(b));
  if (total.requiresGrad) total.backward();
  const names = Object.keys(inputs);
  const script = `
net = ${program}
net.load_state_dict({k[2:]: v for k, v in given.items() if k.startswith('w.')})
${names.map((name) => `${name} = given['i.${name}']\nif ${name}.is_floating_point(): ${name}.requires_grad_()`).join('\n')}
outputs = ${theirs}
total = sum((y * given['g.%d' % i]).sum() for i, y in enumerate(outputs))
if total.requires_grad: total.backward()
for i, y in enumerate(outputs): found['y.%d' % i] = y
${names.map((name) => `if ${name}.is_floating_point() and ${name}.grad is not None: found['i.${name}'] = ${name}.grad`).join('\n')}
for k, p in net.named_parameters(): found['p.' + k] = p.grad if p.grad is not None else torch.zeros_like(p)
for k, b in net.named_buffers(): found['b.' + k] = b
`;
  const answer = await torch.run(script, {
    ...prefixed('w.', mapValues(state, given)),
    ...prefixed('i.', inputs),
    ...prefixed('g.', Object.fromEntries(slopes.map((g, i) => [`${i}`, given(g)]))),
  });
  for (const [i, y] of outputs.entries()) expect(y, `output ${i}`).toBeCloseToTensor(answer[`y.${i}`], tolerance);
  for (const name of names) {
    const expected = answer[`i.${name}`];
    if (expected !== undefined) expect(tensors[name].grad, `d${name}`).toBeCloseToTensor(expected, tolerance);
  }
  const after = module.stateDict({ layout: 'torch' });
  const gradients = gradientsOf(module);
  let compared = 0;
  for (const [key, expected] of Object.entries(answer)) {
    const name = key.slice(2);
    if (key.startsWith('p.')) {
      expect(gradients[name], `gradient of ${name}`).toBeCloseToTensor(expected, tolerance);
      compared++;
    }
    if (key.startsWith('b.') && name in after) expect(after[name], name).toBeCloseToTensor(expected, tolerance);
  }
  expect(compared).toBe(Object.keys(gradients).length);
}

/** Gradients of the parameters under PyTorch's names and in its layout: the parameters are set to them for a moment. */
function gradientsOf(module: nn.Module): Record<string, Tensor> {
  const parameters = module.parameters();
  const kept = parameters.map((p) => p.detach());
  const swap = (values: readonly (Tensor | null)[]) =>
    noGrad(() => parameters.forEach((p, i) => void (values[i] === null ? p.zero_() : p.copy_(values[i]!))));
  swap(parameters.map((p) => p.grad));
  const state = module.stateDict({ layout: 'torch' });
  swap(kept);
  const buffers = new Set(module.namedBuffers().map(([name]) => snake(name)));
  return Object.fromEntries(Object.entries(state).filter(([name]) => !buffers.has(name)));
}

function varied(name: string, x: Tensor, seed: number): Tensor {
  if (x.dtype !== 'float32') return x;
  if (name.endsWith('running_var')) return asTensor(floats(x.shape, seed + 5, { low: 0.5, high: 2 }));
  return x.add(asTensor(floats(x.shape, seed + 5, { low: -0.3, high: 0.3 })));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function prefixed<T>(prefix: string, values: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function mapValues<A, B>(values: Record<string, A>, fn: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fn(value)]));
}
