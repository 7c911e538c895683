import { noGrad } from '../../autograd/no-grad.js';
import type { Backend } from '../../backend/backend.js';
import { Buffer } from '../../backend/buffer.js';
import { kernels, withBackend } from '../../backend/choose.js';
import { writeAtomically } from '../../disk/atomic-write.js';
import { shapeText, ValueError } from '../../errors.js';
import type { Module } from '../../nn/module.js';
import { cat, narrow } from '../../tensor/ops/movement.js';
import { sameShape } from '../../tensor/shape.js';
import { Tensor } from '../../tensor/tensor.js';
import type { Graph, GraphValue } from './graph.js';
import { KERNELS } from './kernels.js';
import { wholeOf } from './modules.js';
import { encodeModel } from './proto.js';
import { firstAxes, Trace } from './trace.js';

export interface ExportOnnxOptions {
  /** Version of ONNX's operations, from 13 to 17; default 17. */
  opset?: number;
  /**
   * Order of the dimensions of inputs and outputs with three or more: `'channelsLast'` as here (default), or `'channelsFirst'` as
   * in PyTorch, `[batch, channels, height, width]`.
   */
  layout?: 'channelsLast' | 'channelsFirst';
  /** Whether the first dimension of all inputs may differ from call to call, under the name `batch`; default true. */
  dynamicBatch?: boolean;
  /** Default: `input`, or `input0`, `input1` and so on. */
  inputNames?: readonly string[];
  /** Default: `output`, or `output0`, `output1` and so on. */
  outputNames?: readonly string[];
}

type Settings = Required<Pick<ExportOnnxOptions, 'opset' | 'layout' | 'dynamicBatch'>>;

/** Kernels that compute nothing. */
const PASSED_OVER = new Set<PropertyKey>(['readSync', 'read', 'free', 'activate', 'fromValues', 'empty']);
const LARGEST = 2 ** 31 - 1;

/**
 * Writes a network as an ONNX file, which ONNX Runtime and others run: `io.exportOnnx(net, zeros(1, 28, 28, 1), 'net.onnx')`.
 * The network is called once, in evaluation, on the example inputs; what it computes from them is written down, also in
 * `forward` of own classes, and everything else is a constant. So loops and conditions are those of the example. With a
 * dynamic batch it is called again with one more item, and what depends on the size of the batch is an error.
 * Images stay `[batch, height, width, channels]` unless `layout` says otherwise; transpositions are added where ONNX needs them.
 *
 *     io.exportOnnx(new nn.Sequential(new nn.Linear(3, 2)), zeros(1, 3), 'net.onnx');
 *     process.getBuiltinModule('node:fs').existsSync('net.onnx') // → true
 *
 * @throws ValueError if an operation cannot be exported, named with the module; FileError if the file cannot be written
 */
export function exportOnnx(
  model: Module,
  exampleInputs: Tensor | readonly Tensor[],
  path: string,
  options: ExportOnnxOptions = {},
): void {
  const inputs = exampleInputs instanceof Tensor ? [exampleInputs] : [...exampleInputs];
  const { opset = 17, layout = 'channelsLast', dynamicBatch = true } = options;
  if (!Number.isInteger(opset) || opset < 13 || opset > 17) {
    throw new ValueError(`io.exportOnnx: expected an opset from 13 to 17, got ${opset}`);
  }
  if (layout !== 'channelsLast' && layout !== 'channelsFirst') {
    throw new ValueError(`io.exportOnnx: expected layout 'channelsLast' or 'channelsFirst', got '${layout}'`);
  }
  const settings = { opset, layout, dynamicBatch };
  const names = { inputs: options.inputNames, outputs: options.outputNames };
  const { graph, bytes } = trace(model, inputs, settings, names);
  if (dynamicBatch) checkBatch(graph, trace(model, inputs.map(oneMore), settings, names).graph);
  writeAtomically(path, bytes, `io.exportOnnx ${path}`);
}

interface Names {
  inputs: readonly string[] | undefined;
  outputs: readonly string[] | undefined;
}

function trace(model: Module, inputs: readonly Tensor[], settings: Settings, names: Names) {
  const { opset, layout, dynamicBatch } = settings;
  const known = new Map([...model.namedBuffers(), ...model.namedParameters()].map(([name, x]) => [x.buffer, name]));
  const backend = kernels();
  const tracing = new Trace(backend, dynamicBatch, known);
  const inputValues = inputs.map((x, i): GraphValue => {
    const first = layout === 'channelsFirst' && x.shape.length > 2;
    const name = tracing.graph.unique(nameOf('input', names.inputs, inputs.length, i));
    tracing.set(x.buffer, first ? { first: name } : { last: name });
    return { name, dtype: x.dtype, shape: sizesOf(x, first, dynamicBatch) };
  });
  const results = withBackend(recording(backend, tracing), () => runWhole(model, inputs, tracing));
  const outputValues = results.map((y, i): GraphValue => {
    if (!tracing.follows(y.buffer)) {
      throw new ValueError(`io.exportOnnx: expected outputs that depend on the input, got a constant as number ${i}`);
    }
    const first = layout === 'channelsFirst' && y.shape.length > 2;
    const name = tracing.graph.unique(nameOf('output', names.outputs, results.length, i));
    const inner = first ? tracing.first(y.buffer) : tracing.last(y.buffer);
    tracing.graph.nodes.push({ op: 'Identity', inputs: [inner], output: name, attributes: {} });
    const follows = dynamicBatch && y.shape[0] === inputs[0].shape[0];
    return { name, dtype: y.dtype, shape: sizesOf(y, first, follows) };
  });
  const { graph } = tracing;
  const size = graph.initializers.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (size > LARGEST) throw new ValueError(`io.exportOnnx: expected at most ${LARGEST} bytes of weights, got ${size}`);
  const info = { name: model.rootName(), opset, inputs: inputValues, outputs: outputValues };
  return { graph, bytes: encodeModel(graph, info) };
}

/** Calls the model in evaluation, with modules that become one operation written as such. */
function runWhole(model: Module, inputs: readonly Tensor[], tracing: Trace): Tensor[] {
  const modules = model.modules();
  const modes = modules.map((module) => module.training);
  const hooks = modules.flatMap((module) => {
    const whole = wholeOf(module);
    if (whole === undefined) return [];
    const applies = (args: readonly unknown[]) =>
      args[0] instanceof Tensor && args[0].dtype === 'float32' && tracing.follows(args[0].buffer);
    return [
      module.registerForwardPreHook((_, args) => {
        if (applies(args)) tracing.inside++;
        return undefined;
      }),
      module.registerForwardHook((_, args, output) => {
        if (!applies(args)) return;
        tracing.inside--;
        if (tracing.inside === 0) whole.write(tracing, module, args[0] as Tensor, output as Tensor);
      }),
    ];
  });
  try {
    model.eval();
    const output: unknown = noGrad(() => model(...(inputs as never[])));
    const list = output instanceof Tensor ? [output] : (output as unknown[]);
    if (Array.isArray(list) && list.every((y) => y instanceof Tensor)) return list;
    throw new ValueError(`io.exportOnnx: expected a tensor or a list of tensors as output, got ${typeof output}`);
  } finally {
    for (const hook of hooks) hook.remove();
    for (const [i, module] of modules.entries()) module.training = modes[i];
  }
}

/** The backend, with every call that depends on an input written down. Fused kernels hide what they compute. */
function recording(backend: Backend, tracing: Trace): Backend {
  const get = (target: Backend, key: string | symbol): unknown => {
    const method: unknown = key === 'fused' ? undefined : Reflect.get(target, key);
    if (typeof method !== 'function') return method;
    if (PASSED_OVER.has(key)) return method.bind(target);
    return (...args: unknown[]) => {
      const result: unknown = method.apply(target, args);
      note(tracing, key as keyof Backend, args, result);
      return result;
    };
  };
  return new Proxy(backend, { get });
}

function note(tracing: Trace, kernel: keyof Backend, args: unknown[], result: unknown): void {
  const given = args.flat().filter((arg) => arg instanceof Buffer);
  const made = [result].flat().filter((out) => out instanceof Buffer && !given.includes(out)) as Buffer[];
  if (made.length === 0 || !given.some((x) => tracing.follows(x))) return;
  if (tracing.inside > 0) {
    for (const out of made) tracing.set(out, {});
    return;
  }
  const write = KERNELS[kernel] as ((trace: Trace, out: Buffer, ...args: unknown[]) => void) | undefined;
  if (write === undefined) {
    const known = Object.keys(KERNELS).join(', ');
    throw new ValueError(`io.exportOnnx: expected operations made of ${known}, got ${kernel}`);
  }
  write(tracing, made[0], ...args);
}

/** Throws unless both graphs are the same: they come from batches of different sizes. */
function checkBatch(one: Graph, more: Graph): void {
  const wrong = (got: string): ValueError => {
    const fix = 'build it from x.shape of another dimension, or pass { dynamicBatch: false }';
    return new ValueError(`io.exportOnnx: expected the same computation for every batch size, got ${got}; ${fix}`);
  };
  for (const [i, node] of one.nodes.entries()) {
    if (JSON.stringify(node) !== JSON.stringify(more.nodes[i])) throw wrong(`another ${node.op}`);
  }
  if (one.nodes.length !== more.nodes.length) throw wrong(`${one.nodes.length} and ${more.nodes.length} operations`);
  for (const [i, { shape, values }] of one.initializers.entries()) {
    const other = more.initializers[i];
    const same = sameShape(shape, other.shape) && values.every((v, k) => Object.is(v, other.values[k]));
    if (!same) throw wrong(`a constant of shape ${shapeText(shape)} that differs with it`);
  }
}

function oneMore(x: Tensor): Tensor {
  if (x.shape.length > 0 && x.shape[0] > 0) return cat([x, narrow(x, 0, 0, 1)], 0);
  throw new ValueError(`io.exportOnnx: expected example inputs with a batch of at least 1, got [${x.shape}]`);
}

function nameOf(word: string, names: readonly string[] | undefined, count: number, index: number): string {
  if (names === undefined) return count === 1 ? word : `${word}${index}`;
  if (names.length === count) return names[index];
  throw new ValueError(`io.exportOnnx: expected ${count} ${word}Names, got ${names.length}`);
}

function sizesOf({ shape }: Tensor, first: boolean, dynamic: boolean): (number | string)[] {
  const sizes = first ? firstAxes(shape.length).map((axis) => shape[axis]) : shape;
  return dynamic ? ['batch', ...sizes.slice(1)] : [...sizes];
}
