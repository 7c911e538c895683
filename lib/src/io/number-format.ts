import type { DType, TypedArray } from '../backend/buffer.js';
import { FileError } from '../errors.js';

/** Kinds of numbers in files, under the names that safetensors gives them; little-endian. */
export type NumberFormat =
  | 'BOOL'
  | 'U8'
  | 'I8'
  | 'U16'
  | 'I16'
  | 'U32'
  | 'I32'
  | 'U64'
  | 'I64'
  | 'F16'
  | 'BF16'
  | 'F32'
  | 'F64';

interface Reading {
  /** Of one number. */
  bytes: number;
  /** What the numbers become here. */
  dtype: DType;
  /** Throws an error naming the first number that does not fit. */
  read(bytes: Uint8Array, where: string): TypedArray;
}

const INT_RANGE = 'whole numbers from -2147483648 to 2147483647';

/** How each kind is read; whole numbers become int32, all floating-point numbers float32. */
export const NUMBER_FORMATS: Readonly<Record<NumberFormat, Reading>> = {
  BOOL: { bytes: 1, dtype: 'bool', read: booleans },
  U8: { bytes: 1, dtype: 'int32', read: (bytes) => Int32Array.from(bytes) },
  I8: { bytes: 1, dtype: 'int32', read: (bytes) => Int32Array.from(new Int8Array(bytes.buffer)) },
  U16: { bytes: 2, dtype: 'int32', read: (bytes) => Int32Array.from(new Uint16Array(bytes.buffer)) },
  I16: { bytes: 2, dtype: 'int32', read: (bytes) => Int32Array.from(new Int16Array(bytes.buffer)) },
  U32: { bytes: 4, dtype: 'int32', read: unsigned32 },
  I32: { bytes: 4, dtype: 'int32', read: (bytes) => new Int32Array(bytes.buffer) },
  U64: { bytes: 8, dtype: 'int32', read: (bytes, where) => wide(bytes, where, () => 0) },
  I64: { bytes: 8, dtype: 'int32', read: (bytes, where) => wide(bytes, where, (low) => low >> 31) },
  F16: { bytes: 2, dtype: 'float32', read: (bytes) => Float32Array.from(new Uint16Array(bytes.buffer), half) },
  BF16: { bytes: 2, dtype: 'float32', read: brainFloats },
  F32: { bytes: 4, dtype: 'float32', read: (bytes) => new Float32Array(bytes.buffer) },
  F64: { bytes: 8, dtype: 'float32', read: (bytes) => Float32Array.from(new Float64Array(bytes.buffer)) },
};

/** How our own kinds are written. */
export const WRITTEN_FORMAT: Readonly<Record<DType, NumberFormat>> = { float32: 'F32', int32: 'I32', bool: 'BOOL' };

/**
 * Numbers of a file as numbers of a tensor. `bytes` is an array of its own, of a length that fits the format.
 * @throws FileError if a whole number does not fit into int32, or a truth value is neither 0 nor 1
 */
export function readNumbers(bytes: Uint8Array, format: NumberFormat, where: string): TypedArray {
  return NUMBER_FORMATS[format].read(bytes, where);
}

/** The bytes of values, without a copy. */
export function bytesOf(values: TypedArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function booleans(bytes: Uint8Array, where: string): Uint8Array {
  const bad = bytes.find((value) => value > 1);
  if (bad !== undefined) throw new FileError(`${where}: expected 0 or 1 as truth values, got ${bad}`);
  return bytes;
}

function unsigned32(bytes: Uint8Array, where: string): Int32Array {
  const bad = new Uint32Array(bytes.buffer).find((value) => value > 0x7fff_ffff);
  if (bad !== undefined) throw new FileError(`${where}: expected ${INT_RANGE}, got ${bad}`);
  return new Int32Array(bytes.buffer);
}

/** 64-bit numbers as their lower halves; `high` gives the upper half that a lower half of a small number has. */
function wide(bytes: Uint8Array, where: string, high: (low: number) => number): Int32Array {
  const halves = new Int32Array(bytes.buffer);
  const values = new Int32Array(halves.length / 2);
  for (let i = 0; i < values.length; i++) {
    const low = halves[2 * i];
    if (halves[2 * i + 1] !== high(low) || (low < 0 && high(low) === 0)) {
      const got = high(-1) === 0 ? new BigUint64Array(bytes.buffer)[i] : new BigInt64Array(bytes.buffer)[i];
      throw new FileError(`${where}: expected ${INT_RANGE}, got ${got}`);
    }
    values[i] = low;
  }
  return values;
}

/** Half precision, IEEE 754: sign, 5 bits of exponent, 10 bits of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function brainFloats(bytes: Uint8Array): Float32Array {
  const words = Uint32Array.from(new Uint16Array(bytes.buffer), (upper) => upper << 16);
  return new Float32Array(words.buffer);
}
