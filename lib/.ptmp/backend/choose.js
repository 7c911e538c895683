import { BackendError } from '../errors.js';
import { collect, memory } from './memory.js';
import { TensorFlowBackend } from './tensorflow/tensorflow.js';
/** Best first. */
const ORDER = ['tensorflow', 'wasm', 'cpu'];
const STARTERS = {
    tensorflow: () => new TensorFlowBackend(),
    wasm: async () => (await import('./tfjs/start.js')).startWasm(),
    cpu: async () => (await import('./tfjs/start.js')).startCpu(),
};
const started = new Map();
let active;
let reason = '';
/** Where the arithmetic runs. */
export const backend = {
    /**
     * Starts a backend and makes it the one that new tensors live on. `'auto'` takes the first of `tensorflow`, `wasm`,
     * `cpu` that starts. Tensors of another backend cannot be mixed in.
     * @throws BackendError if it cannot start, with the reason.
     */
    async use(name = 'auto') {
        if (name !== 'auto') {
            active = await start(name);
            reason = 'chosen by name';
            return;
        }
        const failures = [];
        for (const candidate of ORDER) {
            try {
                active = await start(candidate);
                reason = failures.length === 0 ? 'the best backend, and it started' : failures.join('; ');
                return;
            }
            catch (error) {
                failures.push(`${candidate} did not start: ${error instanceof Error ? error.message : String(error)}`);
            }
        }
        throw new BackendError(`backend.use: no backend starts, ${failures.join('; ')}`);
    },
    /** Name of the active backend, or `undefined` before the first use. */
    get name() {
        return active?.name;
    },
    /** Version and device, e.g. `TensorFlow 2.21.0, CPU`. */
    get description() {
        return active?.description ?? 'none started';
    },
    /** Why this backend and not a better one. */
    get reason() {
        return reason;
    },
    /** Live tensors and bytes, peak, and what automatic memory cost so far. */
    memory() {
        return memory();
    },
    /** Gives back now what nothing refers to any more. It happens by itself; useful before measuring. */
    collect() {
        collect();
    },
    toString() {
        return active === undefined ? 'no backend started' : `${active.name} (${active.description}): ${reason}`;
    },
};
async function start(name) {
    const make = STARTERS[name];
    if (make === undefined) {
        throw new BackendError(`backend.use: expected one of auto, ${Object.keys(STARTERS).join(', ')}, got '${name}'`);
    }
    let it = started.get(name);
    if (it === undefined) {
        it = await make();
        started.set(name, it);
    }
    await it.activate?.();
    return it;
}
/**
 * The active backend. Without an earlier `backend.use`, TensorFlow starts here, the only one that starts without
 * waiting.
 */
export function kernels() {
    if (active !== undefined)
        return active;
    try {
        active = new TensorFlowBackend();
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new BackendError(`backend: none started yet, and ${why}; call await backend.use('auto') first`);
    }
    started.set('tensorflow', active);
    reason = 'the best backend, and it started';
    return active;
}
