import { afterInterrupt } from '../interrupted.js';
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
const live = new Map();
const frames = [];
let bytes = 0;
let peakBytes = 0;
/** The least that lived since the last collection; what came on top of it may be garbage. */
let leastBytes = 0;
let leastBuffers = 0;
let collections = 0;
let collectionMs = 0;
let forceCollection;
/** Starts to watch a new buffer; may first give back what died. */
export function watch(buffer, release) {
    const size = buffer.bytes;
    live.set(buffer.key, { ref: new WeakRef(buffer), bytes: size, release });
    bytes += size;
    if (bytes > peakBytes)
        peakBytes = bytes;
    if (frames.length > 0)
        frames[frames.length - 1].add(buffer);
    const newBytes = bytes - leastBytes;
    if (newBytes > Math.max(MIN_NEW_BYTES, leastBytes / 2) || live.size - leastBuffers > MAX_NEW_BUFFERS)
        collect();
    return buffer;
}
/** Gives one buffer back now. `why` is shown when a tensor that uses it is touched later. Twice is no error. */
export function free(buffer, why) {
    if (buffer.freed !== null)
        return;
    buffer.freed = why;
    release(buffer.key);
}
function release(key) {
    const watched = live.get(key);
    if (watched === undefined)
        return;
    live.delete(key);
    bytes -= watched.bytes;
    if (bytes < leastBytes)
        leastBytes = bytes;
    if (live.size < leastBuffers)
        leastBuffers = live.size;
    watched.release(key);
}
/** Forces a garbage collection and gives back every buffer that nothing refers to. Does nothing where it cannot. */
export function collect() {
    forceCollection ??= garbageCollector();
    leastBytes = bytes;
    leastBuffers = live.size;
    if (forceCollection === null)
        return;
    const start = performance.now();
    forceCollection();
    for (const [key, watched] of live) {
        if (watched.ref.deref() === undefined)
            release(key);
    }
    collections++;
    collectionMs += performance.now() - start;
}
/**
 * Until {@link closeFrame}, notes each new buffer, so that an internal step (a node of `backward`, an optimiser's
 * update) can give its temporaries back at once and need not wait for a collection.
 */
export function openFrame() {
    afterInterrupt(dropFrames);
    frames.push(new Set());
}
/** Ends the innermost frame and frees its buffers, except those that `keep` says must outlive it. */
export function closeFrame(keep, why) {
    const frame = frames.pop();
    if (frame === undefined)
        return;
    const outer = frames.at(-1);
    for (const buffer of frame) {
        if (keep(buffer))
            outer?.add(buffer);
        else
            free(buffer, why);
    }
}
function dropFrames() {
    frames.length = 0;
}
/** Takes a buffer out of every open frame: a parameter, its gradient or an optimiser's state must outlive them. */
export function pin(buffer) {
    for (const frame of frames)
        frame.delete(buffer);
}
/** What lives on the backends now. */
export function memory() {
    return { tensors: live.size, bytes, peakBytes, collections, collectionMs };
}
/** Node's forced collection, or `null` elsewhere. */
function garbageCollector() {
    const node = globalThis.process;
    const vm = node?.getBuiltinModule?.('node:vm');
    const v8 = node?.getBuiltinModule?.('node:v8');
    if (vm === undefined || v8 === undefined)
        return null;
    v8.setFlagsFromString('--expose-gc');
    const gc = vm.runInNewContext('gc');
    const ownQueue = vm.createContext({}, { microtaskMode: 'afterEvaluate' });
    return () => {
        vm.runInContext('0', ownQueue);
        gc();
    };
}
