import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { sameShape, sizeOf } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';

/** What {@link collate} makes of samples: tensors and numbers become tensors, tuples and records keep their form. */
export type Collated<Sample> = Sample extends Tensor | number | boolean
  ? Tensor
  : Sample extends string
    ? string[]
    : Sample extends object
      ? { -readonly [K in keyof Sample]: Collated<Sample[K]> }
      : Sample[];

/**
 * Makes one batch of samples of one form: tensors are stacked along a new first dimension, numbers become a float32
 * vector, booleans a bool vector, strings a list; tuples and records are treated part by part.
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
  if (Array.isArray(first)) return first.map((_, part) => collateAny(samples.map((s) => (s as unknown[])[part])));
  if (typeof first !== 'object' || first === null) return [...samples];
  const parts = Object.keys(first).map((key) => [
    key,
    collateAny(samples.map((sample) => (sample as Record<string, unknown>)[key])),
  ]);
  return Object.fromEntries(parts);
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
