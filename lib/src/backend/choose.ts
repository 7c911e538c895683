import { BackendError, ValueError } from '../errors.js';
import type { Backend, BackendName } from './backend.js';
import { collect, type MemoryReport, memory } from './memory.js';
import { MetaBackend } from './meta.js';
import { TensorFlowBackend } from './tensorflow/tensorflow.js';

/** Best first. */
const ORDER: readonly BackendName[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

const STARTERS: Record<BackendName, () => Backend | Promise<Backend>> = {
  tensorflow: () => new TensorFlowBackend(),
  webgpu: async () => (await import('./tfjs/webgpu.js')).startWebgpu(),
  wasm: async () => (await import('./tfjs/start.js')).startWasm(),
  cpu: async () => (await import('./tfjs/start.js')).startCpu(),
};

const started = new Map<BackendName, Backend>();
let active: Backend | undefined;
let reason = '';

/**
 * Where the arithmetic runs.
 *
 *     backend.memory().tensors >= 0 // → true
 */
export const backend = {
  /**
   * Starts a backend and makes it the one that new tensors live on. `'auto'` takes the first of `tensorflow`, `webgpu`,
   * `wasm`, `cpu` that starts, and `webgpu` only where there is a real GPU. Tensors of another backend cannot be mixed in.
   * @throws BackendError if it cannot start, with the reason.
   */
  async use(name: BackendName | 'auto' = 'auto'): Promise<void> {
    if (name !== 'auto') {
      active = await start(name);
      reason = 'chosen by name';
      return;
    }
    const failures: string[] = [];
    for (const candidate of ORDER) {
      try {
        if (candidate === 'webgpu') await (await import('./tfjs/webgpu.js')).checkHardware();
        active = await start(candidate);
        reason = failures.length === 0 ? 'the best backend, and it started' : failures.join('; ');
        return;
      } catch (error) {
        failures.push(`${candidate} did not start: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw new BackendError(`backend.use: no backend starts, ${failures.join('; ')}`);
  },

  /** Name of the active backend, or `undefined` before the first use and where none computes. */
  get name(): BackendName | undefined {
    const name = active?.name;
    return name === 'meta' || name === 'float64' ? undefined : name;
  },

  /**
   * Runs `fn` with tensors that have a shape and no memory, as PyTorch's `meta` device, and gives back what it returns.
   * A net of any size can be built and counted in it, but no value can be read.
   *
   *     backend.meta(() => nn.summary(new nn.Linear(40_000, 40_000), [1, 40_000])).totalParameters // 1_600_040_000
   *
   * @throws ValueError if `fn` is an async function.
   */
  meta<T>(fn: () => T): T {
    const before = active;
    active = new MetaBackend();
    try {
      const result = fn();
      if (result instanceof Promise) {
        throw new ValueError('backend.meta: expected a synchronous function, got an async one');
      }
      return result;
    } finally {
      active = before;
    }
  },

  /** Version and device, e.g. `TensorFlow 2.21.0, CPU`. */
  get description(): string {
    return active?.description ?? 'none started';
  },

  /** Why this backend and not a better one. */
  get reason(): string {
    return reason;
  },

  /** Live tensors and bytes, peak, and what automatic memory cost so far. */
  memory(): MemoryReport {
    return memory();
  },

  /** Gives back now what nothing refers to any more. It happens by itself; useful before measuring. */
  collect(): void {
    collect();
  },

  toString(): string {
    return active === undefined ? 'no backend started' : `${active.name} (${active.description}): ${reason}`;
  },
};

async function start(name: BackendName): Promise<Backend> {
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

/** Runs `fn` with another backend as the active one, such as one that writes down what is computed. */
export function withBackend<T>(other: Backend, fn: () => T): T {
  const before = active;
  active = other;
  try {
    return fn();
  } finally {
    active = before;
  }
}

/**
 * The active backend. Without an earlier `backend.use`, TensorFlow starts here, the only one that starts without
 * waiting.
 */
export function kernels(): Backend {
  if (active !== undefined) return active;
  try {
    active = new TensorFlowBackend();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BackendError(`backend: none started yet, and ${why}; call await backend.use('auto') first`);
  }
  started.set('tensorflow', active);
  reason = 'the best backend, and it started';
  return active;
}
