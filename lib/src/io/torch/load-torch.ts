import type { TypedArray } from '../../backend/buffer.js';
import { readBytes } from '../../disk/node-files.js';
import { FileError } from '../../errors.js';
import type { StateDict } from '../../nn/state-dict.js';
import { fromValues } from '../../tensor/create.js';
import { sizeOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { NUMBER_FORMATS, type NumberFormat, readNumbers } from '../number-format.js';
import { type ZipEntry, zipEntries } from '../zip.js';
import { type Call, type Persistent, unpickle } from './unpickle.js';

const STORAGES: Readonly<Record<string, NumberFormat>> = {
  'torch.FloatStorage': 'F32',
  'torch.DoubleStorage': 'F64',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};

/** Numbers that a tensor with repeated rows may have beyond those that are stored, so that a small file cannot fill the memory. */
const MOST_REPEATED = 2 ** 24;

/**
 * What `torch.save` wrote into a `.pt` or `.pth` file: usually a state dictionary,
 * `net.loadStateDict(io.loadTorch('net.pt'), { layout: 'torch' })`, or a dictionary of such and plain data, whose type goes
 * between `<>`. Dictionaries become objects, tuples lists. The pickle in it is read as data and no code of it runs, so a file
 * may hold tensors and plain data only. Kinds of numbers become those of `loadSafetensors`.
 * @throws FileError if the file is missing or damaged, older than PyTorch 1.6, or holds objects such as a whole module
 */
export function loadTorch<T = StateDict>(path: string): T {
  const where = `io.loadTorch ${path}`;
  const entries = zipEntries(readBytes(path, where), where);
  const pickle = entries.find(({ name }) => name.endsWith('/data.pkl'));
  if (pickle === undefined) {
    throw new FileError(
      `${where}: expected a file of torch.save, got a zip file without data.pkl; save it with PyTorch 1.6 or later`,
    );
  }
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const files = new Map(entries.map((entry) => [entry.name, entry]));
  const order = files.get(`${folder}byteorder`)?.read();
  if (order !== undefined && new TextDecoder().decode(order) !== 'little') {
    throw new FileError(`${where}: expected little-endian numbers, got ${new TextDecoder().decode(order)}-endian ones`);
  }
  return new Reading(files, folder, where).plain(unpickle(pickle.read(), where)) as T;
}

/** Makes tensors and plain data of what the pickle describes; what it shares is made once. */
class Reading {
  readonly #made = new Map<unknown, unknown>();
  readonly #storages = new Map<string, TypedArray>();
  readonly #files: ReadonlyMap<string, ZipEntry>;
  readonly #folder: string;
  readonly #where: string;

  constructor(files: ReadonlyMap<string, ZipEntry>, folder: string, where: string) {
    this.#files = files;
    this.#folder = folder;
    this.#where = where;
  }

  plain(value: unknown, depth = 0): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (this.#made.has(value)) return this.#made.get(value);
    if (depth > 200) throw new FileError(`${this.#where}: expected data of at most 200 levels, got more`);
    const made = this.#make(value, depth + 1);
    this.#made.set(value, made);
    return made;
  }

  #make(value: object, depth: number): unknown {
    if (Array.isArray(value)) return value.map((item) => this.plain(item, depth));
    if (value instanceof Map) {
      return Object.fromEntries([...value].map(([key, item]) => [String(key), this.plain(item, depth)]));
    }
    const { call, args = [] } = value as Partial<Call>;
    if (call === 'torch._utils._rebuild_tensor_v2') return this.#tensor(args);
    if (call === 'torch._utils._rebuild_parameter') return this.plain(args[0], depth);
    if (call === 'torch.Size') return this.plain(args[0], depth);
    const got = call ?? (value as { global?: string }).global ?? 'something stored elsewhere';
    throw new FileError(`${this.#where}: expected tensors and plain data, got ${got}; save net.state_dict() instead`);
  }

  #tensor([storage, offset, shape, stride]: unknown[]): Tensor {
    const [format, values] = this.#numbers((storage as Partial<Persistent>)?.persistent);
    if (!isCounts(shape) || !isCounts(stride) || shape.length !== stride.length || !isCounts([offset])) {
      throw new FileError(
        `${this.#where}: expected a tensor with offset, shape and stride, got ${JSON.stringify([offset, shape, stride])}`,
      );
    }
    const start = offset as number;
    const size = sizeOf(shape);
    const last = shape.reduce((at, n, i) => at + (n - 1) * stride[i], start);
    if (size > 0 && !(last < values.length && size <= Math.max(values.length, MOST_REPEATED))) {
      throw new FileError(
        `${this.#where}: expected a tensor inside its ${values.length} numbers, got shape [${shape}]`,
      );
    }
    const out = isRowMajor(shape, stride) ? values.slice(start, start + size) : strided(values, start, shape, stride);
    return fromValues(out, shape, NUMBER_FORMATS[format].dtype);
  }

  /** The numbers of `('storage', kind, key, device, count)`. */
  #numbers(storage: unknown): [NumberFormat, TypedArray] {
    const [word, kind, key, , count] = Array.isArray(storage) ? storage : [];
    const name = String((kind as { global?: string } | undefined)?.global);
    if (word !== 'storage' || !Object.hasOwn(STORAGES, name)) {
      throw new FileError(`${this.#where}: expected numbers of ${Object.keys(STORAGES).join(', ')}, got ${name}`);
    }
    const format = STORAGES[name];
    const id = `${format} ${key}`;
    let values = this.#storages.get(id);
    if (values === undefined) {
      const bytes = this.#files.get(`${this.#folder}data/${key}`)?.read();
      const needed = Number(count) * NUMBER_FORMATS[format].bytes;
      if (bytes?.length !== needed) {
        throw new FileError(`${this.#where}: expected ${needed} bytes in data/${key}, got ${bytes?.length ?? 'none'}`);
      }
      values = readNumbers(bytes, format, `${this.#where}, data/${key}`);
      this.#storages.set(id, values);
    }
    return [format, values];
  }
}

/** Follows strides of an order other than ours, as of a transposed matrix, number by number. */
function strided(values: TypedArray, start: number, shape: readonly number[], stride: readonly number[]): TypedArray {
  const out = new (values.constructor as new (length: number) => TypedArray)(sizeOf(shape));
  const place = shape.map(() => 0);
  for (let i = 0, at = start; i < out.length; i++) {
    out[i] = values[at];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += stride[axis];
      if (++place[axis] < shape[axis]) break;
      at -= stride[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return out;
}

function isRowMajor(shape: readonly number[], stride: readonly number[]): boolean {
  return stride.every((step, axis) => shape[axis] === 1 || step === sizeOf(shape.slice(axis + 1)));
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
