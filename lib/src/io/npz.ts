import { zipSync } from 'fflate';
import { writeAtomically } from '../disk/atomic-write.js';
import { readBytes } from '../disk/node-files.js';
import { FileError, ValueError } from '../errors.js';
import type { StateDict } from '../nn/state-dict.js';
import { bytesSource, joined } from './byte-source.js';
import { decodeNpy, encodeNpy } from './npy.js';
import { zipEntries } from './zip.js';

export interface SaveNpzOptions {
  /** Packs the arrays, as `numpy.savez_compressed`; default false. */
  compressed?: boolean;
}

export interface LoadNpzOptions {
  /** Largest sum of the unpacked arrays in bytes, so that a small hostile file cannot fill the memory; default 2³¹. */
  maxBytes?: number;
}

/** A zip file without Zip64 ends at 4 GiB; this leaves room for what is beside the arrays. */
const LARGEST = 2 ** 31;
const SUFFIX = '.npy';

/**
 * Writes tensors by name as NumPy's `.npz`, for `numpy.load`. The file is replaced whole or not at all.
 *
 *     io.saveNpz('xs.npz', { a: tensor([1]), b: eye(2) });
 *     Object.keys(io.loadNpz('xs.npz')) // → ["a", "b"]
 *
 * @throws ValueError for more than 2 GiB, FileError if the file cannot be written
 */
export function saveNpz(path: string, tensors: StateDict, options: SaveNpzOptions = {}): void {
  const where = `io.saveNpz ${path}`;
  const files = Object.entries(tensors).map(([name, tensor]) => [name + SUFFIX, joined(encodeNpy(tensor))] as const);
  const total = files.reduce((sum, [, file]) => sum + file.length, 0);
  if (total > LARGEST) {
    throw new ValueError(`${where}: expected at most ${LARGEST} bytes, got ${total}; use io.saveSafetensors`);
  }
  // A fixed date makes the file the same for the same tensors.
  const mtime = new Date(1980, 0, 1);
  const bytes = zipSync(Object.fromEntries(files), { level: options.compressed === true ? 6 : 0, mtime });
  writeAtomically(path, bytes, where);
}

/**
 * Tensors by name of a file that `numpy.savez` or `numpy.savez_compressed` wrote; kinds of numbers as in `loadNpy`.
 *
 *     io.saveNpz('xs.npz', { a: tensor([1, 2]) });
 *     io.loadNpz('xs.npz').a // → [1, 2]
 *
 * @throws FileError if the file is missing, cut off or damaged, or holds anything but such arrays or too much of them
 */
export function loadNpz(path: string, options: LoadNpzOptions = {}): StateDict {
  const where = `io.loadNpz ${path}`;
  const entries = zipEntries(readBytes(path, where), where);
  const limit = options.maxBytes ?? LARGEST;
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limit) {
    throw new FileError(
      `${where}: expected at most ${limit} bytes unpacked, got ${total}; raise maxBytes if that is right`,
    );
  }
  const other = entries.find(({ name }) => !name.endsWith(SUFFIX));
  if (other !== undefined) throw new FileError(`${where}: expected only ${SUFFIX} files in it, got '${other.name}'`);
  return Object.fromEntries(
    entries.map(({ name, read }) => [
      name.slice(0, -SUFFIX.length),
      decodeNpy(bytesSource(read()), `${where}, array '${name}'`),
    ]),
  );
}
