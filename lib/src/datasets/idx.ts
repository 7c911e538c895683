import { FileError } from '../errors.js';

/** An array of bytes as MNIST's files hold it. */
export interface IdxArray {
  shape: number[];
  data: Uint8Array;
}

const UNSIGNED_BYTE = 8;

/**
 * Reads an IDX file of unsigned bytes: two zeros, the type, the number of axes, the size of each as a big-endian
 * whole number of 4 bytes, and the values row by row.
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const wrong = (got: string) =>
    new FileError(`datasets: expected an IDX file of unsigned bytes, got ${got} in ${name}`);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) throw wrong('another beginning');
  if (bytes[2] !== UNSIGNED_BYTE) throw wrong(`values of type ${bytes[2]}`);
  const start = 4 + 4 * bytes[3];
  if (bytes.length < start) throw wrong(`${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: bytes[3] }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - start !== size) throw wrong(`${bytes.length - start} values for the sizes ${shape.join('×')}`);
  return { shape, data: bytes.subarray(start) };
}
