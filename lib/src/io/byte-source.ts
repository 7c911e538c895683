import { builtin, codeOf } from '../disk/node-files.js';
import { FileError, LecternError } from '../errors.js';

/** Bytes that are read a part at a time, so that a file may be larger than the memory that is free. */
export interface ByteSource {
  readonly size: number;
  /** A part that lies inside; an array of its own. */
  read(start: number, length: number): Uint8Array;
}

interface RandomAccess {
  openSync(path: string, flags: 'r'): number;
  fstatSync(file: number): { size: number; isFile(): boolean };
  readSync(file: number, into: Uint8Array, offset: number, length: number, position: number): number;
  closeSync(file: number): void;
}

/** What one system call reads at most. */
const PIECE = 2 ** 30;

/** All parts one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytes in memory as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (start, length) => Uint8Array.from(bytes.subarray(start, start + length)) };
}

/** Gives `body` an open file and closes it afterwards. `where` is the function named in errors. */
export function withFile<T>(path: string, where: string, body: (source: ByteSource) => T): T {
  const fs = builtin<RandomAccess>('node:fs', where);
  let file: number | undefined;
  try {
    file = fs.openSync(path, 'r');
    const stat = fs.fstatSync(file);
    if (!stat.isFile()) throw new FileError(`${where}: expected a file, got a folder or device at ${path}`);
    return body(fileSource(fs, file, stat.size, where));
  } catch (error) {
    if (error instanceof LecternError || !(error instanceof Error) || !('syscall' in error)) throw error;
    throw new FileError(`${where}: expected a file that can be read, got ${codeOf(error)} for ${path}`, {
      cause: error,
    });
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

function fileSource(fs: RandomAccess, file: number, size: number, where: string): ByteSource {
  return {
    size,
    read: (start, length) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        const got = fs.readSync(file, bytes, at, Math.min(length - at, PIECE), start + at);
        if (got === 0) throw new FileError(`${where}: expected ${size} bytes, got a file that became shorter`);
        at += got;
      }
      return bytes;
    },
  };
}
