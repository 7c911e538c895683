import { PayloadError } from './payload.js';

/** Numbers from base64 of little-endian float32, or a {@link PayloadError}. */
export function floatValues(where: string, base64: string): Float32Array {
  const bytes = byteValues(where, base64);
  checkWords(where, bytes);
  return new Float32Array(bytes.buffer);
}

/** Whole numbers from base64 of little-endian uint16, or a {@link PayloadError}. */
export function wordValues(where: string, base64: string): Uint16Array {
  const bytes = byteValues(where, base64);
  if (bytes.length % 2 !== 0) throw new PayloadError(where, 'two bytes a value', bytes.length);
  return new Uint16Array(bytes.buffer);
}

/** Bytes from base64, or a {@link PayloadError}. */
export function byteValues(where: string, base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    throw new PayloadError(where, 'base64', base64);
  }
}

/** Throws a {@link PayloadError} for bytes that are not whole words of four. */
export function checkWords(where: string, bytes: Uint8Array): void {
  if (bytes.length % 4 !== 0) throw new PayloadError(where, 'four bytes a value', bytes.length);
}
