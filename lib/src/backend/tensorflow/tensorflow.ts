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
import type { Buffer, BufferKey, DType, TypedArray } from '../buffer.js';
import type { FusedKernels } from '../fused.js';
import { free } from '../memory.js';
import { bool, cached, fastMode, int, type, typeAttributes, windowAttributes } from './attributes.js';
import { type Attribute, loadBinding } from './binding.js';
import { Calls } from './calls.js';
import { TensorFlowFused } from './fused.js';

const NO_ATTRIBUTES: readonly Attribute[] = [];

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
  readonly fused: FusedKernels;
  readonly #calls: Calls;

  constructor() {
    const binding = loadBinding();
    const device = binding.isUsingGpuDevice() ? 'NVIDIA GPU' : 'CPU';
    this.description = `TensorFlow ${binding.TF_Version}, ${device}`;
    this.#calls = new Calls(binding);
    this.fused = new TensorFlowFused(this.#calls);
  }

  fromValues(values: TypedArray, shape: readonly number[], dtype: DType): Buffer {
    return this.#calls.fromValues(values, shape, dtype);
  }

  readSync(x: Buffer): TypedArray {
    return this.#calls.read(x);
  }

  async read(x: Buffer): Promise<TypedArray> {
    return this.readSync(x);
  }

  free(key: BufferKey): void {
    this.#calls.drop(key as number);
  }

  unary(kernel: UnaryKernel, x: Buffer): Buffer {
    return this.#calls.run(kernel, BOOL_KERNELS.has(kernel) ? NO_ATTRIBUTES : typeAttributes('T', x.dtype), [x.key]);
  }

  binary(kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer {
    return this.#calls.run(kernel, typeAttributes('T', a.dtype), [a.key, b.key]);
  }

  compare(kernel: CompareKernel, a: Buffer, b: Buffer): Buffer {
    return this.#calls.run(kernel, BOOL_KERNELS.has(kernel) ? NO_ATTRIBUTES : typeAttributes('T', a.dtype), [
      a.key,
      b.key,
    ]);
  }

  activationGrad(kernel: ActivationGradKernel, g: Buffer, y: Buffer): Buffer {
    return kernel === 'ReluGrad'
      ? this.#calls.run(kernel, typeAttributes('T', 'float32'), [g.key, y.key])
      : this.#calls.run(kernel, typeAttributes('T', 'float32'), [y.key, g.key]);
  }

  cast(x: Buffer, dtype: DType): Buffer {
    const attributes = cached(`Cast|${x.dtype}|${dtype}`, () => [
      type('SrcT', x.dtype),
      type('DstT', dtype),
      bool('Truncate', false),
    ]);
    return this.#calls.run('Cast', attributes, [x.key]);
  }

  select(condition: Buffer, a: Buffer, b: Buffer): Buffer {
    return this.#calls.run('SelectV2', typeAttributes('T', a.dtype), [condition.key, a.key, b.key]);
  }

  reduce(kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer {
    const attributes = cached(`${kernel}|${x.dtype}|${keepDim}`, () => {
      const common = [type('Tidx', 'int32'), bool('keep_dims', keepDim)];
      return BOOL_KERNELS.has(kernel) ? common : [type('T', x.dtype), ...common];
    });
    return this.#calls.run(kernel, attributes, [x.key, this.#calls.constant(axes)]);
  }

  argReduce(kernel: 'ArgMax' | 'ArgMin', x: Buffer, axis: number): Buffer {
    const attributes = cached(`${kernel}|${x.dtype}`, () => [
      type('T', x.dtype),
      type('Tidx', 'int32'),
      type('output_type', 'int32'),
    ]);
    return this.#calls.run(kernel, attributes, [x.key, this.#calls.scalar(axis)]);
  }

  cumsum(x: Buffer, axis: number, reverse: boolean): Buffer {
    const attributes = cached(`Cumsum|${x.dtype}|${reverse}`, () => [
      type('T', x.dtype),
      type('Tidx', 'int32'),
      bool('exclusive', false),
      bool('reverse', reverse),
    ]);
    return this.#calls.run('Cumsum', attributes, [x.key, this.#calls.scalar(axis)]);
  }

  topk(x: Buffer, k: number): [Buffer, Buffer] {
    const attributes = cached(`TopKV2|${x.dtype}`, () => [
      type('T', x.dtype),
      type('Tk', 'int32'),
      type('index_type', 'int32'),
      bool('sorted', true),
    ]);
    return this.#calls.runMany('TopKV2', attributes, [x.key, this.#calls.scalar(k)], 2) as [Buffer, Buffer];
  }

  linalg(kernel: LinalgKernel, inputs: readonly Buffer[]): Buffer[] {
    const [attributes, outputs] = LINALG[kernel];
    const keys = inputs.map((x) => x.key);
    return this.#calls.runMany(kernel, [type('T', 'float32'), ...attributes], keys, outputs);
  }

  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer {
    if (a.shape.length === 2 && b.shape.length === 2) {
      const attributes = cached(`MatMul|${a.dtype}|${transposeA}|${transposeB}`, () => [
        type('T', a.dtype),
        bool('transpose_a', transposeA),
        bool('transpose_b', transposeB),
      ]);
      return this.#calls.run('MatMul', attributes, [a.key, b.key]);
    }
    const attributes = cached(`BatchMatMulV2|${a.dtype}|${transposeA}|${transposeB}`, () => [
      type('T', a.dtype),
      bool('adj_x', transposeA),
      bool('adj_y', transposeB),
    ]);
    return this.#calls.run('BatchMatMulV2', attributes, [a.key, b.key]);
  }

  biasAdd(x: Buffer, bias: Buffer): Buffer {
    return this.#calls.run('BiasAdd', typeAttributes('T', x.dtype), [x.key, bias.key]);
  }

  reshape(x: Buffer, shape: readonly number[]): Buffer {
    const attributes = cached(`Reshape|${x.dtype}`, () => [type('T', x.dtype), type('Tshape', 'int32')]);
    return this.#calls.run('Reshape', attributes, [x.key, this.#calls.constant(shape)]);
  }

  transpose(x: Buffer, axes: readonly number[]): Buffer {
    const attributes = cached(`Transpose|${x.dtype}`, () => [type('T', x.dtype), type('Tperm', 'int32')]);
    return this.#calls.run('Transpose', attributes, [x.key, this.#calls.constant(axes)]);
  }

  broadcastTo(x: Buffer, shape: readonly number[]): Buffer {
    const attributes = cached(`BroadcastTo|${x.dtype}`, () => [type('T', x.dtype), type('Tidx', 'int32')]);
    const step = broadcastStep(x.shape, shape);
    const out = this.#calls.run('BroadcastTo', attributes, [x.key, this.#calls.constant(step ?? shape)]);
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
    return this.#calls.run('ConcatV2', attributes, [...xs.map((x) => x.key), this.#calls.scalar(axis)]);
  }

  slice(x: Buffer, begin: readonly number[], size: readonly number[]): Buffer {
    const attributes = cached(`Slice|${x.dtype}`, () => [type('T', x.dtype), type('Index', 'int32')]);
    return this.#calls.run('Slice', attributes, [x.key, this.#calls.constant(begin), this.#calls.constant(size)]);
  }

  pad(x: Buffer, pads: readonly (readonly [number, number])[], value: number): Buffer {
    const attributes = cached(`PadV2|${x.dtype}`, () => [type('T', x.dtype), type('Tpaddings', 'int32')]);
    const filler = this.#calls.rawScalar(value, x.dtype);
    const out = this.#calls.run('PadV2', attributes, [
      x.key,
      this.#calls.constant(pads.flat(), [pads.length, 2]),
      filler,
    ]);
    this.#calls.drop(filler);
    return out;
  }

  reverse(x: Buffer, axes: readonly number[]): Buffer {
    const attributes = cached(`ReverseV2|${x.dtype}`, () => [type('T', x.dtype), type('Tidx', 'int32')]);
    return this.#calls.run('ReverseV2', attributes, [x.key, this.#calls.constant(axes)]);
  }

  gather(x: Buffer, indices: Buffer, axis: number): Buffer {
    const attributes = cached(`GatherV2|${x.dtype}`, () => [
      type('Tparams', x.dtype),
      type('Tindices', 'int32'),
      type('Taxis', 'int32'),
      int('batch_dims', 0),
    ]);
    return this.#calls.run('GatherV2', attributes, [x.key, indices.key, this.#calls.scalar(axis)]);
  }

  segmentSum(x: Buffer, indices: Buffer, count: number): Buffer {
    const attributes = cached(`UnsortedSegmentSum|${x.dtype}`, () => [
      type('T', x.dtype),
      type('Tindices', 'int32'),
      type('Tnumsegments', 'int32'),
    ]);
    return this.#calls.run('UnsortedSegmentSum', attributes, [x.key, indices.key, this.#calls.scalar(count)]);
  }

  oneHot(indices: Buffer, depth: number): Buffer {
    const attributes = cached('OneHot', () => [type('T', 'float32'), type('TI', 'int32'), int('axis', -1)]);
    const one = this.#calls.rawScalar(1, 'float32');
    const zero = this.#calls.rawScalar(0, 'float32');
    const out = this.#calls.run('OneHot', attributes, [indices.key, this.#calls.scalar(depth), one, zero]);
    this.#calls.drop(one);
    this.#calls.drop(zero);
    return out;
  }

  softmax(x: Buffer): Buffer {
    return this.#calls.run('Softmax', typeAttributes('T', 'float32'), [x.key]);
  }

  logSoftmax(x: Buffer): Buffer {
    return this.#calls.run('LogSoftmax', typeAttributes('T', 'float32'), [x.key]);
  }

  sparseCrossEntropy(logits: Buffer, labels: Buffer): [Buffer, Buffer] {
    const attributes = cached('SparseSoftmaxCrossEntropyWithLogits', () => [
      type('T', 'float32'),
      type('Tlabels', 'int32'),
    ]);
    const keys = [logits.key, labels.key];
    return this.#calls.runMany('SparseSoftmaxCrossEntropyWithLogits', attributes, keys, 2) as [Buffer, Buffer];
  }

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer {
    // For an empty batch oneDNN gives back the shape of the input.
    if (x.shape[0] === 0) return this.fromValues(new Float32Array(0), convolvedShape(x, filter, options), 'float32');
    const mode = fastMode(x.shape, filter.shape, options) ?? 'EXPLICIT';
    return this.#calls.run('Conv2D', windowAttributes(options, mode), [x.key, filter.key]);
  }

  conv2dInputGrad(g: Buffer, filter: Buffer, inputShape: readonly number[], options: WindowOptions): Buffer {
    const mode = fastMode(inputShape, filter.shape, options);
    if (mode !== null) {
      const keys = [this.#calls.constant(inputShape), filter.key, g.key];
      return this.#calls.run('Conv2DBackpropInput', windowAttributes(options, mode), keys);
    }
    const [rows, cols] = options.pads;
    const [n, height, width, channels] = inputShape;
    const padded = [n, height + rows[0] + rows[1], width + cols[0] + cols[1], channels];
    const keys = [this.#calls.constant(padded), filter.key, g.key];
    const whole = this.#calls.run('Conv2DBackpropInput', windowAttributes(options, 'VALID'), keys);
    const inner = this.slice(whole, [0, rows[0], cols[0], 0], inputShape);
    free(whole, 'the convolution that made it');
    return inner;
  }

  conv2dFilterGrad(x: Buffer, g: Buffer, filterShape: readonly number[], options: WindowOptions): Buffer {
    const mode = fastMode(x.shape, filterShape, options);
    const input = mode === null ? this.pad(x, [[0, 0], ...options.pads, [0, 0]], 0) : x;
    const keys = [input.key, this.#calls.constant(filterShape), g.key];
    const gradient = this.#calls.run('Conv2DBackpropFilter', windowAttributes(options, mode ?? 'VALID'), keys);
    if (mode === null) free(input, 'the convolution that made it');
    return gradient;
  }

  maxPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#calls.run('MaxPool', poolAttributes(options), [x.key]);
  }

  maxPoolGrad(g: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    return this.#calls.run('MaxPoolGrad', poolAttributes(options), [x.key, y.key, g.key]);
  }

  maxPoolGradGrad(gg: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    return this.#calls.run('MaxPoolGradGrad', poolAttributes(options), [x.key, y.key, gg.key]);
  }

  avgPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#calls.run('AvgPool', poolAttributes(options), [x.key]);
  }

  avgPoolGrad(g: Buffer, inputShape: readonly number[], options: PoolOptions): Buffer {
    return this.#calls.run('AvgPoolGrad', poolAttributes(options), [this.#calls.constant(inputShape), g.key]);
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

/** Pools get images that are padded already. */
function poolAttributes(options: PoolOptions): readonly Attribute[] {
  return windowAttributes(options, 'VALID', options.kernel);
}
