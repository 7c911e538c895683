import { nodeBuiltin } from '../backend/node.js';
import { FileError } from '../errors.js';

/** The part of `node:fs` that the library uses. */
export interface FileSystem {
  readFileSync(path: string): Uint8Array;
  openSync(path: string, flags: string, mode: number): number;
  writeSync(file: number, data: Uint8Array): number;
  fsyncSync(file: number): void;
  closeSync(file: number): void;
  renameSync(from: string, to: string): void;
  statSync(path: string): { mode: number; isDirectory(): boolean };
  readdirSync(path: string, options: { recursive: boolean }): string[];
  realpathSync(path: string): string;
  rmSync(path: string, options: { force: boolean }): void;
  mkdirSync(path: string, options: { recursive: boolean }): void;
  existsSync(path: string): boolean;
}

/** The part of `node:path` that the library uses. */
export interface PathTools {
  join(...parts: string[]): string;
  dirname(path: string): string;
  extname(path: string): string;
  resolve(path: string): string;
}

/** A Node built-in such as `node:fs`, as type `T`. @throws FileError where there is no Node, as in a browser. */
export function builtin<T>(name: string, where: string): T {
  const module = nodeBuiltin<T>(name);
  if (module !== undefined) return module;
  throw new FileError(`${where}: expected Node, which reads and writes files, got none with ${name}`);
}

/** Node's file system. */
export function fileSystem(where: string): FileSystem {
  return builtin('node:fs', where);
}

/** Node's functions on paths. */
export function pathTools(where: string): PathTools {
  return builtin('node:path', where);
}

/** A whole file as a plain array: slices of Node's own kind would be of that kind too. */
export function readBytes(path: string, where: string): Uint8Array {
  try {
    const { buffer, byteOffset, byteLength } = fileSystem(where).readFileSync(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    if (error instanceof FileError) throw error;
    const code = codeOf(error);
    const fix = code === 'ENOENT' ? `; check the path, which counts from ${pathTools(where).resolve('.')}` : '';
    throw new FileError(`${where}: expected a file that can be read, got ${code} for ${path}${fix}`, { cause: error });
  }
}

/** What the system says about a failed call, e.g. `ENOENT`. */
export function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}
