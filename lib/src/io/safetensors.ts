import type { DType } from '../backend/buffer.js';
import { writeAtomically } from '../disk/atomic-write.js';
import { ValueError } from '../errors.js';
import type { StateDict } from '../nn/state-dict.js';
import { fromValues } from '../tensor/create.js';
import { type ByteSource, bytesSource, joined, withFile } from './byte-source.js';
import { bytesOf, NUMBER_FORMATS, readNumbers, WRITTEN_FORMAT } from './number-format.js';
import { METADATA_KEY, PREFIX, readHeader } from './safetensors-header.js';

export interface SafetensorsOptions {
  /** Text to go with the tensors, e.g. `{ epochs: '3' }`. */
  metadata?: Readonly<Record<string, string>>;
}

/** Tensors and text of one file. */
export interface SafetensorsContent {
  tensors: StateDict;
  metadata: Record<string, string>;
}

/**
 * Writes tensors by name into a safetensors file, which PyTorch, Hugging Face and others read without running code:
 * `io.saveSafetensors('net.safetensors', net.stateDict({ layout: 'torch' }))`. The file is replaced whole or not at all.
 * float32 is written as F32, int32 as I32, bool as BOOL.
 *
 *     const net = new nn.Linear(2, 1);
 *     io.saveSafetensors('net.safetensors', net.stateDict());
 *     Object.keys(io.loadSafetensors('net.safetensors')) // → ["bias", "weight"]
 *
 * @throws FileError if the file cannot be written
 */
export function saveSafetensors(path: string, tensors: StateDict, options: SafetensorsOptions = {}): void {
  const where = `io.saveSafetensors ${path}`;
  writeAtomically(path, encodedParts(tensors, options, where), where);
}

/**
 * Tensors by name of a safetensors file. F16, BF16, F32 and F64 become float32; whole numbers, also I64, become int32;
 * BOOL becomes bool. Only the header and one tensor at a time are held beside the result, so the file may be of any size.
 *
 *     const net = new nn.Linear(2, 1);
 *     io.saveSafetensors('net.safetensors', net.stateDict());
 *     net.loadStateDict(io.loadSafetensors('net.safetensors'));
 *     net.weight.shape // → [1, 2]
 *
 * @throws FileError if the file is missing, cut off or damaged, or a whole number does not fit into int32
 */
export function loadSafetensors(path: string): StateDict {
  const where = `io.loadSafetensors ${path}`;
  return withFile(path, where, (source) => content(source, where).tensors);
}

/**
 * The text that goes with the tensors of a safetensors file; no tensor is read.
 *
 *     io.saveSafetensors('x.safetensors', { x: ones(2) }, { metadata: { from: 'me' } });
 *     io.loadSafetensorsMetadata('x.safetensors') // → {"from":"me"}
 */
export function loadSafetensorsMetadata(path: string): Record<string, string> {
  const where = `io.loadSafetensorsMetadata ${path}`;
  return withFile(path, where, (source) => readHeader(source, where).metadata);
}

/**
 * The bytes that {@link saveSafetensors} writes, for places without files.
 *
 *     io.decodeSafetensors(io.encodeSafetensors({ x: tensor([1, 2]) })).tensors.x // → [1, 2]
 */
export function encodeSafetensors(tensors: StateDict, options: SafetensorsOptions = {}): Uint8Array {
  return joined([...encodedParts(tensors, options, 'io.encodeSafetensors')]);
}

/**
 * Tensors and text of the bytes of a safetensors file; errors as {@link loadSafetensors}.
 *
 *     io.decodeSafetensors(io.encodeSafetensors({ x: tensor([1, 2]) })).tensors.x // → [1, 2]
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsContent {
  return content(bytesSource(bytes), 'io.decodeSafetensors');
}

/** Tensors and text of a source; `where` is the function named in errors. */
export function content(source: ByteSource, where: string): SafetensorsContent {
  const { tensors, metadata } = readHeader(source, where);
  const entries = tensors.map(({ name, format, shape, start, length }) => {
    const values = readNumbers(source.read(start, length), format, `${where}, tensor '${name}'`);
    return [name, fromValues(values, shape, NUMBER_FORMATS[format].dtype)] as const;
  });
  return { tensors: Object.fromEntries(entries), metadata };
}

/** Header and tensors, each read only when its turn comes. */
export function* encodedParts(
  tensors: StateDict,
  options: SafetensorsOptions,
  where: string,
): Generator<Uint8Array, void, undefined> {
  const header: [name: string, value: unknown][] = [];
  const { metadata } = options;
  if (metadata !== undefined) {
    const bad = Object.entries(metadata).find(([, value]) => typeof value !== 'string');
    if (bad !== undefined) {
      throw new ValueError(
        `${where}: expected text as metadata, got ${typeof bad[1]} for ${bad[0]}; use JSON.stringify`,
      );
    }
    header.push([METADATA_KEY, metadata]);
  }
  if (Object.hasOwn(tensors, METADATA_KEY)) {
    throw new ValueError(`${where}: expected another name for a tensor, got ${METADATA_KEY}`);
  }
  // Wide numbers first keeps every tensor aligned; by name makes the file the same for the same tensors.
  const order = Object.entries(tensors).sort(
    ([a, x], [b, y]) => width(y.dtype) - width(x.dtype) || (a < b ? -1 : Number(a > b)),
  );
  let end = 0;
  for (const [name, { dtype, shape }] of order) {
    const start = end;
    end += shape.reduce((product, n) => product * n, width(dtype));
    header.push([name, { dtype: WRITTEN_FORMAT[dtype], shape, data_offsets: [start, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(text.length / PREFIX) * PREFIX;
  const head = new Uint8Array(PREFIX + padded).fill(' '.charCodeAt(0));
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(text, PREFIX);
  yield head;
  for (const [, tensor] of order) yield bytesOf(tensor.dataSync());
}

function width(dtype: DType): number {
  return NUMBER_FORMATS[WRITTEN_FORMAT[dtype]].bytes;
}
