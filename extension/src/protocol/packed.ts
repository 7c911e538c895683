import { asNumbers } from './fields.js';
import { asCount, asObject, PayloadError } from './payload.js';

const ARRAYS = { float32: Float32Array, float64: Float64Array };

/** The numbers that a live message names: in its JSON or in one of its buffers. Throws a PayloadError. */
export function readPacked(where: string, value: unknown, buffers: readonly DataView[]): number[] {
  if (Array.isArray(value)) return asNumbers(where, value);
  const { buffer, type } = asObject(where, value);
  const view = buffers[asCount(`${where} buffer`, buffer)];
  const kind = type === 'float32' || type === 'float64' ? ARRAYS[type] : undefined;
  if (!view || !kind || view.byteLength % kind.BYTES_PER_ELEMENT !== 0) {
    throw new PayloadError(where, 'a buffer of float32 or float64 numbers', value);
  }
  return Array.from(new kind(copied(view).buffer));
}

/** The bytes of the buffer that a live message names. Throws a PayloadError. */
export function readBytes(where: string, value: unknown, buffers: readonly DataView[]): Uint8Array {
  const { buffer, type } = asObject(where, value);
  const view = buffers[asCount(`${where} buffer`, buffer)];
  if (!view || type !== 'uint8') throw new PayloadError(where, 'a buffer of bytes', value);
  return copied(view);
}

/** A typed array cannot start at every byte, and what is kept must not hold the whole message. */
function copied(view: DataView): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}
