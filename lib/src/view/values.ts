import type { JsonNumber, TensorSpec } from './spec.js';

/** Names of the element types that views know. */
export type ViewDType = TensorSpec['dtype'];

/** The typed array that holds values of a tensor: float32, int32 or bool (one byte each, 0 or 1). */
export type ValueArray = Float32Array | Int32Array | Uint8Array;

/** A tensor as plain data, row-major. */
export interface TensorValues {
  shape: readonly number[];
  dtype: ViewDType;
  values: ValueArray;
}

/** What a view needs of a tensor; the library's `Tensor` is one. */
export interface Readable {
  readonly shape: readonly number[];
  readonly dtype: ViewDType;
  /** All values, row-major; throws where the backend cannot read synchronously. */
  dataSync(): ValueArray;
  /** The value of a tensor that has exactly one. */
  item(): number;
  /** Name shown in the header when no title is given, e.g. `conv1.weight`. */
  readonly label?: string;
}

/** Whether a value is a tensor as views read it. */
export function isReadable(x: unknown): x is Readable {
  return typeof (x as Partial<Readable> | null | undefined)?.dataSync === 'function';
}

/** Reads a tensor into plain data. */
export function readValues(x: Readable): TensorValues {
  return { shape: x.shape, dtype: x.dtype, values: x.dataSync() };
}

/** A number as JSON can hold it: NaN and ±Infinity become strings. */
export function toJsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** The number that {@link toJsonNumber} was given. */
export function fromJsonNumber(value: JsonNumber): number {
  return typeof value === 'number' ? value : Number(value);
}
