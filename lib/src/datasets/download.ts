import { writeAtomically } from '../disk/atomic-write.js';
import { builtin, fileSystem, pathTools, readBytes } from '../disk/node-files.js';
import { FileError } from '../errors.js';
import { cacheFolder, digest } from './files.js';

/** A file that is the same everywhere on the net. */
export interface RemoteFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** Files that belong together, and the addresses that have them. */
export interface RemoteSet {
  /** Name of the function, e.g. `mnist`: also of the folder. */
  name: string;
  /** Addresses that a file's name is put after, best first. */
  mirrors: readonly string[];
}

export interface DownloadOptions {
  /**
   * Folder with the files; default a folder with the name of the data set in `LECTERN_CACHE`, `$XDG_CACHE_HOME/lectern` or
   * `~/.cache/lectern`.
   */
  root?: string;
  /** Download files that are missing or damaged; default `true`. */
  download?: boolean;
  /** Addresses to download from, tried in turn; default those of the data set. */
  mirrors?: readonly string[];
}

/** How long a server may send nothing, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Reads files from the folder, after downloading those that are missing or damaged: each from the first mirror that
 * sends the right bytes.
 * @throws FileError that says which files to put where, if that fails.
 */
export async function readRemote(
  set: RemoteSet,
  files: readonly RemoteFile[],
  options: DownloadOptions,
): Promise<Uint8Array[]> {
  const where = `datasets.${set.name}`;
  const { join, resolve } = pathTools(where);
  const folder = resolve(options.root ?? join(cacheFolder(), set.name));
  const { download = true, mirrors = set.mirrors } = options;
  const here = files.map((file) => readWhole(join(folder, file.name), file, where));
  for (const [i, file] of files.entries()) {
    if (here[i] !== undefined) continue;
    const failures: string[] = [];
    if (download) here[i] = await fromMirrors(file, mirrors, where, failures);
    if (here[i] === undefined) {
      const missing = files.filter((_, j) => here[j] === undefined);
      throw new FileError(missingText(where, folder, missing, failures, mirrors));
    }
    writeAtomically(join(folder, file.name), here[i], where);
  }
  return here as Uint8Array[];
}

function readWhole(path: string, file: RemoteFile, where: string): Uint8Array | undefined {
  if (!fileSystem(where).existsSync(path)) return undefined;
  const bytes = readBytes(path, where);
  return digest(bytes) === file.sha256 ? bytes : undefined;
}

function missingText(
  where: string,
  folder: string,
  missing: readonly RemoteFile[],
  failures: readonly string[],
  mirrors: readonly string[],
): string {
  const list = missing.map(({ name, sha256 }) => `${name} (SHA-256 ${sha256})`).join(', ');
  const got = failures.length > 0 ? `no download (${failures.join('; ')})` : 'none with these checksums';
  return `${where}: expected in the folder ${folder} the files ${list}, got ${got}; put them there from ${mirrors.join(' or ')}`;
}

async function fromMirrors(
  file: RemoteFile,
  mirrors: readonly string[],
  where: string,
  failures: string[],
): Promise<Uint8Array | undefined> {
  for (const mirror of mirrors) {
    try {
      const bytes = await fetchBytes(mirror, file, where);
      const got = digest(bytes);
      if (got === file.sha256) return bytes;
      failures.push(`${hostOf(mirror)}: other bytes, SHA-256 ${got}`);
    } catch (error) {
      if (error instanceof FileError) throw error;
      failures.push(`${hostOf(mirror)}: ${reasonOf(error)}`);
    }
  }
  return undefined;
}

async function fetchBytes(mirror: string, { name, bytes }: RemoteFile, where: string): Promise<Uint8Array> {
  const control = new AbortController();
  const giveUp = () => control.abort(new Error(`nothing for ${PATIENCE / 1000} seconds`));
  let timer = setTimeout(giveUp, PATIENCE);
  const show = progressLine(`${where}: ${name} from ${hostOf(mirror)}`, bytes, where);
  try {
    const response = await fetch(mirror + name, { signal: control.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
    const out = new Uint8Array(bytes);
    const reader = response.body.getReader();
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, PATIENCE);
      if (length + part.value.length > bytes) throw new Error(`more than the ${bytes} bytes of the file`);
      out.set(part.value, length);
      length += part.value.length;
      show(length);
    }
    if (length < bytes) throw new Error(`${length} of ${bytes} bytes`);
    return out;
  } finally {
    clearTimeout(timer);
    control.abort();
    show('end');
  }
}

/** Writes one line that grows from 0 to 100 %, in steps of 5. */
function progressLine(title: string, total: number, where: string): (length: number | 'end') => void {
  const { stdout } = builtin<{ stdout: { write(text: string): void } }>('node:process', where);
  const size = `${(total / 1e6).toFixed(1)} MB`;
  let shown = -1;
  return (length) => {
    if (length === 'end') {
      if (shown >= 0) stdout.write('\n');
      return;
    }
    const step = Math.floor((length / total) * 20) * 5;
    if (step === shown) return;
    shown = step;
    stdout.write(`\r${title}: ${step} % of ${size}`);
  };
}

function hostOf(mirror: string): string {
  return URL.canParse(mirror) ? new URL(mirror).host : mirror;
}

/** `fetch` hides what went wrong in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string }; message: string };
  return cause?.code ?? message;
}
