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
import { MOST_AXES, tooManyAxes } from '../exceptions.js';
import { watch } from '../memory.js';
import { MetaBackend } from '../meta.js';
import { checkInRange, NAMES, pool, REDUCERS, sizeOf, strides } from './arguments.js';
import { asMiddleAxis, filterGradByTaps, padByAxes, placesOfMaxima, putAt, withNaNs } from './composed.js';
import { decompose, type MatrixLibrary } from './linalg.js';

export type Core = Omit<typeof tfc, 'default'>;
type Tensor = tfc.Tensor;

/** Says the shape of every result. */
const SHAPES = new MetaBackend();

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * Kernels of a TensorFlow.js backend, through tfjs's engine but never its tape. A buffer's key is the tfjs tensor.
 */
export class TfjsBackend implements Backend {
  /** What was made here: tfjs would quietly move tensors of its other backends. */
  readonly #made = new WeakSet<object>();
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
    return this.#own(x, this.#key(x).dataSync() as TypedArray);
  }

  async read(x: Buffer): Promise<TypedArray> {
    return this.#own(x, (await this.#key(x).data()) as TypedArray);
  }

  /**
   * The CPU backends hand out their own memory, which a caller must not be able to write to, and integers that were cast
   * to floats may still lie there as integers.
   */
  #own(x: Buffer, values: TypedArray): TypedArray {
    return new ARRAYS[x.dtype](values);
  }

  free(tensor: BufferKey): void {
    (tensor as Tensor).dispose();
  }

  unary(kernel: UnaryKernel, x: Buffer): Buffer {
    if (x.dtype === 'int32' && (kernel === 'Neg' || kernel === 'Abs'))
      return this.#compose(() => this.#signed(kernel, x));
    return this.#run(kernel, { x: this.#in(x) });
  }

  /** tfjs rounds to float32 on the way. */
  #signed(kernel: 'Neg' | 'Abs', x: Buffer): Tensor {
    const negative = this.core.sub(this.core.scalar(0, 'int32'), this.#in(x));
    return kernel === 'Neg' ? negative : this.core.maximum(this.#in(x), negative);
  }

  binary(kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer {
    if (kernel === 'Atan2') return this.#adopt(this.core.atan2(this.#in(a), this.#in(b)));
    if (this.name === 'wasm' && b.dtype === 'float32' && (kernel === 'Maximum' || kernel === 'Minimum')) {
      return this.#compose(() => withNaNs(this.core, kernel, this.#in(a), this.#in(b)));
    }
    return this.#run(kernel, { a: this.#in(a), b: this.#in(b) });
  }

  compare(kernel: CompareKernel, a: Buffer, b: Buffer): Buffer {
    return this.#run(kernel, { a: this.#in(a), b: this.#in(b) });
  }

  activationGrad(kernel: ActivationGradKernel, g: Buffer, y: Buffer): Buffer {
    const { core } = this;
    return this.#compose(() => {
      const [dy, out] = [this.#in(g), this.#in(y)];
      if (kernel === 'ReluGrad') return core.mul(dy, core.step(out));
      if (kernel === 'SigmoidGrad') return core.mul(dy, core.mul(out, core.sub(1, out)));
      return core.mul(dy, core.sub(1, core.square(out)));
    });
  }

  cast(x: Buffer, dtype: DType): Buffer {
    // WebAssembly copies the numbers into the bytes of a bool, so that 2 stays 2 and 0.5 becomes 0.
    if (dtype === 'bool') {
      return this.#compose(() => this.core.notEqual(this.#in(x), this.core.scalar(0, x.dtype as 'float32')));
    }
    return this.#adopt(this.core.cast(this.#in(x), dtype));
  }

  select(condition: Buffer, a: Buffer, b: Buffer): Buffer {
    const parts = [this.#in(condition), this.#in(a), this.#in(b)] as const;
    const { shape } = SHAPES.select(condition, a, b);
    if (this.#hasFourAxes(shape)) return this.#adopt(this.core.where(...parts));
    return this.#compose(() => {
      const [yes, first, second] = parts.map((x) => this.core.reshape(this.core.broadcastTo(x, [...shape]), [-1]));
      return this.core.reshape(this.core.where(yes, first, second), [...shape]);
    });
  }

  reduce(kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer {
    const { shape, dtype } = SHAPES.reduce(kernel, x, axes, keepDim);
    const [name, ofNothing] = REDUCERS[kernel];
    if (x.size === 0) return this.#filled(shape, ofNothing, dtype);
    // WebGPU's product drops the axes in any case.
    return this.#shaped(this.core[name](this.#in(x), [...axes], keepDim), shape);
  }

  argReduce(kernel: 'ArgMax' | 'ArgMin', x: Buffer, axis: number): Buffer {
    // WebGPU gives a shape of one axis where none is left.
    const { shape } = SHAPES.argReduce(kernel, x, axis);
    const find = kernel === 'ArgMax' ? this.core.argMax : this.core.argMin;
    return this.#shaped(find(this.#in(x), axis), shape);
  }

  cumsum(x: Buffer, axis: number, reverse: boolean): Buffer {
    const add = (y: Tensor, dim: number) => this.core.cumsum(y, dim, false, reverse);
    if (this.#hasFourAxes(x.shape)) return this.#adopt(add(this.#in(x), axis));
    return this.#compose(() => asMiddleAxis(this.core, this.#in(x), axis, add));
  }

  topk(x: Buffer, k: number): [Buffer, Buffer] {
    const { values, indices } = this.core.topk(this.#in(x), k, true);
    return [this.#adopt(values), this.#adopt(indices)];
  }

  linalg(kernel: LinalgKernel, inputs: readonly Buffer[]): Buffer[] {
    const arrays = inputs.map((x) => ({ shape: x.shape, values: this.readSync(x) }));
    return decompose(this.matrices, kernel, arrays).map(({ shape, values }) =>
      this.fromValues(values, shape, 'float32'),
    );
  }

  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer {
    const multiply = () => this.core.matMul(this.#in(a), this.#in(b), transposeA, transposeB);
    if (a.size > 0 && b.size > 0) return this.#adopt(multiply());
    return this.#filled(SHAPES.matmul(a, b, transposeA, transposeB).shape, 0, a.dtype);
  }

  biasAdd(x: Buffer, bias: Buffer): Buffer {
    return this.#adopt(this.core.add(this.#in(x), this.#in(bias)));
  }

  reshape(x: Buffer, shape: readonly number[]): Buffer {
    return this.#adopt(this.core.reshape(this.#key(x), [...shape]));
  }

  transpose(x: Buffer, axes: readonly number[]): Buffer {
    return this.#adopt(this.core.transpose(this.#in(x), [...axes]));
  }

  broadcastTo(x: Buffer, shape: readonly number[]): Buffer {
    if (shape.length > MOST_AXES[this.name]) throw tooManyAxes(this.name, shape);
    if (shape.includes(0)) return this.#filled(shape, 0, x.dtype);
    return this.#adopt(this.core.broadcastTo(this.#in(x), [...shape] as tfc.ShapeMap[tfc.Rank]));
  }

  concat(xs: readonly Buffer[], axis: number): Buffer {
    return this.#adopt(
      this.core.concat(
        xs.map((x) => this.#in(x)),
        axis,
      ),
    );
  }

  slice(x: Buffer, begin: readonly number[], size: readonly number[]): Buffer {
    return this.#adopt(this.core.slice(this.#in(x), [...begin], [...size]));
  }

  pad(x: Buffer, pads: readonly (readonly [number, number])[], value: number): Buffer {
    if (!this.#hasFourAxes(x.shape)) return this.#compose(() => padByAxes(this.core, this.#in(x), pads, value));
    return this.#adopt(
      this.core.pad(
        this.#in(x),
        pads.map(([a, b]): [number, number] => [a, b]),
        value,
      ),
    );
  }

  reverse(x: Buffer, axes: readonly number[]): Buffer {
    if (this.#hasFourAxes(x.shape)) return this.#adopt(this.core.reverse(this.#in(x), [...axes]));
    const turn = (y: Tensor, axis: number) => this.core.reverse(y, axis);
    return this.#compose(() =>
      axes.reduce((y, axis) => asMiddleAxis(this.core, y, axis, turn), this.core.clone(this.#in(x))),
    );
  }

  gather(x: Buffer, indices: Buffer, axis: number): Buffer {
    if (x.size === 0 && !indices.shape.includes(0))
      return this.#filled(SHAPES.gather(x, indices, axis).shape, 0, x.dtype);
    // Only WebGPU reads beyond the end without a word.
    if (this.name === 'webgpu') checkInRange('an index', this.readSync(indices), x.shape[axis]);
    return this.#adopt(this.core.gather(this.#in(x), this.#in(indices), axis));
  }

  segmentSum(x: Buffer, indices: Buffer, count: number): Buffer {
    if (x.size === 0) return this.#filled([count, ...x.shape.slice(1)], 0, x.dtype);
    // WebAssembly has no UnsortedSegmentSum: a product with the one-hot matrix of the indices is the same sum.
    if (this.core.getKernel('UnsortedSegmentSum', this.name) === undefined) {
      return this.#compose(() => {
        const rows = this.#in(x);
        const hot = this.#oneHot(indices, count);
        const width = sizeOf(rows.shape.slice(1));
        const flat = this.core.reshape(rows, [rows.shape[0], width]);
        return this.core.reshape(this.core.matMul(hot, flat, true, false), [count, ...rows.shape.slice(1)]);
      });
    }
    return this.#adopt(this.core.unsortedSegmentSum(this.#in(x), this.#in(indices) as tfc.Tensor1D, count));
  }

  /** For inputs without elements, which the kernels of tfjs do not expect. */
  #filled(shape: readonly number[], value: number, dtype: DType): Buffer {
    return this.#adopt(this.core.fill([...shape], value, dtype));
  }

  oneHot(indices: Buffer, depth: number): Buffer {
    return this.#compose(() => this.#oneHot(indices, depth));
  }

  /** tfjs refuses a depth of 1, and WebAssembly gives int32 whatever is asked. */
  #oneHot(indices: Buffer, depth: number): Tensor {
    const hot = this.core.cast(this.core.oneHot(this.#in(indices), Math.max(depth, 2)), 'float32');
    return depth < 2
      ? this.core.slice(
          hot,
          hot.shape.map(() => 0),
          [...indices.shape, depth],
        )
      : hot;
  }

  softmax(x: Buffer): Buffer {
    return this.#adopt(this.core.softmax(this.#in(x)));
  }

  logSoftmax(x: Buffer): Buffer {
    return this.#compose(() => this.#logSoftmax(this.#in(x)));
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
    checkInRange('a label', this.readSync(labels), logits.shape[1]);
    const losses = this.#compose(() => {
      const hot = this.#oneHot(labels, logits.shape[1]);
      return core.neg(core.sum(core.mul(hot, this.#logSoftmax(this.#in(logits))), -1));
    });
    const gradient = this.#compose(() =>
      core.sub(core.softmax(this.#in(logits)), this.#oneHot(labels, logits.shape[1])),
    );
    return [losses, gradient];
  }

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer {
    if (x.size === 0) return this.#filled(SHAPES.conv2d(x, filter, options).shape, 0, 'float32');
    return this.#compose(() =>
      this.core.conv2d(this.#padded(x, options), this.#in(filter) as tfc.Tensor4D, strides(options), 'valid'),
    );
  }

  conv2dInputGrad(g: Buffer, filter: Buffer, inputShape: readonly number[], options: WindowOptions): Buffer {
    const { core } = this;
    const [[top, bottom], [left, right]] = options.pads;
    const [n, h, w, c] = inputShape;
    const padded = [n, h + top + bottom, w + left + right, c];
    return this.#compose(() => {
      const attributes = { strides: strides(options), pad: 'valid', dataFormat: 'NHWC', inputShape: padded };
      const full = this.#kernel('Conv2DBackpropInput', { dy: this.#in(g), filter: this.#in(filter) }, attributes);
      return core.slice(full, [0, top, left, 0], [n, h, w, c]);
    });
  }

  conv2dFilterGrad(x: Buffer, g: Buffer, filterShape: readonly number[], options: WindowOptions): Buffer {
    return this.#compose(() => {
      const input = this.#padded(x, options);
      if (this.core.getKernel('Conv2DBackpropFilter', this.name) === undefined) {
        return filterGradByTaps(this.core, input, this.#in(g) as tfc.Tensor4D, filterShape, options.stride);
      }
      const attributes = { strides: strides(options), pad: 'valid', dataFormat: 'NHWC', filterShape: [...filterShape] };
      return this.#kernel('Conv2DBackpropFilter', { x: input, dy: this.#in(g) }, attributes);
    });
  }

  maxPool(x: Buffer, options: PoolOptions): Buffer {
    return this.#run('MaxPool', { x: this.#in(x) }, pool(options));
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
    return this.#run('AvgPool', { x: this.#in(x) }, pool(options));
  }

  avgPoolGrad(g: Buffer, inputShape: readonly number[], options: PoolOptions): Buffer {
    return this.#compose(() => {
      const input = this.core.zeros([...inputShape]);
      return this.#kernel('AvgPoolGrad', { dy: this.#in(g), input }, pool(options));
    });
  }

  #padded(x: Buffer, options: WindowOptions): tfc.Tensor4D {
    const [rows, cols] = options.pads;
    if (rows[0] + rows[1] + cols[0] + cols[1] === 0) return this.#in(x) as tfc.Tensor4D;
    return this.core.pad(this.#in(x), [[0, 0], [...rows], [...cols], [0, 0]]) as tfc.Tensor4D;
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

  /** Some of WebGPU's shaders stop there. */
  #hasFourAxes(shape: readonly number[]): boolean {
    return this.name !== 'webgpu' || shape.length <= 4;
  }

  #key(x: Buffer): Tensor {
    if (!this.#made.has(x.key as object)) throw foreignBuffer();
    return x.key as Tensor;
  }

  /** For a kernel, which bears so many axes only. */
  #in(x: Buffer): Tensor {
    if (x.shape.length > MOST_AXES[this.name]) throw tooManyAxes(this.name, x.shape);
    return this.#key(x);
  }

  #shaped(tensor: Tensor, shape: readonly number[]): Buffer {
    if (`${tensor.shape}` === `${shape}`) return this.#adopt(tensor);
    const shaped = this.core.reshape(tensor, [...shape]);
    tensor.dispose();
    return this.#adopt(shaped);
  }

  #adopt(tensor: Tensor): Buffer {
    this.#made.add(tensor);
    return watch(new Buffer(tensor, tensor.shape, tensor.dtype as DType), this.#release);
  }
}
