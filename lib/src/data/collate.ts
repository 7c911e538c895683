import type { DType } from '../backend/buffer.js';
import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues, type NumericArray } from '../tensor/create.js';
import { sameShape, sizeOf } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';

/** A tensor to be: what a sample that comes from a worker thread has in its place, since tensors cannot travel. */
export interface PlainArray {
  /** Row-major. Float arrays become float32, whole numbers int32. */
  readonly values: NumericArray;
  readonly shape: readonly number[];
}

/** What {@link collate} makes of samples: tensors and numbers become tensors, tuples and records keep their form. */
export type Collated<Sample> = Sample extends Tensor | number | boolean | NumericArray | PlainArray
  ? Tensor
  : Sample extends string
    ? string[]
    : Sample extends object
      ? { -readonly [K in keyof Sample]: Collated<Sample[K]> }
      : Sample[];

/**
 * Makes one batch of samples of one form: tensors are stacked along a new first dimension, numbers become a float32
 * vector, booleans a bool vector, typed arrays the rows of a matrix, strings a list; `{ values, shape }` stands for a tensor;
 * other tuples and records are treated part by part. Throws unless all samples have one form.
 *
 *     data.collate([tensor([1]), tensor([2])]) // → [[1], [2]]
 */
export function collate<Sample>(samples: readonly Sample[]): Collated<Sample> {
  if (samples.length === 0) throw new ValueError('collate: a batch needs at least one sample, got an empty list');
  return collateAny(samples) as Collated<Sample>;
}

function collateAny(samples: readonly unknown[]): unknown {
  const first = samples[0];
  if (rowOf(first) !== undefined) return stackRows(samples);
  if (typeof first === 'number') return fromValues(Float32Array.from(samples as number[]), [samples.length], 'float32');
  if (typeof first === 'boolean') return fromValues(Uint8Array.from(samples, Number), [samples.length], 'bool');
  if (typeof first !== 'object' || first === null) return [...samples];
  const keys = Object.keys(first);
  for (const [i, sample] of samples.entries()) checkParts(keys, sample, i);
  const parts = keys.map((key) => collateAny(samples.map((sample) => (sample as Record<string, unknown>)[key])));
  return Array.isArray(first) ? parts : Object.fromEntries(keys.map((key, i) => [key, parts[i]]));
}

function checkParts(keys: readonly string[], sample: unknown, at: number): void {
  const own = Object.keys(sample ?? {});
  if (own.length === keys.length && keys.every((key) => own.includes(key))) return;
  const got = `${keys.length} (${keys.join(', ')}) at 0 and ${own.length} (${own.join(', ')}) at ${at}`;
  throw new ValueError(`collate: samples of a batch must have the same parts, got ${got}`);
}

interface Row {
  /** Read only when they are copied. */
  readonly values: () => NumericArray;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** A sample as a row of a stack, if it can be one. */
function rowOf(sample: unknown): Row | undefined {
  if (sample instanceof Tensor) return { values: () => sample.dataSync(), shape: sample.shape, dtype: sample.dtype };
  if (ArrayBuffer.isView(sample)) return plainRow(sample as NumericArray, [(sample as NumericArray).length]);
  const { values, shape } = (sample ?? {}) as Partial<PlainArray>;
  return ArrayBuffer.isView(values) && Array.isArray(shape) ? plainRow(values, shape) : undefined;
}

function plainRow(values: NumericArray, shape: readonly number[]): Row {
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`collate: ${values.length} values do not fit shape ${shapeText(shape)}`);
  }
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  return { values: () => values, shape, dtype: isFloat ? 'float32' : 'int32' };
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

function stackRows(samples: readonly unknown[]): Tensor {
  const { shape, dtype } = rowOf(samples[0])!;
  const size = sizeOf(shape);
  const values = new ARRAYS[dtype](size * samples.length);
  for (const [i, sample] of samples.entries()) {
    const row = rowOf(sample);
    if (row === undefined || !sameShape(row.shape, shape) || row.dtype !== dtype) {
      const found = row === undefined ? typeof sample : `${shapeText(row.shape)} ${row.dtype}`;
      const got = `${shapeText(shape)} ${dtype} at 0 and ${found} at ${i}`;
      throw new ShapeError(`collate: tensors of a batch must have one shape and dtype, got ${got}`);
    }
    values.set(row.values(), i * size);
  }
  return fromValues(values, [samples.length, ...shape], dtype);
}
