import { builtin } from '../disk/node-files.js';
import { FileError } from '../errors.js';

/** The bytes that a gzip file holds. `name` stands in the error. */
export function gunzip(bytes: Uint8Array, name: string): Uint8Array {
  const { gunzipSync } = builtin<{ gunzipSync(bytes: Uint8Array): Uint8Array }>('node:zlib', 'datasets');
  try {
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    const said = (error as Error).message;
    throw new FileError(`datasets: expected a whole gzip file, got ${name}: ${said}`, { cause: error });
  }
}
