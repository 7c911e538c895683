import { FileError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import { duplicateKey } from './json-keys.js';
import { NUMBER_FORMATS, type NumberFormat } from './number-format.js';

/** One tensor of a file: what it is and where its bytes are, counted from the beginning of the file. */
export interface StoredTensor {
  name: string;
  format: NumberFormat;
  shape: number[];
  start: number;
  length: number;
}

/** What a file says of itself. */
export interface SafetensorsHeader {
  tensors: StoredTensor[];
  metadata: Record<string, string>;
}

/** The key of the header that is no tensor. */
export const METADATA_KEY = '__metadata__';

/** Bytes that hold the length of the header. */
export const PREFIX = 8;

/** As in the Rust library: a header that claims more is an attack or no header. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads and checks the header. Afterwards every tensor is known to lie inside the file, to have the bytes that its shape
 * asks for, and to share none of them; nothing of the tensors has been read.
 */
export function readHeader(source: ByteSource, where: string): SafetensorsHeader {
  const { header, end } = parseHeader(source, where);
  const tensors: StoredTensor[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA_KEY) metadata = checkMetadata(value, where);
    else tensors.push(checkTensor(name, value, end, where));
  }
  checkLayout(tensors, end, source.size, where);
  return { tensors, metadata };
}

function parseHeader(source: ByteSource, where: string): { header: Record<string, unknown>; end: number } {
  if (source.size < PREFIX) {
    throw new FileError(`${where}: expected a safetensors file, of at least ${PREFIX} bytes, got ${source.size}`);
  }
  const length = new DataView(source.read(0, PREFIX).buffer).getBigUint64(0, true);
  if (length > LONGEST_HEADER) {
    const rule = `a safetensors file, with a header of at most ${LONGEST_HEADER} bytes`;
    throw new FileError(`${where}: expected ${rule}, got one of ${length}`);
  }
  const end = PREFIX + Number(length);
  if (end > source.size) {
    const got = `a file of ${source.size} bytes with a header of ${length}`;
    throw new FileError(`${where}: expected a whole safetensors file, got ${got}; it may be cut off`);
  }
  return { header: parseObject(source.read(PREFIX, Number(length)), where), end };
}

function parseObject(bytes: Uint8Array, where: string): Record<string, unknown> {
  let text: string;
  let parsed: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new FileError(`${where}: expected a header of JSON, got ${reason}`, { cause: error });
  }
  if (!isObject(parsed) || !text.startsWith('{')) {
    throw new FileError(`${where}: expected a header that is an object, got ${text.slice(0, 20)}`);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new FileError(`${where}: expected each name once in the header, got '${twice}' twice`);
  return parsed;
}

function checkMetadata(value: unknown, where: string): Record<string, string> {
  if (isObject(value) && Object.values(value).every((entry) => typeof entry === 'string')) {
    return value as Record<string, string>;
  }
  throw new FileError(`${where}: expected metadata of text only, got ${JSON.stringify(value)?.slice(0, 60)}`);
}

function checkTensor(name: string, value: unknown, end: number, where: string): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  const wrong = (rule: string, got: unknown): FileError =>
    new FileError(`${where}: expected tensor '${name}' to have ${rule}, got ${JSON.stringify(got)}`);
  if (typeof dtype !== 'string' || !Object.hasOwn(NUMBER_FORMATS, dtype)) {
    throw wrong(`a dtype of ${Object.keys(NUMBER_FORMATS).join(', ')}`, dtype);
  }
  const format = dtype as NumberFormat;
  if (!isCounts(shape)) throw wrong('a shape of whole numbers', shape);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) throw wrong('two data_offsets', offsets);
  const length = offsets[1] - offsets[0];
  const needed = shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, NUMBER_FORMATS[format].bytes);
  if (needed !== length) throw wrong(`${needed} bytes, for ${format} of shape [${shape.join(', ')}]`, length);
  return { name, format, shape, start: end + offsets[0], length };
}

/** Every byte after the header belongs to one tensor. */
function checkLayout(tensors: readonly StoredTensor[], end: number, size: number, where: string): void {
  let at = end;
  for (const { name, start, length } of [...tensors].sort((a, b) => a.start - b.start || a.length - b.length)) {
    if (start !== at) {
      const what = start < at ? 'shares bytes with another' : 'leaves a gap before it';
      throw new FileError(`${where}: expected tensors one after the other, got '${name}', which ${what}`);
    }
    at += length;
  }
  if (at === size) return;
  const fix = at > size ? '; it may be cut off' : '';
  throw new FileError(`${where}: expected a file of ${at} bytes by its header, got ${size}${fix}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
