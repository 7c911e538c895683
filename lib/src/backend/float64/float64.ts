import { BackendError } from '../../errors.js';
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
import { Buffer, type DType, type TypedArray } from '../buffer.js';
import { together } from '../meta.js';
import { nodeRequire } from '../node.js';
import { sizeOf } from '../tfjs/arguments.js';
import { placesOfMaxima } from '../tfjs/composed.js';
import { decompose, type MatrixLibrary } from '../tfjs/linalg.js';
import { BINARY, COMPARE, PREDICATES, REDUCE, UNARY } from './functions.js';
import { places, repeatedStrides, stridesOf } from './places.js';
import { eachProduct, slidShape } from './windows.js';

/** Numbers in JavaScript's memory; what is called float32 elsewhere has float64 values here. */
type Values = Float64Array | Int32Array | Uint8Array;

/**
 * Every kernel in plain JavaScript with float64 numbers, for gradient checks: slow, and exact to 15 digits. A buffer's key
 * is its array. Arrays of another backend are read from it.
 */
export class Float64Backend implements Backend {
  readonly name = 'float64';
  readonly description = 'float64 in plain JavaScript';
  readonly syncReads = true;
  readonly wide = true;
  readonly #read = new WeakMap<Buffer, Values>();

  constructor(readonly other: Backend) {}

  fromValues(values: TypedArray, shape: readonly number[], dtype: DType): Buffer {
    return new Buffer(dtype === 'float32' ? Float64Array.from(values) : values, shape, dtype);
  }
  readSync(x: Buffer): TypedArray {
    return this.#values(x).slice() as TypedArray;
  }
  async read(x: Buffer): Promise<TypedArray> {
    return this.readSync(x);
  }
  free(): void {}

  unary(kernel: UnaryKernel, x: Buffer): Buffer {
    const dtype = PREDICATES.has(kernel) ? 'bool' : x.dtype;
    return made(filled(x.shape, dtype, this.#values(x), UNARY[kernel]), x.shape, dtype);
  }
  binary(kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer {
    return this.#zip(BINARY[kernel], a, b, a.dtype);
  }
  compare(kernel: CompareKernel, a: Buffer, b: Buffer): Buffer {
    return this.#zip(COMPARE[kernel], a, b, 'bool');
  }
  activationGrad(kernel: ActivationGradKernel, g: Buffer, y: Buffer): Buffer {
    const slopes: Record<ActivationGradKernel, (g: number, y: number) => number> = {
      ReluGrad: (g, y) => (y > 0 ? g : 0),
      SigmoidGrad: (g, y) => g * y * (1 - y),
      TanhGrad: (g, y) => g * (1 - y * y),
    };
    return this.#zip(slopes[kernel], g, y, 'float32');
  }
  cast(x: Buffer, dtype: DType): Buffer {
    const to = dtype === 'bool' ? (v: number) => +(v !== 0) : dtype === 'int32' ? Math.trunc : (v: number) => v;
    return made(filled(x.shape, dtype, this.#values(x), to), x.shape, dtype);
  }
  select(condition: Buffer, a: Buffer, b: Buffer): Buffer {
    const shape = together(condition.shape, together(a.shape, b.shape));
    const [c, x, y] = [condition, a, b].map((each) => this.#repeated(each, shape));
    return made(
      filled(shape, a.dtype, c, (v, i) => (v === 0 ? y[i] : x[i])),
      shape,
      a.dtype,
    );
  }
  reduce(kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer {
    const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
    const [start, take] = REDUCE[kernel];
    const out = emptyOf(sizeOf(kept), x.dtype).fill(start);
    const at = places(x.shape, repeatedStrides(kept, x.shape));
    const values = this.#values(x);
    for (let i = 0; i < values.length; i++) out[at[i]] = take(out[at[i]], values[i]);
    if (kernel === 'Mean') for (let i = 0; i < out.length; i++) out[i] /= values.length / out.length;
    return made(out, keepDim ? kept : x.shape.filter((_, i) => !axes.includes(i)), x.dtype);
  }
  argReduce(kernel: 'ArgMax' | 'ArgMin', x: Buffer, axis: number): Buffer {
    const better = kernel === 'ArgMax' ? COMPARE.Greater : COMPARE.Less;
    const shape = x.shape.filter((_, i) => i !== axis);
    const out = new Int32Array(sizeOf(shape));
    this.#eachLine(x, axis, (line, at) => {
      for (let i = 1; i < line.length; i++) if (better(line[i], line[out[at]])) out[at] = i;
    });
    return made(out, shape, 'int32');
  }
  cumsum(x: Buffer, axis: number, reverse: boolean): Buffer {
    return this.#mapLines(x, axis, (line) => {
      const n = line.length;
      for (let i = 1; i < n; i++) line[reverse ? n - 1 - i : i] += line[reverse ? n - i : i - 1];
    });
  }
  topk(x: Buffer, k: number): [Buffer, Buffer] {
    const shape = x.shape.with(-1, k);
    const [values, indices] = [emptyOf(sizeOf(shape), x.dtype), new Int32Array(sizeOf(shape))];
    this.#eachLine(x, x.shape.length - 1, (line, at) => {
      const order = Array.from(line, (_, i) => i).sort((i, j) => line[j] - line[i] || i - j);
      for (let i = 0; i < k; i++) {
        indices[at * k + i] = order[i];
        values[at * k + i] = line[order[i]];
      }
    });
    return [made(values, shape, x.dtype), made(indices, shape, 'int32')];
  }

  linalg(kernel: LinalgKernel, inputs: readonly Buffer[]): Buffer[] {
    const library = nodeRequire()?.('ml-matrix') as MatrixLibrary | undefined;
    const arrays = inputs.map((x) => ({ shape: x.shape, values: this.#values(x) as TypedArray }));
    if (library !== undefined) {
      const results = decompose(library, kernel, arrays, Float64Array as unknown as typeof Float32Array);
      return results.map(({ shape, values }) => made(values as unknown as Values, shape, 'float32'));
    }
    throw new BackendError(
      `float64: expected Node for decompositions of matrices, got ${kernel} elsewhere; leave out { precision: 'float64' }`,
    );
  }
  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer {
    const turned = (x: Buffer, turn: boolean): Buffer =>
      turn
        ? this.transpose(
            x,
            [...x.shape.keys()].map((i, _, all) => (i < all.length - 2 ? i : 2 * all.length - 3 - i)),
          )
        : x;
    const [x, y] = [turned(a, transposeA), turned(b, transposeB)];
    const lead = together(x.shape.slice(0, -2), y.shape.slice(0, -2));
    const [m, k] = x.shape.slice(-2);
    const n = y.shape.at(-1) as number;
    const left = this.#repeated(x, [...lead, m, k]);
    const right = this.#repeated(y, [...lead, k, n]);
    const out = new Float64Array(sizeOf(lead) * m * n);
    for (let row = 0; row < sizeOf(lead) * m; row++) {
      const batch = Math.floor(row / m);
      for (let i = 0; i < k; i++) {
        const factor = left[row * k + i];
        for (let j = 0; j < n; j++) out[row * n + j] += factor * right[(batch * k + i) * n + j];
      }
    }
    return made(out, [...lead, m, n], 'float32');
  }
  biasAdd(x: Buffer, bias: Buffer): Buffer {
    return this.binary('AddV2', x, bias);
  }

  reshape(x: Buffer, shape: readonly number[]): Buffer {
    return made(this.#values(x), shape, x.dtype);
  }
  transpose(x: Buffer, axes: readonly number[]): Buffer {
    const strides = stridesOf(x.shape);
    return this.#picked(
      x,
      axes.map((axis) => x.shape[axis]),
      axes.map((axis) => strides[axis]),
    );
  }
  broadcastTo(x: Buffer, shape: readonly number[]): Buffer {
    return made(this.#repeated(x, shape), shape, x.dtype);
  }
  concat(xs: readonly Buffer[], axis: number): Buffer {
    const total = xs.reduce((sum, x) => sum + x.shape[axis], 0);
    const shape = xs[0].shape.with(axis, total);
    const [out, strides] = [emptyOf(sizeOf(shape), xs[0].dtype), stridesOf(shape)];
    let start = 0;
    for (const x of xs) {
      put(out, places(x.shape, strides, start * strides[axis]), this.#values(x));
      start += x.shape[axis];
    }
    return made(out, shape, xs[0].dtype);
  }
  slice(x: Buffer, begin: readonly number[], size: readonly number[]): Buffer {
    const strides = stridesOf(x.shape);
    return this.#picked(x, size, strides, dot(begin, strides));
  }
  pad(x: Buffer, pads: readonly (readonly [number, number])[], value: number): Buffer {
    const shape = x.shape.map((n, i) => n + pads[i][0] + pads[i][1]);
    const [out, strides] = [emptyOf(sizeOf(shape), x.dtype).fill(value), stridesOf(shape)];
    const start = pads.map(([before]) => before);
    put(out, places(x.shape, strides, dot(start, strides)), this.#values(x));
    return made(out, shape, x.dtype);
  }
  reverse(x: Buffer, axes: readonly number[]): Buffer {
    const strides = stridesOf(x.shape);
    const last = x.shape.map((n, i) => (axes.includes(i) ? n - 1 : 0));
    const turned = strides.map((step, i) => (axes.includes(i) ? -step : step));
    return this.#picked(x, x.shape, turned, dot(last, strides));
  }
  gather(x: Buffer, indices: Buffer, axis: number): Buffer {
    const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const [inner, count, at] = [sizeOf(after), x.shape[axis], this.#values(indices)];
    if (at.some((i) => i < 0 || i >= count)) throw new Error(`gather: an index is outside of 0 to ${count - 1}`);
    const values = this.#values(x);
    const shape = [...before, ...indices.shape, ...after];
    const out = emptyOf(sizeOf(shape), x.dtype);
    for (let i = 0; i < out.length; i++) {
      const row = Math.floor(i / inner);
      const outer = Math.floor(row / at.length);
      out[i] = values[(outer * count + at[row % at.length]) * inner + (i % inner)];
    }
    return made(out, shape, x.dtype);
  }
  segmentSum(x: Buffer, indices: Buffer, count: number): Buffer {
    const shape = x.shape.with(0, count);
    const [at, values, inner] = [this.#values(indices), this.#values(x), sizeOf(shape.slice(1))];
    const out = emptyOf(sizeOf(shape), x.dtype);
    for (let i = 0; i < values.length; i++) {
      const to = at[Math.floor(i / inner)];
      if (to >= 0 && to < count) out[to * inner + (i % inner)] += values[i];
    }
    return made(out, shape, x.dtype);
  }
  oneHot(indices: Buffer, depth: number): Buffer {
    const out = new Float64Array(indices.size * depth);
    this.#values(indices).forEach((at, i) => {
      if (at >= 0 && at < depth) out[i * depth + at] = 1;
    });
    return made(out, [...indices.shape, depth], 'float32');
  }

  softmax(x: Buffer): Buffer {
    return this.unary('Exp', this.logSoftmax(x));
  }
  logSoftmax(x: Buffer): Buffer {
    return this.#mapLines(x, x.shape.length - 1, (line) => {
      const most = Math.max(...line);
      let sum = 0;
      for (const v of line) sum += Math.exp(v - most);
      const total = most + Math.log(sum);
      for (let i = 0; i < line.length; i++) line[i] -= total;
    });
  }
  sparseCrossEntropy(logits: Buffer, labels: Buffer): [Buffer, Buffer] {
    const logs = this.#values(this.logSoftmax(logits));
    const classes = logits.shape[1];
    const at = this.#values(labels);
    const losses = Float64Array.from(at, (label, i) => -logs[i * classes + label]);
    const slopes = Float64Array.from(logs, (v, i) => Math.exp(v) - +(i % classes === at[Math.floor(i / classes)]));
    return [made(losses, labels.shape, 'float32'), made(slopes, logits.shape, 'float32')];
  }

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer {
    const shape = slidShape(x.shape, filter.shape, filter.shape[3], options);
    const [out, a, b] = [new Float64Array(sizeOf(shape)), this.#values(x), this.#values(filter)];
    eachProduct(x.shape, filter.shape, shape, options, (i, f, r) => {
      out[r] += a[i] * b[f];
    });
    return made(out, shape, 'float32');
  }
  conv2dInputGrad(g: Buffer, filter: Buffer, inputShape: readonly number[], options: WindowOptions): Buffer {
    const [out, a, b] = [new Float64Array(sizeOf(inputShape)), this.#values(g), this.#values(filter)];
    eachProduct(inputShape, filter.shape, g.shape, options, (i, f, r) => {
      out[i] += a[r] * b[f];
    });
    return made(out, inputShape, 'float32');
  }
  conv2dFilterGrad(x: Buffer, g: Buffer, filterShape: readonly number[], options: WindowOptions): Buffer {
    const [out, a, b] = [new Float64Array(sizeOf(filterShape)), this.#values(x), this.#values(g)];
    eachProduct(x.shape, filterShape, g.shape, options, (i, f, r) => {
      out[f] += a[i] * b[r];
    });
    return made(out, filterShape, 'float32');
  }
  maxPool(x: Buffer, options: PoolOptions): Buffer {
    const shape = slidShape(x.shape, options.kernel, x.shape[3], options);
    return this.#at(x, this.#maxima(x, shape, options), shape);
  }
  maxPoolGrad(g: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    const out = new Float64Array(x.size);
    const values = this.#values(g);
    this.#maxima(x, y.shape, options).forEach((at, i) => {
      out[at] += values[i];
    });
    return made(out, x.shape, 'float32');
  }
  maxPoolGradGrad(gg: Buffer, x: Buffer, y: Buffer, options: PoolOptions): Buffer {
    return this.#at(gg, this.#maxima(x, y.shape, options), y.shape);
  }
  avgPool(x: Buffer, options: PoolOptions): Buffer {
    return this.conv2d(x, averaging(x.shape[3], options), options);
  }
  avgPoolGrad(g: Buffer, inputShape: readonly number[], options: PoolOptions): Buffer {
    return this.conv2dInputGrad(g, averaging(inputShape[3], options), inputShape, options);
  }

  #maxima(x: Buffer, shape: readonly number[], options: PoolOptions): Int32Array {
    return placesOfMaxima(this.#values(x) as TypedArray, x.shape, shape, options);
  }

  #values(x: Buffer): Values {
    if (ArrayBuffer.isView(x.key)) return x.key as Values;
    let values = this.#read.get(x);
    if (values === undefined) {
      const read = this.other.readSync(x);
      values = x.dtype === 'float32' ? Float64Array.from(read) : (read as Values);
      this.#read.set(x, values);
    }
    return values;
  }

  #repeated(x: Buffer, shape: readonly number[]): Values {
    if (x.size === sizeOf(shape)) return this.#values(x);
    return this.#values(this.#picked(x, shape, repeatedStrides(x.shape, shape)));
  }

  #picked(x: Buffer, shape: readonly number[], strides: readonly number[], start = 0): Buffer {
    return this.#at(x, places(shape, strides, start), shape);
  }

  #at(x: Buffer, at: Int32Array, shape: readonly number[]): Buffer {
    const values = this.#values(x);
    const out = emptyOf(at.length, x.dtype);
    for (let i = 0; i < at.length; i++) out[i] = values[at[i]];
    return made(out, shape, x.dtype);
  }

  #zip(f: (a: number, b: number) => number, a: Buffer, b: Buffer, dtype: DType): Buffer {
    const shape = together(a.shape, b.shape);
    const [x, y] = [this.#repeated(a, shape), this.#repeated(b, shape)];
    return made(
      filled(shape, dtype, x, (v, i) => f(v, y[i])),
      shape,
      dtype,
    );
  }

  /** Calls `visit` with a copy of each line along an axis, numbered as without that axis. */
  #eachLine(x: Buffer, axis: number, visit: (line: Values, at: number, from: Int32Array) => void): void {
    const strides = stridesOf(x.shape);
    const values = this.#values(x);
    const starts = places(x.shape.toSpliced(axis, 1), strides.toSpliced(axis, 1));
    starts.forEach((start, at) => {
      const from = places([x.shape[axis]], [strides[axis]], start);
      visit(
        emptyOf(from.length, x.dtype).map((_, i) => values[from[i]]),
        at,
        from,
      );
    });
  }

  #mapLines(x: Buffer, axis: number, change: (line: Values) => void): Buffer {
    const out = emptyOf(x.size, x.dtype);
    this.#eachLine(x, axis, (line, _, from) => {
      change(line);
      put(out, from, line);
    });
    return made(out, x.shape, x.dtype);
  }
}

function made(values: Values, shape: readonly number[], dtype: DType): Buffer {
  return new Buffer(values, [...shape], dtype);
}

function emptyOf(size: number, dtype: DType): Values {
  return dtype === 'float32' ? new Float64Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

function filled(shape: readonly number[], dtype: DType, from: Values, f: (x: number, i: number) => number): Values {
  const out = emptyOf(sizeOf(shape), dtype);
  for (let i = 0; i < out.length; i++) out[i] = f(from[i], i);
  return out;
}

function put(out: Values, at: Int32Array, values: Values): void {
  for (let i = 0; i < at.length; i++) out[at[i]] = values[i];
}

/** The filter whose convolution averages each channel alone. */
function averaging(channels: number, { kernel: [height, width] }: PoolOptions): Buffer {
  const values = new Float64Array(height * width * channels * channels);
  for (let i = 0; i < values.length; i++) {
    const within = i % (channels * channels);
    if (within % (channels + 1) === 0) values[i] = 1 / (height * width);
  }
  return made(values, [height, width, channels, channels], 'float32');
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, v, i) => sum + v * b[i], 0);
}
