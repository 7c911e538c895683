import type { Buffer, BufferKey, DType, TypedArray } from './buffer.js';
import type { FusedKernels } from './fused.js';

/** Elementwise kernels of one argument, by TensorFlow's op names. */
export type UnaryKernel =
  | 'Neg'
  | 'Exp'
  | 'Expm1'
  | 'Log'
  | 'Log1p'
  | 'Sqrt'
  | 'Rsqrt'
  | 'Square'
  | 'Abs'
  | 'Sign'
  | 'Reciprocal'
  | 'Floor'
  | 'Ceil'
  | 'Round'
  | 'Sin'
  | 'Cos'
  | 'Tan'
  | 'Asin'
  | 'Acos'
  | 'Atan'
  | 'Sinh'
  | 'Cosh'
  | 'Tanh'
  | 'Relu'
  | 'Sigmoid'
  | 'Softplus'
  | 'Erf'
  | 'IsNan'
  | 'IsInf'
  | 'IsFinite'
  | 'LogicalNot';

/** Elementwise kernels of two arguments, which broadcast. */
export type BinaryKernel =
  | 'AddV2'
  | 'Sub'
  | 'Mul'
  | 'RealDiv'
  | 'FloorDiv'
  | 'FloorMod'
  | 'Pow'
  | 'Maximum'
  | 'Minimum'
  | 'Atan2'
  | 'SquaredDifference';

/** Comparisons and logic of two arguments, which broadcast; the result is bool. */
export type CompareKernel =
  | 'Equal'
  | 'NotEqual'
  | 'Less'
  | 'LessEqual'
  | 'Greater'
  | 'GreaterEqual'
  | 'LogicalAnd'
  | 'LogicalOr';

export type ReduceKernel = 'Sum' | 'Mean' | 'Prod' | 'Max' | 'Min' | 'All' | 'Any';

/**
 * Kernels on the last two axes of float32 arrays. `MatrixSolve` takes two, of one batch shape; `Qr` gives Q and R, `Svd`
 * gives S, U and V, all reduced; `SelfAdjointEigV2` gives rising eigenvalues and eigenvectors of the lower triangle.
 */
export type LinalgKernel =
  | 'MatrixSolve'
  | 'MatrixInverse'
  | 'MatrixDeterminant'
  | 'Cholesky'
  | 'Qr'
  | 'Svd'
  | 'SelfAdjointEigV2';

/** `[before, after]` of the height, then of the width. */
export type Pads = readonly [[number, number], [number, number]];

export interface WindowOptions {
  stride: readonly [number, number];
  pads: Pads;
}

export interface PoolOptions extends WindowOptions {
  kernel: readonly [number, number];
}

/** Gradients of elementwise functions that backends have as one kernel; `y` is the function's output, `g` its gradient. */
export type ActivationGradKernel = 'ReluGrad' | 'SigmoidGrad' | 'TanhGrad';

/**
 * What arithmetic runs on. Every method makes new buffers and checks nothing: shapes and dtypes were checked by the
 * operation that calls it. Images are NHWC, filters HWIO.
 */
export interface Backend {
  readonly name: BackendName | 'meta' | 'float64';
  /** Version and device for people, e.g. `TensorFlow 2.21.0, CPU`. */
  readonly description: string;
  /** Whether values can be read without waiting. */
  readonly syncReads: boolean;
  /** Whether its float32 arrays hold float64 numbers. */
  readonly wide?: boolean;
  /** Kernels that do the work of many operations at once, where it has any. */
  readonly fused?: FusedKernels;
  /** Called when it becomes the active backend. */
  activate?(): Promise<void>;

  /** Takes the array over: the caller must not write to it afterwards. */
  fromValues(values: TypedArray, shape: readonly number[], dtype: DType): Buffer;
  /** Where arrays hold no values: makes one from its shape alone. */
  empty?(shape: readonly number[], dtype: DType): Buffer;
  readSync(x: Buffer): TypedArray;
  read(x: Buffer): Promise<TypedArray>;
  free(key: BufferKey): void;

  unary(kernel: UnaryKernel, x: Buffer): Buffer;
  binary(kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer;
  compare(kernel: CompareKernel, a: Buffer, b: Buffer): Buffer;
  activationGrad(kernel: ActivationGradKernel, g: Buffer, y: Buffer): Buffer;
  cast(x: Buffer, dtype: DType): Buffer;
  select(condition: Buffer, a: Buffer, b: Buffer): Buffer;
  reduce(kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer;
  argReduce(kernel: 'ArgMax' | 'ArgMin', x: Buffer, axis: number): Buffer;
  cumsum(x: Buffer, axis: number, reverse: boolean): Buffer;
  topk(x: Buffer, k: number): [values: Buffer, indices: Buffer];

  /** Throws if the matrix is singular or, for `Cholesky`, not positive definite. */
  linalg(kernel: LinalgKernel, inputs: readonly Buffer[]): Buffer[];
  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer;
  /** Adds a vector along the last axis. */
  biasAdd(x: Buffer, bias: Buffer): Buffer;

  reshape(x: Buffer, shape: readonly number[]): Buffer;
  transpose(x: Buffer, axes: readonly number[]): Buffer;
  broadcastTo(x: Buffer, shape: readonly number[]): Buffer;
  concat(xs: readonly Buffer[], axis: number): Buffer;
  slice(x: Buffer, begin: readonly number[], size: readonly number[]): Buffer;
  pad(x: Buffer, pads: readonly (readonly [number, number])[], value: number): Buffer;
  reverse(x: Buffer, axes: readonly number[]): Buffer;
  /** Rows of `x` along `axis` at int32 `indices` (any shape, which replaces the axis). */
  gather(x: Buffer, indices: Buffer, axis: number): Buffer;
  /** Sums rows of `x` (axis 0) into `count` rows by int32 `indices` of shape `[rows]`. */
  segmentSum(x: Buffer, indices: Buffer, count: number): Buffer;
  oneHot(indices: Buffer, depth: number): Buffer;

  softmax(x: Buffer): Buffer;
  logSoftmax(x: Buffer): Buffer;
  /** `[n, c]` logits and `[n]` int32 labels → `[n]` losses and `[n, c]` gradient of each loss. */
  sparseCrossEntropy(logits: Buffer, labels: Buffer): [losses: Buffer, gradient: Buffer];

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer;
  conv2dInputGrad(g: Buffer, filter: Buffer, inputShape: readonly number[], options: WindowOptions): Buffer;
  conv2dFilterGrad(x: Buffer, g: Buffer, filterShape: readonly number[], options: WindowOptions): Buffer;
  maxPool(x: Buffer, options: PoolOptions): Buffer;
  maxPoolGrad(g: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer;
  /** Gradient of `maxPoolGrad` with respect to `g`: picks from `gg` (shape of `x`) where the maxima were. */
  maxPoolGradGrad(gg: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer;
  /** Averages over the kernel's size, padding counted in. */
  avgPool(x: Buffer, options: PoolOptions): Buffer;
  avgPoolGrad(g: Buffer, inputShape: readonly number[], options: PoolOptions): Buffer;
}

export type BackendName = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';
