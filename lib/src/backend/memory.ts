import { afterInterrupt } from '../interrupted.js';
import type { Buffer, BufferKey } from './buffer.js';

/**
 * Automatic memory. Every buffer is watched by a `WeakRef`; when enough new bytes have come since the last look, a
 * garbage collection is forced and the buffers that died are given back. It works inside a synchronous loop: running an
 * empty script in a context with its own microtask queue clears the engine's list of objects kept alive for this job,
 * without which no `WeakRef` made or read in the job could die.
 */

/** Collect when this many bytes came and stayed, or half of what was alive if that is more. */
const MIN_NEW_BYTES = 96 * 2 ** 20;
/** Collect when this many buffers came and stayed: small ones cost more than their bytes say. */
const MAX_NEW_BUFFERS = 20_000;

export interface MemoryReport {
  /** Buffers that live on the backend, among them those that nothing refers to any more. */
  tensors: number;
  bytes: number;
  /** Highest `bytes` so far. */
  peakBytes: number;
  /** Forced garbage collections and the milliseconds that they took in all. */
  collections: number;
  collectionMs: number;
}

interface Watched {
  ref: WeakRef<Buffer>;
  bytes: number;
  /** Gives the memory back on the backend that made it, which may no longer be the current one. */
  release: (key: BufferKey) => void;
}

const live = new Map<BufferKey, Watched>();
const frames: Set<Buffer>[] = [];
let bytes = 0;
let peakBytes = 0;
/** The least that lived since the last collection; what came on top of it may be garbage. */
let leastBytes = 0;
let leastBuffers = 0;
let collections = 0;
let collectionMs = 0;
let forceCollection: (() => void) | null | undefined;

/** Starts to watch a new buffer; may first give back what died. */
export function watch(buffer: Buffer, release: (key: BufferKey) => void): Buffer {
  const size = buffer.bytes;
  live.set(buffer.key, { ref: new WeakRef(buffer), bytes: size, release });
  bytes += size;
  if (bytes > peakBytes) peakBytes = bytes;
  if (frames.length > 0) frames[frames.length - 1].add(buffer);
  const newBytes = bytes - leastBytes;
  if (newBytes > Math.max(MIN_NEW_BYTES, leastBytes / 2) || live.size - leastBuffers > MAX_NEW_BUFFERS) collect();
  return buffer;
}

/** Gives one buffer back now. `why` is shown when a tensor that uses it is touched later. Twice is no error. */
export function free(buffer: Buffer, why: string): void {
  if (buffer.freed !== null) return;
  buffer.freed = why;
  release(buffer.key);
}

/** Gives the memory of `living` to a buffer that was freed by mistake; `living` must not be used any more. */
export function revive(dead: Buffer, living: Buffer): void {
  const watched = live.get(living.key);
  if (watched === undefined || dead.freed === null) return;
  dead.key = living.key;
  dead.freed = null;
  watched.ref = new WeakRef(dead);
  living.freed = 'an interrupt';
  pin(living);
}

function release(key: BufferKey): void {
  const watched = live.get(key);
  if (watched === undefined) return;
  live.delete(key);
  bytes -= watched.bytes;
  if (bytes < leastBytes) leastBytes = bytes;
  if (live.size < leastBuffers) leastBuffers = live.size;
  watched.release(key);
}

/** Forces a garbage collection and gives back every buffer that nothing refers to. Does nothing where it cannot. */
export function collect(): void {
  forceCollection ??= garbageCollector();
  leastBytes = bytes;
  leastBuffers = live.size;
  if (forceCollection === null) return;
  const start = performance.now();
  forceCollection();
  for (const [key, watched] of live) {
    if (watched.ref.deref() === undefined) release(key);
  }
  collections++;
  collectionMs += performance.now() - start;
}

/**
 * Until {@link closeFrame}, notes each new buffer, so that an internal step (a node of `backward`, an optimiser's
 * update) can give its temporaries back at once and need not wait for a collection.
 */
export function openFrame(): void {
  afterInterrupt(dropFrames);
  frames.push(new Set());
}

/** Ends the innermost frame and frees its buffers, except those that `keep` says must outlive it. */
export function closeFrame(keep: (buffer: Buffer) => boolean, why: string): void {
  const frame = frames.pop();
  if (frame === undefined) return;
  const outer = frames.at(-1);
  for (const buffer of frame) {
    if (keep(buffer)) outer?.add(buffer);
    else free(buffer, why);
  }
}

function dropFrames(): void {
  frames.length = 0;
}

/** Takes a buffer out of every open frame: a parameter, its gradient or an optimiser's state must outlive them. */
export function pin(buffer: Buffer): void {
  for (const frame of frames) frame.delete(buffer);
}

/** What lives on the backends now. */
export function memory(): MemoryReport {
  return { tensors: live.size, bytes, peakBytes, collections, collectionMs };
}

interface NodeBuiltins {
  getBuiltinModule?(name: string): unknown;
}
interface Vm {
  createContext(object: object, options: { microtaskMode: 'afterEvaluate' }): object;
  runInContext(code: string, context: object): unknown;
  runInNewContext(code: string): unknown;
}
interface V8 {
  setFlagsFromString(flag: string): void;
}

/** Node's forced collection, or `null` elsewhere. */
function garbageCollector(): (() => void) | null {
  const node = (globalThis as { process?: NodeBuiltins }).process;
  const vm = node?.getBuiltinModule?.('node:vm') as Vm | undefined;
  const v8 = node?.getBuiltinModule?.('node:v8') as V8 | undefined;
  if (vm === undefined || v8 === undefined) return null;
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc') as () => void;
  const ownQueue = vm.createContext({}, { microtaskMode: 'afterEvaluate' });
  return () => {
    vm.runInContext('0', ownQueue);
    gc();
  };
}
