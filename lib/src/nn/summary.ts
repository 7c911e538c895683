import { noGrad } from '../autograd/no-grad.js';
import { BYTES, type DType } from '../backend/buffer.js';
import { ValueError } from '../errors.js';
import { full } from '../tensor/create.js';
import { sizeOf } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { ConvTranspose } from './conv-transpose.js';
import { LocallyConnected } from './locally-connected.js';
import { Module } from './module.js';
import { ReceptiveFields } from './receptive-field.js';
import { ModuleSummary, type SummaryRow } from './summary-table.js';
import { ownParameters } from './tree.js';

export interface SummaryOptions {
  /** Of the zeros that are passed through; default float32, `int32` for a net that begins with an embedding. */
  dtype?: DType;
}

/**
 * Passes zeros of the given shape (with the batch dimension; a list of shapes for several inputs), or given tensors,
 * through a module in evaluation mode, and lists each call below it: shapes, parameters, multiply-adds by weights, and
 * for windows how much of the input one output sees. The result prints itself as a table.
 *
 *     nn.summary(new nn.Linear(20, 3), [1, 20]).totalParameters // → 63
 */
export function summary(
  module: Module,
  input: readonly number[] | readonly (readonly number[])[] | Tensor | readonly Tensor[],
  options: SummaryOptions = {},
): ModuleSummary {
  checkModule('summary', module);
  const inputs = inputsOf('summary', input, options.dtype ?? 'float32');
  const names = new Map(module.namedModules().map(([name, below]) => [below, name]));
  const modes = module.modules().map((below): [Module, boolean] => [below, below.training]);
  const fields = new ReceptiveFields(inputs);
  const rows: SummaryRow[] = [];
  const open: SummaryRow[] = [];
  const seen = new Set<Module>();
  const handles = module.modules().flatMap((below) => [
    below.registerForwardPreHook((called, args) => {
      const row = rowOf(called, names.get(called) ?? '', open.length, args, seen);
      rows.push(row);
      open.push(row);
      return undefined;
    }),
    below.registerForwardHook((called, args, output) => {
      const row = open.pop()!;
      const result = tensorsIn(output)[0];
      if (result === undefined) return undefined;
      row.output = result.shape;
      row.multiplyAdds = multiplyAdds(called, row.input, result.shape);
      if (called.children().length === 0) {
        row.activationBytes = result.numel() * BYTES[result.dtype];
        row.receptiveField = fields.through(called, tensorsIn(args), result);
      }
      return undefined;
    }),
  ]);
  try {
    noGrad(() => module.eval()(...(inputs as never[])));
  } finally {
    for (const handle of handles) handle.remove();
    for (const [below, training] of modes) below.training = training;
  }
  return new ModuleSummary(module, rows, inputs);
}

/** Throws a ValueError for what is no module. */
export function checkModule(where: string, module: unknown): void {
  if (module instanceof Module) return;
  throw new ValueError(`${where}: expected a module, got ${module instanceof Tensor ? 'a tensor' : String(module)}`);
}

/** Inputs of a module: zeros of one shape or of several, or the tensors that were given. */
export function inputsOf(
  where: string,
  input: readonly number[] | readonly (readonly number[])[] | Tensor | readonly Tensor[],
  dtype: DType,
): Tensor[] {
  if (input instanceof Tensor) return [input];
  if (!Array.isArray(input) || input.length === 0) {
    const got = Array.isArray(input) ? 'an empty list' : String(input);
    throw new ValueError(`${where}: expected a shape with the batch dimension, got ${got}; write [1, 28, 28, 1]`);
  }
  if (input.every((x) => x instanceof Tensor)) return [...input] as Tensor[];
  const shapes = (typeof input[0] === 'number' ? [input] : input) as readonly (readonly number[])[];
  return shapes.map((shape) => full(shape, 0, { dtype }));
}

function rowOf(module: Module, name: string, depth: number, args: readonly unknown[], seen: Set<Module>): SummaryRow {
  const again = seen.has(module);
  seen.add(module);
  const own = again ? [] : [...ownParameters(module)].map(([, p]) => p);
  return {
    name,
    type: module.constructor.name,
    depth,
    input: tensorsIn(args)[0]?.shape ?? [],
    output: [],
    parameters: own.reduce((sum, p) => sum + p.numel(), 0),
    multiplyAdds: 0,
    activationBytes: 0,
    receptiveField: null,
    again,
  };
}

/**
 * Every weight of a matrix or filter is used once at each place of the output, of a transposed convolution at each place
 * of the input, of a locally connected layer once an item; a table is only looked up.
 */
export function multiplyAdds(module: Module, input: readonly number[], output: readonly number[]): number {
  if ('numEmbeddings' in module) return 0;
  const uses =
    module instanceof LocallyConnected
      ? output[0]
      : sizeOf((module instanceof ConvTranspose ? input : output).slice(0, -1));
  let total = 0;
  for (const [name, p] of ownParameters(module)) if (p.ndim >= 2 && name !== 'bias') total += p.numel() * uses;
  return total;
}

/** The tensors in a value and in the lists inside of it. */
export function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return Array.isArray(value) ? value.flatMap(tensorsIn) : [];
}
