import { BackendError } from '../errors.js';
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
} from './backend.js';
import { Buffer, type DType, type TypedArray } from './buffer.js';

/**
 * Tensors with a shape and no memory, as PyTorch's `meta` device: nets of any size can be built, passed through and
 * counted. Values cannot be read.
 */
export class MetaBackend implements Backend {
  readonly name = 'meta';
  readonly description = 'shapes only, no memory';
  readonly syncReads = true;

  fromValues(_values: TypedArray, shape: readonly number[], dtype: DType): Buffer {
    return made(shape, dtype);
  }
  empty(shape: readonly number[], dtype: DType): Buffer {
    return made(shape, dtype);
  }
  readSync(): TypedArray {
    throw noValues();
  }
  async read(): Promise<TypedArray> {
    throw noValues();
  }
  free(): void {}

  unary(kernel: UnaryKernel, x: Buffer): Buffer {
    return made(x.shape, kernel === 'IsNan' || kernel === 'IsInf' || kernel === 'IsFinite' ? 'bool' : x.dtype);
  }
  binary(_kernel: BinaryKernel, a: Buffer, b: Buffer): Buffer {
    return made(together(a.shape, b.shape), a.dtype);
  }
  compare(_kernel: CompareKernel, a: Buffer, b: Buffer): Buffer {
    return made(together(a.shape, b.shape), 'bool');
  }
  activationGrad(_kernel: ActivationGradKernel, g: Buffer): Buffer {
    return made(g.shape, g.dtype);
  }
  cast(x: Buffer, dtype: DType): Buffer {
    return made(x.shape, dtype);
  }
  select(condition: Buffer, a: Buffer, b: Buffer): Buffer {
    return made(together(condition.shape, together(a.shape, b.shape)), a.dtype);
  }
  reduce(_kernel: ReduceKernel, x: Buffer, axes: readonly number[], keepDim: boolean): Buffer {
    const shape = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
    return made(keepDim ? shape : x.shape.filter((_, i) => !axes.includes(i)), x.dtype);
  }
  argReduce(_kernel: string, x: Buffer, axis: number): Buffer {
    return made(x.shape.toSpliced(axis, 1), 'int32');
  }
  cumsum(x: Buffer): Buffer {
    return made(x.shape, x.dtype);
  }
  topk(x: Buffer, k: number): [Buffer, Buffer] {
    const shape = [...x.shape.slice(0, -1), k];
    return [made(shape, x.dtype), made(shape, 'int32')];
  }

  linalg(kernel: LinalgKernel, [x, right]: readonly Buffer[]): Buffer[] {
    const batch = x.shape.slice(0, -2);
    const [m, n] = x.shape.slice(-2);
    const small = Math.min(m, n);
    const shapes: Record<LinalgKernel, number[][]> = {
      MatrixSolve: [[...(right ?? x).shape]],
      MatrixInverse: [[...x.shape]],
      MatrixDeterminant: [batch],
      Cholesky: [[...x.shape]],
      Qr: [
        [...batch, m, small],
        [...batch, small, n],
      ],
      Svd: [
        [...batch, small],
        [...batch, m, small],
        [...batch, n, small],
      ],
      SelfAdjointEigV2: [[...batch, n], [...x.shape]],
    };
    return shapes[kernel].map((shape) => made(shape, x.dtype));
  }

  matmul(a: Buffer, b: Buffer, transposeA: boolean, transposeB: boolean): Buffer {
    const batch = together(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const rows = a.shape[a.shape.length - (transposeA ? 1 : 2)];
    const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
    return made([...batch, rows, columns], a.dtype);
  }
  biasAdd(x: Buffer): Buffer {
    return made(x.shape, x.dtype);
  }

  reshape(x: Buffer, shape: readonly number[]): Buffer {
    return made(shape, x.dtype);
  }
  transpose(x: Buffer, axes: readonly number[]): Buffer {
    return made(
      axes.map((axis) => x.shape[axis]),
      x.dtype,
    );
  }
  broadcastTo(x: Buffer, shape: readonly number[]): Buffer {
    return made(shape, x.dtype);
  }
  concat(xs: readonly Buffer[], axis: number): Buffer {
    const length = xs.reduce((sum, x) => sum + x.shape[axis], 0);
    return made(xs[0].shape.with(axis, length), xs[0].dtype);
  }
  slice(x: Buffer, _begin: readonly number[], size: readonly number[]): Buffer {
    return made(size, x.dtype);
  }
  pad(x: Buffer, pads: readonly (readonly [number, number])[]): Buffer {
    return made(
      x.shape.map((n, i) => n + pads[i][0] + pads[i][1]),
      x.dtype,
    );
  }
  reverse(x: Buffer): Buffer {
    return made(x.shape, x.dtype);
  }
  gather(x: Buffer, indices: Buffer, axis: number): Buffer {
    return made(x.shape.toSpliced(axis, 1, ...indices.shape), x.dtype);
  }
  segmentSum(x: Buffer, _indices: Buffer, count: number): Buffer {
    return made([count, ...x.shape.slice(1)], x.dtype);
  }
  oneHot(indices: Buffer, depth: number): Buffer {
    return made([...indices.shape, depth], 'float32');
  }

  softmax(x: Buffer): Buffer {
    return made(x.shape, x.dtype);
  }
  logSoftmax(x: Buffer): Buffer {
    return made(x.shape, x.dtype);
  }
  sparseCrossEntropy(logits: Buffer, labels: Buffer): [Buffer, Buffer] {
    return [made(labels.shape, logits.dtype), made(logits.shape, logits.dtype)];
  }

  conv2d(x: Buffer, filter: Buffer, options: WindowOptions): Buffer {
    return made([...windows(x, filter.shape.slice(0, 2), options), filter.shape[3]], x.dtype);
  }
  conv2dInputGrad(g: Buffer, _filter: Buffer, inputShape: readonly number[]): Buffer {
    return made(inputShape, g.dtype);
  }
  conv2dFilterGrad(x: Buffer, _g: Buffer, filterShape: readonly number[]): Buffer {
    return made(filterShape, x.dtype);
  }
  maxPool(x: Buffer, options: PoolOptions): Buffer {
    return made([...windows(x, options.kernel, options), x.shape[3]], x.dtype);
  }
  maxPoolGrad(_g: Buffer, x: Buffer): Buffer {
    return made(x.shape, x.dtype);
  }
  maxPoolGradGrad(_gg: Buffer, _x: Buffer, y: Buffer): Buffer {
    return made(y.shape, y.dtype);
  }
  avgPool(x: Buffer, options: PoolOptions): Buffer {
    return this.maxPool(x, options);
  }
  avgPoolGrad(g: Buffer, inputShape: readonly number[]): Buffer {
    return made(inputShape, g.dtype);
  }
}

/** Not watched: there is nothing to give back. */
function made(shape: readonly number[], dtype: DType): Buffer {
  return new Buffer({}, [...shape], dtype);
}

function noValues(): BackendError {
  return new BackendError('read: expected a tensor with values, got one of backend.meta, which has a shape only');
}

export function together(a: readonly number[], b: readonly number[]): number[] {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const ahead = long.length - short.length;
  return long.map((n, i) => (i < ahead || n !== 1 ? n : short[i - ahead]));
}

/** Batch, height and width of what windows over `x` give. */
function windows(x: Buffer, kernel: readonly number[], { stride, pads }: WindowOptions): number[] {
  const places = [0, 1].map((i) => Math.floor((x.shape[i + 1] + pads[i][0] + pads[i][1] - kernel[i]) / stride[i]) + 1);
  return [x.shape[0], ...places];
}
