import type * as tfc from '@tensorflow/tfjs-core';
import type {
  ActivationGradKernel,
  Backend,
  BackendName,
  BinaryKernel,
  CompareKernel,
  LinalgKernel,
  PoolOptions,
  ReduceKernel,
  UnaryKernel,
  WindowOptions,
} from '../backend.js';
import { Buffer, type BufferKey, type DType, foreignBuffer, type TypedArray } from '../buffer.js';
import { watch } from '../memory.js';
import { filterGradByTaps, placesOfMaxima, putAt } from './composed.js';
import { decompose, type MatrixLibrary } from './linalg.js';

export type Core = Omit<typeof tfc, 'default'>;
type Tensor = tfc.Tensor;

/** TensorFlow's op names, which the interface uses, where tfjs calls the kernel otherwise. */
const NAMES: Record<string, string> = { AddV2: 'Add', Mul: 'Multiply', FloorMod: 'Mod' };

/**
 * Kernels of a TensorFlow.js backend, through tfjs's engine but never its tape. A buffer's key is the tfjs tensor.
 */
export class TfjsBackend implements Backend {
  readonly #release = (key: BufferKey) => this.free(key);

  constructor(
    readonly core: Core,
    readonly name: BackendName,
    readonly description: string,
    readonly syncReads: boolean,
    readonly matrices: MatrixLibrary,
  ) {}

  /** tfjs computes on the one backend that it was told last. */
  async activate(): Promise<void> {
    await this.core.setBackend(this.name);
  }

  fromValues(values: TypedArray, shape: readonly number[], dtype: DType): Buffer {
    return this.#adopt(this.core.tensor(values, [...shape], dtype));
  }

  readSync(x: Buffer): TypedArray {
    return this.#own(x, key(x).dataSync() as TypedArray);
  }

  async read(x: Buffer): Promise<TypedArray> {
    return this.#own(x, (await key(x).data()) as TypedArray);
  }

  /** The CPU backends hand out their own memory: a caller must not be able to write to it. */
  #own(x: Buffer, values: TypedArray): TypedArray {
    return x.dtype === 'bool' ? Uint8Array.from(values) : values.slice();
  }

  free(tensor: BufferKey): void {
    (tensor as Tensor).dispose();
  }

  unary(kernel: UnaryKernel, x: Buffer): Buffer {
    return this.#run(kernel, { x: key(x) });
  }

  binary(kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer {
    if (kernel === 'Atan2') return this.#adopt(this.core.atan2(key(a), key(b)));
    return this.#run(kernel, { a: key(a), b: key(b) });
  }

  compare(kernel: CompareKernel, a: Buffer, b: Buffer): Buffer {
    return this.#run(kernel, { a: key(a), b: key(b) });
  }

  activationGrad(kernel: ActivationGradKernel, g: Buffer, y: Buffer): Buffer {
    const { core } = this;
    return this.#compose(() => {
      const [dy, out] = [key(g), key(y)];
      if (kernel === 'ReluGrad') return core.mul(dy, core.step(out));
      if (kernel === 'SigmoidGrad') return core.mul(dy, core.mul(out, core.sub(1, out)));
      return core.mul(dy, core.sub(1, core.square(out)));
    });
  }

  cast(x: Buffer, dtype: DType): Buffer {
    // WebAssembly copies the numbers into the bytes of a bool, so that 2 stays 2 and 0.5 becomes 0.
    if (dtype === 'bool') {
      return this.#compose(() => this.core.notEqual(key(x), this.core.scalar(0, x.dtype as 'float32')));
    }
    return this.#adopt(this.core.cast(key(x), dtype));
  }

  select(condition: Buffer, a: Buffer, b: Buffer): Buffer {
    return this.#adopt(this.core.where(key(condition) as tfc.Tensor<tfc.Rank>, key(a), key(b)));
  }

  reduce(kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer {
    const reducers = {
      Sum: 'sum',
      Mean: 'mean',
      Prod: 'prod',
      Max: 'max',
      Min: 'min',
      All: 'all',
      Any: 'any',
    } as const;
    return this.#adopt(this.core[reducers[kernel]](key(x), [...axes], keepDim));
  }

  argReduce(kernel: 'ArgMax' | 'ArgMin', x: Buffer, axis: number): Buffer {
    return this.#adopt(kernel === 'ArgMax' ? this.core.argMax(key(x), axis) : this.core.argMin(key(x), axis));
  }

  cumsum(x: Buffer, axis: number, reverse: boolean): Buffer {
    return this.#adopt(this.core.cumsum(key(x), axis, false, reverse));
  }

  topk(x: Buffer, k: number): [Buffer, Buffer] {
    const { values, indices } = this.core.topk(key(x), k, true);
    return [this.#adopt(values), this.#adopt(indices)];
  }

  linalg(kernel: LinalgKernel, inputs: readonly Buffer[]): Buffer[] {
    const arrays = inputs.map((x) => ({ shape: x.shape, values: this.readSync(x) }));
    return decompose(this.matrices, kernel, arrays).map(({ shape, values }) =>
      this.fromValues(values, shape, 'float32'),
    );
  }

  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer {
    return this.#adopt(this.core.matMul(key(a), key(b), transposeA, transposeB));
  }

  biasAdd(x: Buffer, bias: Buffer): Buffer {
    return this.#adopt(this.core.add(key(x), key(bias)));
  }

  reshape(x: Buffer, shape: readonly number[]): Buffer {
    return this.#adopt(this.core.reshape(key(x), [...shape]));
  }

  transpose(x: Buffer, axes: readonly number[]): Buffer {
    return this.#adopt(this.core.transpose(key(x), [...axes]));
  }

  broadcastTo(x: Buffer, shape: readonly number[]): Buffer {
    return this.#adopt(this.core.broadcastTo(key(x), [...shape] as tfc.ShapeMap[tfc.Rank]));
  }

  concat(xs: readonly Buffer[], axis: number): Buffer {
    return this.#adopt(this.core.concat(xs.map(key), axis));
  }

  slice(x: Buffer, begin: readonly number[], size: readonly number[]): Buffer {
    return this.#adopt(this.core.slice(key(x), [...begin], [...size]));
  }

  pad(x: Buffer, pads: readonly (readonly [number, number])[], value: number): Buffer {
    return this.#adopt(
      this.core.pad(
        key(x),
        pads.map(([a, b]): [number, number] => [a, b]),
        value,
      ),
    );
  }

  reverse(x: Buffer, axes: readonly number[]): Buffer {
    return this.#adopt(this.core.reverse(key(x), [...axes]));
  }

  gather(x: Buffer, indices: Buffer, axis: number): Buffer {
    if (x.size === 0 && !indices.shape.includes(0))
      return this.#empty(x, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
    return this.#adopt(this.core.gather(key(x), key(indices), axis));
  }

  segmentSum(x: Buffer, indices: Buffer, count: number): Buffer {
    if (x.shape.slice(1).includes(0)) return this.#empty(x, [count, ...x.shape.slice(1)]);
    // WebAssembly has no UnsortedSegmentSum: a product with the one-hot matrix of the indices is the same sum.
    if (this.core.getKernel('UnsortedSegmentSum', this.name) === undefined) {
      return this.#compose(() => {
        const rows = key(x);
        const hot = this.#oneHot(indices, count);
        const width = rows.shape.slice(1).reduce((a, b) => a * b, 1);
        const flat = this.core.reshape(rows, [rows.shape[0], width]);
        return this.core.reshape(this.core.matMul(hot, flat, true, false), [count, ...rows.shape.slice(1)]);
      });
    }
    return this.#adopt(this.core.unsortedSegmentSum(key(x), key(indices) as tfc.Tensor1D, count));
  }

  /** WebAssembly gives results without elements the shape of the input. */
  #empty(like: Buffer, shape: readonly number[]): Buffer {
    return this.#adopt(this.core.tensor([], [...shape], like.dtype));
  }

  oneHot(indices: Buffer, depth: number): Buffer {
    return this.#compose(() => this.#oneHot(indices, depth));
  }

  /** tfjs refuses a depth of 1, and WebAssembly gives int32 whatever is asked. */
  #oneHot(indices: Buffer, depth: number): Tensor {
    const hot = this.core.cast(this.core.oneHot(key(indices), Math.max(depth, 2)), 'float32');
    return depth < 2
      ? this.core.slice(
          hot,
          hot.shape.map(() => 0),
          [...indices.shape, depth],
        )
      : hot;
  }

  softmax(x: Buffer): Buffer {
    return this.#adopt(this.core.softmax(key(x)));
  }

  logSoftmax(x: Buffer): Buffer {
    return this.#compose(() => this.#logSoftmax(key(x)));
  }

  /** tfjs's own calls a gradient registry that is not loaded. */
  #logSoftmax(x: Tensor): Tensor {
    const { core } = this;
    const shifted = core.sub(x, core.max(x, -1, true));
    return core.sub(shifted, core.log(core.sum(core.exp(shifted), -1, true)));
  }

  sparseCrossEntropy(logits: Buffer, labels: Buffer): [Buffer, Buffer] {
    const { core } = this;
    // TensorFlow refuses these, and a row of zeros would give the loss 0.
    if (this.readSync(labels).some((label) => label < 0 || label >= logits.shape[1])) {
      throw new Error(`a label is not in 0…${logits.shape[1] - 1}`);
    }
    const losses = this.#compose(() => {
      const hot = this.#oneHot(labels, logits.shape[1]);
      return core.neg(core.sum(core.mul(hot, this.#logSoftmax(key(logits))), -1));
    });
    const gradient = this.#compose(() => core.sub(core.softmax(key(logits)), this.#oneHot(labels, logits.shape[1])));
    return [losses, gradient];
  }

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer {
    return this.#compose(() =>
      this.core.conv2d(this.#padded(x, options), key(filter) as tfc.Tensor4D, strides(options), 'valid'),
    );
  }

  conv2dInputGrad(g: Buffer, filter: Buffer, inputShape: readonly number[], options: WindowOptions): Buffer {
    const { core } = this;
    const [[top, bottom], [left, right]] = options.pads;
    const [n, h, w, c] = inputShape;
    const padded = [n, h + top + bottom, w + left + right, c];
    return this.#compose(() => {
      const attributes = { strides: strides(options), pad: 'valid', dataFormat: 'NHWC', inputShape: padded };
      const full = this.#kernel('Conv2DBackpropInput', { dy: key(g), filter: key(filter) }, attributes);
      return core.slice(full, [0, top, left, 0], [n, h, w, c]);
    });
  }

  conv2dFilterGrad(x: Buffer, g: Buffer, filterShape: readonly number[], options: WindowOptions): Buffer {
    return this.#compose(() => {
      const input = this.#padded(x, options);
      if (this.core.getKernel('Conv2DBackpropFilter', this.name) === undefined) {
        return filterGradByTaps(this.core, input, key(g) as tfc.Tensor4D, filterShape, options.stride);
      }
      const attributes = { strides: strides(options), pad: 'valid', dataFormat: 'NHWC', filterShape: [...filterShape] };
      return this.#kernel('Conv2DBackpropFilter', { x: input, dy: key(g) }, attributes);
    });
  }

  maxPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#run('MaxPool', { x: key(x) }, pool(options));
  }

  maxPoolGrad(g: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    // WebAssembly's own kernel loses the gradient of windows whose values are all negative.
    const places = placesOfMaxima(this.readSync(x), x.shape, y.shape, options);
    return this.fromValues(putAt(places, this.readSync(g), x.size), x.shape, 'float32');
  }

  maxPoolGradGrad(gg: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    const places = placesOfMaxima(this.readSync(x), x.shape, y.shape, options);
    const values = this.readSync(gg);
    return this.fromValues(
      Float32Array.from(places, (place) => values[place]),
      y.shape,
      'float32',
    );
  }

  avgPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#run('AvgPool', { x: key(x) }, pool(options));
  }

  avgPoolGrad(g: Buffer, inputShape: readonly number[], options: PoolOptions): Buffer {
    return this.#compose(() => {
      const input = this.core.zeros([...inputShape]);
      return this.#kernel('AvgPoolGrad', { dy: key(g), input }, pool(options));
    });
  }

  #padded(x: Buffer, options: WindowOptions): tfc.Tensor4D {
    const [rows, cols] = options.pads;
    if (rows[0] + rows[1] + cols[0] + cols[1] === 0) return key(x) as tfc.Tensor4D;
    return this.core.pad(key(x), [[0, 0], [...rows], [...cols], [0, 0]]) as tfc.Tensor4D;
  }

  #run(kernel: string, inputs: Record<string, Tensor>, attributes: object = {}): Buffer {
    return this.#adopt(this.#kernel(NAMES[kernel] ?? kernel, inputs, attributes));
  }

  #kernel(kernel: string, inputs: Record<string, Tensor>, attributes: object): Tensor {
    return this.core.engine().runKernel(kernel, inputs, attributes as tfc.NamedAttrMap) as Tensor;
  }

  /** Several tfjs operations whose intermediate results are freed. */
  #compose(body: () => Tensor): Buffer {
    return this.#adopt(this.core.tidy(body));
  }

  #adopt(tensor: Tensor): Buffer {
    return watch(new Buffer(tensor, tensor.shape, tensor.dtype as DType), this.#release);
  }
}

function key(x: Buffer): Tensor {
  if (typeof x.key === 'number') throw foreignBuffer();
  return x.key as Tensor;
}

function strides(options: WindowOptions): [number, number] {
  return [options.stride[0], options.stride[1]];
}

function pool(options: PoolOptions): object {
  return { filterSize: [...options.kernel], strides: strides(options), pad: 'valid' };
}
