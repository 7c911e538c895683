import { LecternError } from '../../errors.js';
import type {
  ActivationGradKernel,
  Backend,
  BinaryKernel,
  CompareKernel,
  LinalgKernel,
  PoolOptions,
  ReduceKernel,
  UnaryKernel,
  WindowOptions,
} from '../backend.js';
import { Buffer, type BufferKey, type DType, foreignBuffer, type TypedArray } from '../buffer.js';
import { free, watch } from '../memory.js';
import { bool, cached, fastMode, int, type, typeAttributes, windowAttributes } from './attributes.js';
import { type Attribute, type Binding, loadBinding, type TensorInfo, TF_TYPE } from './binding.js';

const DTYPES: Record<number, DType> = { 1: 'float32', 3: 'int32', 10: 'bool' };
const NO_ATTRIBUTES: readonly Attribute[] = [];
/** Small int32 arguments (axes, shapes, permutations) kept on the backend at most. */
const MAX_CONSTANTS = 2000;

/** Kernels that carry no `T`. */
const BOOL_KERNELS = new Set(['LogicalNot', 'LogicalAnd', 'LogicalOr', 'All', 'Any']);

/** Attributes beside `T`, and how many results there are. */
const LINALG: Record<LinalgKernel, [readonly Attribute[], number]> = {
  MatrixSolve: [[bool('adjoint', false)], 1],
  MatrixInverse: [[bool('adjoint', false)], 1],
  MatrixDeterminant: [[], 1],
  Cholesky: [[], 1],
  Qr: [[bool('full_matrices', false)], 2],
  Svd: [[bool('compute_uv', true), bool('full_matrices', false)], 3],
  SelfAdjointEigV2: [[bool('compute_v', true)], 2],
};

/** TensorFlow through its C API's eager ops, straight from the addon. */
export class TensorFlowBackend implements Backend {
  readonly name = 'tensorflow';
  readonly description: string;
  readonly syncReads = true;
  readonly #binding: Binding;
  readonly #constants = new Map<string, number>();
  readonly #release = (key: BufferKey) => this.free(key);

  constructor() {
    this.#binding = loadBinding();
    const device = this.#binding.isUsingGpuDevice() ? 'NVIDIA GPU' : 'CPU';
    this.description = `TensorFlow ${this.#binding.TF_Version}, ${device}`;
  }

  fromValues(values: TypedArray, shape: readonly number[], dtype: DType): Buffer {
    const id = this.#binding.createTensor(shape, TF_TYPE[dtype], values);
    return watch(new Buffer(id, shape, dtype), this.#release);
  }

  readSync(x: Buffer): TypedArray {
    if (typeof x.key !== 'number') throw foreignBuffer();
    return this.#binding.tensorDataSync(x.key);
  }

  async read(x: Buffer): Promise<TypedArray> {
    return this.readSync(x);
  }

  free(key: BufferKey): void {
    this.#binding.deleteTensor(key as number);
  }

  unary(kernel: UnaryKernel, x: Buffer): Buffer {
    return this.#run(kernel, BOOL_KERNELS.has(kernel) ? NO_ATTRIBUTES : typeAttributes('T', x.dtype), [x.key]);
  }

  binary(kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer {
    return this.#run(kernel, typeAttributes('T', a.dtype), [a.key, b.key]);
  }

  compare(kernel: CompareKernel, a: Buffer, b: Buffer): Buffer {
    return this.#run(kernel, BOOL_KERNELS.has(kernel) ? NO_ATTRIBUTES : typeAttributes('T', a.dtype), [a.key, b.key]);
  }

  activationGrad(kernel: ActivationGradKernel, g: Buffer, y: Buffer): Buffer {
    return kernel === 'ReluGrad'
      ? this.#run(kernel, typeAttributes('T', 'float32'), [g.key, y.key])
      : this.#run(kernel, typeAttributes('T', 'float32'), [y.key, g.key]);
  }

  cast(x: Buffer, dtype: DType): Buffer {
    const attributes = cached(`Cast|${x.dtype}|${dtype}`, () => [
      type('SrcT', x.dtype),
      type('DstT', dtype),
      bool('Truncate', false),
    ]);
    return this.#run('Cast', attributes, [x.key]);
  }

  select(condition: Buffer, a: Buffer, b: Buffer): Buffer {
    return this.#run('SelectV2', typeAttributes('T', a.dtype), [condition.key, a.key, b.key]);
  }

  reduce(kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer {
    const attributes = cached(`${kernel}|${x.dtype}|${keepDim}`, () => {
      const common = [type('Tidx', 'int32'), bool('keep_dims', keepDim)];
      return BOOL_KERNELS.has(kernel) ? common : [type('T', x.dtype), ...common];
    });
    return this.#run(kernel, attributes, [x.key, this.#constant(axes)]);
  }

  argReduce(kernel: 'ArgMax' | 'ArgMin', x: Buffer, axis: number): Buffer {
    const attributes = cached(`${kernel}|${x.dtype}`, () => [
      type('T', x.dtype),
      type('Tidx', 'int32'),
      type('output_type', 'int32'),
    ]);
    return this.#run(kernel, attributes, [x.key, this.#scalar(axis)]);
  }

  cumsum(x: Buffer, axis: number, reverse: boolean): Buffer {
    const attributes = cached(`Cumsum|${x.dtype}|${reverse}`, () => [
      type('T', x.dtype),
      type('Tidx', 'int32'),
      bool('exclusive', false),
      bool('reverse', reverse),
    ]);
    return this.#run('Cumsum', attributes, [x.key, this.#scalar(axis)]);
  }

  topk(x: Buffer, k: number): [Buffer, Buffer] {
    const attributes = cached(`TopKV2|${x.dtype}`, () => [
      type('T', x.dtype),
      type('Tk', 'int32'),
      type('index_type', 'int32'),
      bool('sorted', true),
    ]);
    return this.#runMany('TopKV2', attributes, [x.key, this.#scalar(k)], 2) as [Buffer, Buffer];
  }

  linalg(kernel: LinalgKernel, inputs: readonly Buffer[]): Buffer[] {
    const [attributes, outputs] = LINALG[kernel];
    const keys = inputs.map((x) => x.key);
    return this.#runMany(kernel, [type('T', 'float32'), ...attributes], keys, outputs);
  }

  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer {
    if (a.shape.length === 2 && b.shape.length === 2) {
      const attributes = cached(`MatMul|${a.dtype}|${transposeA}|${transposeB}`, () => [
        type('T', a.dtype),
        bool('transpose_a', transposeA),
        bool('transpose_b', transposeB),
      ]);
      return this.#run('MatMul', attributes, [a.key, b.key]);
    }
    const attributes = cached(`BatchMatMulV2|${a.dtype}|${transposeA}|${transposeB}`, () => [
      type('T', a.dtype),
      bool('adj_x', transposeA),
      bool('adj_y', transposeB),
    ]);
    return this.#run('BatchMatMulV2', attributes, [a.key, b.key]);
  }

  biasAdd(x: Buffer, bias: Buffer): Buffer {
    return this.#run('BiasAdd', typeAttributes('T', x.dtype), [x.key, bias.key]);
  }

  reshape(x: Buffer, shape: readonly number[]): Buffer {
    const attributes = cached(`Reshape|${x.dtype}`, () => [type('T', x.dtype), type('Tshape', 'int32')]);
    return this.#run('Reshape', attributes, [x.key, this.#constant(shape)]);
  }

  transpose(x: Buffer, axes: readonly number[]): Buffer {
    const attributes = cached(`Transpose|${x.dtype}`, () => [type('T', x.dtype), type('Tperm', 'int32')]);
    return this.#run('Transpose', attributes, [x.key, this.#constant(axes)]);
  }

  broadcastTo(x: Buffer, shape: readonly number[]): Buffer {
    const attributes = cached(`BroadcastTo|${x.dtype}`, () => [type('T', x.dtype), type('Tidx', 'int32')]);
    const step = broadcastStep(x.shape, shape);
    const out = this.#run('BroadcastTo', attributes, [x.key, this.#constant(step ?? shape)]);
    if (step === null) return out;
    const whole = this.broadcastTo(out, shape);
    free(out, 'the broadcast that made it');
    return whole;
  }

  concat(xs: readonly Buffer[], axis: number): Buffer {
    const attributes = cached(`ConcatV2|${xs[0].dtype}|${xs.length}`, () => [
      type('T', xs[0].dtype),
      type('Tidx', 'int32'),
      int('N', xs.length),
    ]);
    return this.#run('ConcatV2', attributes, [...xs.map((x) => x.key), this.#scalar(axis)]);
  }

  slice(x: Buffer, begin: readonly number[], size: readonly number[]): Buffer {
    const attributes = cached(`Slice|${x.dtype}`, () => [type('T', x.dtype), type('Index', 'int32')]);
    return this.#run('Slice', attributes, [x.key, this.#constant(begin), this.#constant(size)]);
  }

  pad(x: Buffer, pads: readonly (readonly [number, number])[], value: number): Buffer {
    const attributes = cached(`PadV2|${x.dtype}`, () => [type('T', x.dtype), type('Tpaddings', 'int32')]);
    const filler = this.#rawScalar(value, x.dtype);
    const out = this.#run('PadV2', attributes, [x.key, this.#constant(pads.flat(), [pads.length, 2]), filler]);
    this.#binding.deleteTensor(filler);
    return out;
  }

  reverse(x: Buffer, axes: readonly number[]): Buffer {
    const attributes = cached(`ReverseV2|${x.dtype}`, () => [type('T', x.dtype), type('Tidx', 'int32')]);
    return this.#run('ReverseV2', attributes, [x.key, this.#constant(axes)]);
  }

  gather(x: Buffer, indices: Buffer, axis: number): Buffer {
    const attributes = cached(`GatherV2|${x.dtype}`, () => [
      type('Tparams', x.dtype),
      type('Tindices', 'int32'),
      type('Taxis', 'int32'),
      int('batch_dims', 0),
    ]);
    return this.#run('GatherV2', attributes, [x.key, indices.key, this.#scalar(axis)]);
  }

  segmentSum(x: Buffer, indices: Buffer, count: number): Buffer {
    const attributes = cached(`UnsortedSegmentSum|${x.dtype}`, () => [
      type('T', x.dtype),
      type('Tindices', 'int32'),
      type('Tnumsegments', 'int32'),
    ]);
    return this.#run('UnsortedSegmentSum', attributes, [x.key, indices.key, this.#scalar(count)]);
  }

  oneHot(indices: Buffer, depth: number): Buffer {
    const attributes = cached('OneHot', () => [type('T', 'float32'), type('TI', 'int32'), int('axis', -1)]);
    const one = this.#rawScalar(1, 'float32');
    const zero = this.#rawScalar(0, 'float32');
    const out = this.#run('OneHot', attributes, [indices.key, this.#scalar(depth), one, zero]);
    this.#binding.deleteTensor(one);
    this.#binding.deleteTensor(zero);
    return out;
  }

  softmax(x: Buffer): Buffer {
    return this.#run('Softmax', typeAttributes('T', 'float32'), [x.key]);
  }

  logSoftmax(x: Buffer): Buffer {
    return this.#run('LogSoftmax', typeAttributes('T', 'float32'), [x.key]);
  }

  sparseCrossEntropy(logits: Buffer, labels: Buffer): [Buffer, Buffer] {
    const attributes = cached('SparseSoftmaxCrossEntropyWithLogits', () => [
      type('T', 'float32'),
      type('Tlabels', 'int32'),
    ]);
    const keys = [logits.key, labels.key];
    return this.#runMany('SparseSoftmaxCrossEntropyWithLogits', attributes, keys, 2) as [Buffer, Buffer];
  }

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer {
    // For an empty batch oneDNN gives back the shape of the input.
    if (x.shape[0] === 0) return this.fromValues(new Float32Array(0), convolvedShape(x, filter, options), 'float32');
    const mode = fastMode(x.shape, filter.shape, options) ?? 'EXPLICIT';
    return this.#run('Conv2D', windowAttributes(options, mode), [x.key, filter.key]);
  }

  conv2dInputGrad(g: Buffer, filter: Buffer, inputShape: readonly number[], options: WindowOptions): Buffer {
    const mode = fastMode(inputShape, filter.shape, options);
    if (mode !== null) {
      const keys = [this.#constant(inputShape), filter.key, g.key];
      return this.#run('Conv2DBackpropInput', windowAttributes(options, mode), keys);
    }
    const [rows, cols] = options.pads;
    const [n, height, width, channels] = inputShape;
    const padded = [n, height + rows[0] + rows[1], width + cols[0] + cols[1], channels];
    const keys = [this.#constant(padded), filter.key, g.key];
    const whole = this.#run('Conv2DBackpropInput', windowAttributes(options, 'VALID'), keys);
    const inner = this.slice(whole, [0, rows[0], cols[0], 0], inputShape);
    free(whole, 'the convolution that made it');
    return inner;
  }

  conv2dFilterGrad(x: Buffer, g: Buffer, filterShape: readonly number[], options: WindowOptions): Buffer {
    const mode = fastMode(x.shape, filterShape, options);
    const input = mode === null ? this.pad(x, [[0, 0], ...options.pads, [0, 0]], 0) : x;
    const keys = [input.key, this.#constant(filterShape), g.key];
    const gradient = this.#run('Conv2DBackpropFilter', windowAttributes(options, mode ?? 'VALID'), keys);
    if (mode === null) free(input, 'the convolution that made it');
    return gradient;
  }

  maxPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#run('MaxPool', poolAttributes(options), [x.key]);
  }

  maxPoolGrad(g: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    return this.#run('MaxPoolGrad', poolAttributes(options), [x.key, y.key, g.key]);
  }

  maxPoolGradGrad(gg: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    return this.#run('MaxPoolGradGrad', poolAttributes(options), [x.key, y.key, gg.key]);
  }

  avgPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#run('AvgPool', poolAttributes(options), [x.key]);
  }

  avgPoolGrad(g: Buffer, inputShape: readonly number[], options: PoolOptions): Buffer {
    return this.#run('AvgPoolGrad', poolAttributes(options), [this.#constant(inputShape), g.key]);
  }

  #run(op: string, attributes: readonly Attribute[], inputs: readonly BufferKey[]): Buffer {
    return this.#runMany(op, attributes, inputs, 1)[0];
  }

  #runMany(op: string, attributes: readonly Attribute[], inputs: readonly BufferKey[], outputs: number): Buffer[] {
    const keys = numbers(inputs);
    try {
      return this.#binding.executeOp(op, attributes, keys, outputs).map((info) => this.#adopt(info));
    } catch (error) {
      throw refusal(op, error);
    }
  }

  #adopt(info: TensorInfo): Buffer {
    return watch(new Buffer(info.id, info.shape, DTYPES[info.dtype]), this.#release);
  }

  #scalar(value: number): number {
    return this.#constant([value], []);
  }

  /** Small int32 argument; kept, since the same axes and shapes come back at each step. */
  #constant(values: readonly number[], shape: readonly number[] = [values.length]): number {
    const key = `${shape.length}|${values}`;
    let id = this.#constants.get(key);
    if (id === undefined) {
      if (this.#constants.size >= MAX_CONSTANTS) this.#dropConstants();
      id = this.#binding.createTensor(shape, TF_TYPE.int32, Int32Array.from(values));
      this.#constants.set(key, id);
    }
    return id;
  }

  #dropConstants(): void {
    for (const id of this.#constants.values()) this.#binding.deleteTensor(id);
    this.#constants.clear();
  }

  #rawScalar(value: number, dtype: DType): number {
    const values =
      dtype === 'float32' ? Float32Array.of(value) : dtype === 'int32' ? Int32Array.of(value) : Uint8Array.of(value);
    return this.#binding.createTensor([], TF_TYPE[dtype], values);
  }
}

/**
 * Shape to go to first where TensorFlow cannot broadcast at once: after joining neighbours that are both repeated or
 * both not, it takes few axes only. `null` where it can.
 */
function broadcastStep(from: readonly number[], to: readonly number[]): number[] | null {
  const lead = to.length - from.length;
  const repeated = to.map((n, i) => i < lead || (from[i - lead] === 1 && n !== 1));
  const changes = repeated.filter((r, i) => i > 0 && r !== repeated[i - 1]).length;
  if (changes < 4) return null;
  const last = repeated.lastIndexOf(true);
  return to.map((n, i) => (i === last ? 1 : n));
}

function convolvedShape(x: Buffer, filter: Buffer, { stride, pads }: WindowOptions): number[] {
  const [height, width] = [0, 1].map(
    (i) => Math.floor((x.shape[i + 1] + pads[i][0] + pads[i][1] - filter.shape[i]) / stride[i]) + 1,
  );
  return [x.shape[0], height, width, filter.shape[3]];
}

/** TensorFlow's complaint without its status code and the op's definition. */
function refusal(op: string, error: unknown): LecternError {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.replace(/^Invalid TF_Status: \d+\s*Message: /, '').replace(/\s*; NodeDef[\s\S]*$/, '');
  return new LecternError(`${op}: TensorFlow refused the arguments, ${reason}`);
}

function numbers(keys: readonly BufferKey[]): readonly number[] {
  for (const key of keys) if (typeof key !== 'number') throw foreignBuffer();
  return keys as readonly number[];
}

/** Pools get images that are padded already. */
function poolAttributes(options: PoolOptions): readonly Attribute[] {
  return windowAttributes(options, 'VALID', options.kernel);
}
