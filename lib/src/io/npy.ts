import type { DType } from '../backend/buffer.js';
import { writeAtomically } from '../disk/atomic-write.js';
import { FileError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { type ByteSource, withFile } from './byte-source.js';
import { bytesOf, NUMBER_FORMATS, type NumberFormat, readNumbers } from './number-format.js';

const MAGIC = [0x93, ...[...'NUMPY'].map((letter) => letter.charCodeAt(0))];

/** The array begins at a multiple of this many bytes. */
const ALIGNMENT = 64;

/** NumPy's own limit is 10,000 characters; a header of a structured type may be longer. */
const LONGEST_HEADER = 1_000_000;

/** NumPy's names of the kinds of numbers, without byte order. */
const KINDS: Readonly<Record<string, NumberFormat>> = {
  b1: 'BOOL',
  u1: 'U8',
  i1: 'I8',
  u2: 'U16',
  i2: 'I16',
  u4: 'U32',
  i4: 'I32',
  u8: 'U64',
  i8: 'I64',
  f2: 'F16',
  f4: 'F32',
  f8: 'F64',
};

const WRITTEN: Readonly<Record<DType, string>> = { float32: '<f4', int32: '<i4', bool: '|b1' };

interface Header {
  format: NumberFormat;
  bigEndian: boolean;
  columnsFirst: boolean;
  shape: number[];
  /** Where the array begins. */
  end: number;
}

/**
 * Writes one tensor as NumPy's `.npy`, for `numpy.load`. The file is replaced whole or not at all.
 *
 *     io.saveNpy('x.npy', tensor([1, 2]));
 *     io.loadNpy('x.npy') // → [1, 2]
 *
 * @throws FileError if the file cannot be written
 */
export function saveNpy(path: string, tensor: Tensor): void {
  writeAtomically(path, encodeNpy(tensor), `io.saveNpy ${path}`);
}

/**
 * The array of a file that `numpy.save` wrote, of any byte order, in row or column order. Floating-point numbers become
 * float32, whole numbers int32, booleans bool.
 *
 *     io.saveNpy('x.npy', eye(2));
 *     io.loadNpy('x.npy') // → [[1, 0], [0, 1]]
 *
 * @throws FileError if the file is missing, cut off or damaged, holds text, complex numbers or Python objects, or a whole
 * number that does not fit into int32
 */
export function loadNpy(path: string): Tensor {
  const where = `io.loadNpy ${path}`;
  return withFile(path, where, (source) => decodeNpy(source, where));
}

/** Header and array of one tensor. */
export function encodeNpy(tensor: Tensor): [header: Uint8Array, array: Uint8Array] {
  const { dtype, shape } = tensor;
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${WRITTEN[dtype]}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const prefix = MAGIC.length + 4;
  const length = Math.ceil((prefix + text.length + 1) / ALIGNMENT) * ALIGNMENT - prefix;
  const header = new Uint8Array(prefix + length);
  header.set([...MAGIC, 1, 0, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), prefix);
  return [header, bytesOf(tensor.dataSync())];
}

/** The tensor of a source. `where` is the function named in errors. */
export function decodeNpy(source: ByteSource, where: string): Tensor {
  const { format, bigEndian, columnsFirst, shape, end } = readHeader(source, where);
  const { bytes: width, dtype } = NUMBER_FORMATS[format];
  const length = shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, width);
  if (end + length !== source.size) {
    const fix = end + length > source.size ? '; it may be cut off' : '';
    throw new FileError(`${where}: expected ${end + length} bytes by the header, got ${source.size}${fix}`);
  }
  const bytes = source.read(end, length);
  if (bigEndian) reverseEach(bytes, width);
  const values = readNumbers(bytes, format, where);
  if (!columnsFirst || shape.length < 2) return fromValues(values, shape, dtype);
  const axes = shape.map((_, i) => shape.length - 1 - i);
  return fromValues(values, [...shape].reverse(), dtype).permute(...axes);
}

function readHeader(source: ByteSource, where: string): Header {
  const short = () =>
    new FileError(`${where}: expected an .npy file, got one of ${source.size} bytes; it may be cut off`);
  if (source.size < MAGIC.length + 4) throw short();
  const start = source.read(0, Math.min(source.size, MAGIC.length + 6));
  if (MAGIC.some((byte, i) => start[i] !== byte)) {
    throw new FileError(
      `${where}: expected an .npy file, got one that begins with bytes ${start.subarray(0, 6).join(' ')}`,
    );
  }
  const [major, minor] = start.subarray(MAGIC.length);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FileError(`${where}: expected .npy of version 1.0, 2.0 or 3.0, got ${major}.${minor}`);
  }
  const prefix = MAGIC.length + (major === 1 ? 4 : 6);
  if (source.size < prefix) throw short();
  const view = new DataView(start.buffer);
  const length = major === 1 ? view.getUint16(MAGIC.length + 2, true) : view.getUint32(MAGIC.length + 2, true);
  if (length > LONGEST_HEADER) {
    throw new FileError(`${where}: expected a header of at most ${LONGEST_HEADER} bytes, got one of ${length}`);
  }
  if (prefix + length > source.size) throw short();
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(source.read(prefix, length));
  return { ...parseHeader(text, where), end: prefix + length };
}

/** The header is a Python dictionary of a text, a truth value and a tuple, which is close enough to JSON. */
function parseHeader(text: string, where: string): Omit<Header, 'end'> {
  const json = text
    .replaceAll("'", '"')
    .replace(/\b(\d+)L\b/g, '$1')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replace(/,\s*([\]}])/g, '$1');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    parsed = undefined;
  }
  const { descr, fortran_order: columnsFirst, shape, ...rest } = (parsed ?? {}) as Record<string, unknown>;
  const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (descr === undefined || typeof columnsFirst !== 'boolean' || !isShape || Object.keys(rest).length > 0) {
    const rule = "a header with 'descr', 'fortran_order' and 'shape'";
    throw new FileError(`${where}: expected ${rule}, got ${text.trim().slice(0, 100)}`);
  }
  const kind = typeof descr === 'string' ? /^[<>|=]?(\w\d)$/.exec(descr)?.[1] : undefined;
  if (kind === undefined || !Object.hasOwn(KINDS, kind)) {
    const rule = `numbers of kind ${Object.keys(KINDS).join(', ')}`;
    throw new FileError(`${where}: expected ${rule}, got ${JSON.stringify(descr)}; convert it with astype`);
  }
  return { format: KINDS[kind], bigEndian: String(descr).startsWith('>'), columnsFirst, shape };
}

/** Turns the bytes of each number round. */
function reverseEach(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}
