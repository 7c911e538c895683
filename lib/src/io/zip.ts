import { inflateSync } from 'fflate';
import { FileError } from '../errors.js';
import { crc32 } from '../view/picture/crc32.js';

/** One file in a zip file; nothing of it has been unpacked. */
export interface ZipEntry {
  name: string;
  /** Bytes once it is unpacked, as the file says; no more are ever made. */
  size: number;
  read(): Uint8Array;
}

const END = 0x0605_4b50;
const ENTRY = 0x0201_4b50;
const LOCAL = 0x0403_4b50;
const [END_LENGTH, ENTRY_LENGTH, LOCAL_LENGTH] = [22, 46, 30];
const LONGEST_COMMENT = 0xffff;

/** Written in the place of a size, says that the real one is in a field of Zip64. */
const ELSEWHERE = 0xffff_ffff;

const [STORED, DEFLATED] = [0, 8];
/** Deflate makes at most about 1,032 bytes of one. */
const LARGEST_RATIO = 1032;

/** The files in a zip file, by its central directory (PKWARE, APPNOTE 6.3). `where` is the function named in errors. */
export function zipEntries(bytes: Uint8Array, where: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view, where);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const damaged = (what: string) =>
    new FileError(`${where}: expected a whole zip file, got ${what}; it may be damaged`);
  if (at === ELSEWHERE) throw new FileError(`${where}: expected a zip file below 4 GiB, got a larger one`);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY) throw damaged(`no entry at byte ${at}`);
    const nameLength = view.getUint16(at + 28, true);
    const next = at + ENTRY_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged(`an entry at byte ${at} that has no end`);
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength));
    if (names.has(name)) throw new FileError(`${where}: expected each name once, got '${name}' twice`);
    names.add(name);
    entries.push(entryOf(bytes, view, at, end, name, where));
    at = next;
  }
  return entries;
}

/** The end record is the last thing in the file, but for a comment. */
function findEnd(view: DataView, where: string): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  throw new FileError(`${where}: expected a zip file, got ${view.byteLength} bytes without its end; it may be cut off`);
}

function entryOf(bytes: Uint8Array, view: DataView, at: number, end: number, name: string, where: string): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const checksum = view.getUint32(at + 16, true);
  const packed = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  const refused = (rule: string, got: unknown) => new FileError(`${where}: expected '${name}' ${rule}, got ${got}`);
  if (flags & 1) throw refused('without a password', 'an encrypted file');
  if (method !== STORED && method !== DEFLATED) throw refused('stored or deflated', `method ${method}`);
  if (packed === ELSEWHERE || size === ELSEWHERE) throw refused('below 4 GiB', 'a larger file');
  if (method === STORED ? size !== packed : size > packed * LARGEST_RATIO) {
    throw refused('of a size that its bytes can have', `${size} of ${packed}`);
  }
  const read = () => {
    const isLocal = local + LOCAL_LENGTH <= end && view.getUint32(local, true) === LOCAL;
    const skipped = isLocal ? view.getUint16(local + 26, true) + view.getUint16(local + 28, true) : Infinity;
    const start = local + LOCAL_LENGTH + skipped;
    if (start + packed > end) throw refused('to lie inside the file', `${packed} bytes from ${start}`);
    const part = bytes.subarray(start, start + packed);
    let unpacked: Uint8Array;
    try {
      unpacked = method === STORED ? part.slice() : inflateSync(part, { out: new Uint8Array(size) });
    } catch (error) {
      throw new FileError(`${where}: expected '${name}' in deflate, got ${(error as Error).message}`, { cause: error });
    }
    if (unpacked.length !== size) throw refused(`of ${size} bytes`, unpacked.length);
    if (crc32(unpacked) !== checksum) throw refused(`with checksum ${checksum}`, 'another; it is damaged');
    return unpacked;
  };
  return { name, size, read };
}
