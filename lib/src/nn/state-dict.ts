import { noGrad } from '../autograd/no-grad.js';
import { ShapeError, shapeText, ValueError } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Module } from './module.js';
import { ownBuffers, ownChildren, ownParameters } from './tree.js';

/** Tensors by dotted name, e.g. `conv1.weight`. */
export type StateDict = Record<string, Tensor>;

export interface LoadOptions {
  /** Whether missing and unexpected keys are errors; default true. Wrong shapes always are. */
  strict?: boolean;
  /**
   * `'torch'`: keys and values are PyTorch's: `bn.running_mean` is found for `bn.runningMean` (as are keys in our
   * spelling), convolution filters are OIHW.
   */
  layout?: 'torch';
}

/** What did not match; both empty after a strict load. */
export interface LoadReport {
  missing: string[];
  unexpected: string[];
}

interface Entry {
  key: string;
  tensor: Tensor;
  /** Axes from our order to PyTorch's, if they differ. */
  torchAxes: readonly number[] | undefined;
}

/** See {@link Module.stateDict}. */
export function exportState(module: Module, options: { layout?: 'torch' }): StateDict {
  const state: StateDict = {};
  noGrad(() => {
    for (const { key, tensor, torchAxes } of entries(module)) {
      const name = options.layout === 'torch' ? torchKey(key) : key;
      const reorder = options.layout === 'torch' && torchAxes !== undefined;
      state[name] = reorder ? tensor.detach().permute(...torchAxes) : tensor.detach();
    }
  });
  return state;
}

/** See {@link Module.loadStateDict}. Nothing is changed when it throws. */
export function importState(module: Module, state: StateDict, options: LoadOptions): LoadReport {
  const { strict = true, layout } = options;
  const keyIn = ({ key }: Entry) => (layout === 'torch' && !(key in state) ? torchKey(key) : key);
  const wanted = [...entries(module)].map((entry) => ({ ...entry, key: keyIn(entry) }));
  const known = new Set(wanted.map((entry) => entry.key));
  const missing = wanted.filter((entry) => !(entry.key in state)).map((entry) => entry.key);
  const unexpected = Object.keys(state).filter((key) => !known.has(key));
  const present = wanted.filter((entry) => entry.key in state);
  const copies: [target: Tensor, value: Tensor][] = [];
  const wrong: string[] = [];
  for (const { key, tensor, torchAxes } of present) {
    const axes = layout === 'torch' ? torchAxes : undefined;
    const expected = axes === undefined ? tensor.shape : axes.map((axis) => tensor.shape[axis]);
    if (!sameShape(expected, state[key].shape)) {
      wrong.push(`${key} expected ${shapeText(expected)}, got ${shapeText(state[key].shape)}`);
      continue;
    }
    const value = axes === undefined ? state[key] : noGrad(() => state[key].permute(...inverse(axes)));
    copies.push([tensor, value]);
  }
  report(module, strict ? missing : [], strict ? unexpected : [], wrong);
  noGrad(() => {
    for (const [target, value] of copies) target.copy_(value);
  });
  return { missing, unexpected };
}

function report(module: Module, missing: string[], unexpected: string[], wrong: string[]): void {
  const problems = [
    missing.length > 0 ? `missing ${missing.join(', ')}` : '',
    unexpected.length > 0 ? `unexpected ${unexpected.join(', ')}` : '',
    ...wrong,
  ].filter((problem) => problem !== '');
  if (problems.length === 0) return;
  const where = `${module.rootName()}.loadStateDict`;
  const fix = wrong.length === 0 ? '; pass {strict: false} to load what fits' : '';
  const text = `${where}: keys and shapes must be those of the module, got ${problems.join('; ')}${fix}`;
  throw wrong.length === 0 ? new ValueError(text) : new ShapeError(text);
}

/** A module used in two places appears under both names, as in PyTorch; `above` ends cycles. */
function* entries(module: Module, prefix = '', above: ReadonlySet<Module> = new Set()): Generator<Entry> {
  for (const [name, tensor] of ownParameters(module)) {
    yield { key: prefix + name, tensor, torchAxes: module.torchAxes(name) };
  }
  for (const [name, tensor] of ownBuffers(module, module.persistentBufferNames())) {
    yield { key: prefix + name, tensor, torchAxes: module.torchAxes(name) };
  }
  const path = new Set(above).add(module);
  for (const [name, child] of ownChildren(module)) {
    if (!path.has(child)) yield* entries(child, `${prefix}${name}.`, path);
  }
}

/** PyTorch spells names in snake case: `selfAttn.inProjWeight` is `self_attn.in_proj_weight` there. */
function torchKey(key: string): string {
  return key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inverse(axes: readonly number[]): number[] {
  const back: number[] = [];
  for (const [to, from] of axes.entries()) back[from] = to;
  return back;
}
