import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues, type NumericArray, tensor } from '../tensor/create.js';
import { sameShape, sizeOf } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';

/** What {@link collate} makes of samples: tensors and numbers become tensors, tuples and records keep their form. */
export type Collated<Sample> = Sample extends Tensor | number | boolean | NumericArray
  ? Tensor
  : Sample extends string
    ? string[]
    : Sample extends object
      ? { -readonly [K in keyof Sample]: Collated<Sample[K]> }
      : Sample[];

/**
 * Makes one batch of samples of one form: tensors are stacked along a new first dimension, numbers become a float32
 * vector, booleans a bool vector, typed arrays the rows of a matrix, strings a list; tuples and records are treated part by
 * part. Throws unless all samples have one form.
 */
export function collate<Sample>(samples: readonly Sample[]): Collated<Sample> {
  if (samples.length === 0) throw new ValueError('collate: a batch needs at least one sample, got an empty list');
  return collateAny(samples) as Collated<Sample>;
}

function collateAny(samples: readonly unknown[]): unknown {
  const first = samples[0];
  if (first instanceof Tensor) return stackRows(samples as readonly Tensor[]);
  if (typeof first === 'number') return fromValues(Float32Array.from(samples as number[]), [samples.length], 'float32');
  if (typeof first === 'boolean') return fromValues(Uint8Array.from(samples, Number), [samples.length], 'bool');
  if (ArrayBuffer.isView(first)) return stackRows(samples.map((row) => tensor(row as NumericArray)));
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

function stackRows(rows: readonly Tensor[]): Tensor {
  const { shape, dtype } = rows[0];
  const size = sizeOf(shape);
  const first = rows[0].dataSync();
  const values = new (first.constructor as new (length: number) => typeof first)(size * rows.length);
  for (const [i, row] of rows.entries()) {
    if (!sameShape(row.shape, shape) || row.dtype !== dtype) {
      const got = `${shapeText(shape)} ${dtype} at 0 and ${shapeText(row.shape)} ${row.dtype} at ${i}`;
      throw new ShapeError(`collate: tensors of a batch must have one shape and dtype, got ${got}`);
    }
    values.set(row.dataSync(), i * size);
  }
  return fromValues(values, [rows.length, ...shape], dtype);
}
