import { FileError, LecternError } from '../errors.js';
import { builtin, codeOf, type FileSystem, fileSystem, pathTools } from './node-files.js';

/**
 * Writes a file whole or not at all: the bytes go to a new file in the same folder, reach the disk, and take the name in one
 * step. Readers, and a process killed half-way, see the old file or the new one. Missing folders are made; a symbolic
 * link stays one, and what it points to is replaced. `where` is the function named in errors.
 * @throws FileError if it cannot be written; then the old file, if any, is unchanged and nothing is left behind.
 */
export function writeAtomically(path: string, parts: Uint8Array | Iterable<Uint8Array>, where: string): void {
  const fs = fileSystem(where);
  const { randomUUID } = builtin<{ randomUUID(): string }>('node:crypto', where);
  let temporary: string | undefined;
  try {
    fs.mkdirSync(pathTools(where).dirname(path), { recursive: true });
    const exists = fs.existsSync(path);
    const target = exists ? fs.realpathSync(path) : path;
    const mode = exists ? fs.statSync(target).mode : 0o666;
    // Two processes may write at once: each has a file of its own.
    temporary = `${target}.${randomUUID()}`;
    writeThrough(fs, temporary, mode, parts instanceof Uint8Array ? [parts] : parts);
    fs.renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) fs.rmSync(temporary, { force: true });
    if (error instanceof LecternError) throw error;
    const code = codeOf(error);
    throw new FileError(`${where}: expected a file that can be written, got ${code} for ${path}`, { cause: error });
  }
}

function writeThrough(fs: FileSystem, path: string, mode: number, parts: Iterable<Uint8Array>): void {
  const file = fs.openSync(path, 'wx', mode);
  try {
    for (const part of parts) {
      // One call may write less than it was given.
      for (let at = 0; at < part.length; ) at += fs.writeSync(file, part.subarray(at));
    }
    // Without it, a power cut after the rename can leave the new name on an empty file.
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}
