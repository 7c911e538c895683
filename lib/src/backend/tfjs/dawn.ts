import { BackendError } from '../../errors.js';
import { afterInterrupt } from '../../interrupted.js';
import { nodeProcess } from '../node.js';

type Callback = () => void;
type SetImmediate = (callback: Callback) => unknown;

/** The parts of Node's global object that Dawn's addon reads, and those that it brings. */
const world = globalThis as { setImmediate?: SetImmediate };
const setImmediate = world.setImmediate;

/** Pause between two looks at the GPU, in milliseconds. */
const PAUSE = 0.05;

/**
 * Dawn's addon, the WebGPU of Chromium, for Node. The addon finds out what the GPU has finished in a callback that it
 * gives to `setImmediate` whenever it starts something. Here the callbacks are kept, so that they can also be called
 * while a synchronous read waits.
 */
export class Dawn {
  readonly #due: Callback[] = [];
  readonly #gpu: GPU;

  private constructor(gpu: GPU) {
    this.#gpu = gpu;
    afterInterrupt(putBack);
  }

  /** @throws BackendError where Dawn's addon or a driver's loader is missing. */
  static async load(): Promise<Dawn> {
    checkVulkan();
    const { create, globals } = await import('webgpu');
    for (const [name, value] of Object.entries(Object.getOwnPropertyDescriptors(globals))) {
      Object.defineProperty(globalThis, name, { ...value, enumerable: false });
    }
    return new Dawn(create([]));
  }

  /** The best GPU, or `null` without one. */
  adapter(options: GPURequestAdapterOptions): Promise<GPUAdapter | null> {
    return this.start(() => this.#gpu.requestAdapter(options));
  }

  /** Runs `body` with the navigator of a browser that has this GPU. */
  asNavigator<T>(body: () => T): T {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: { gpu: this.#gpu }, configurable: true });
    const made = body();
    if (before === undefined) delete (globalThis as { navigator?: unknown }).navigator;
    else Object.defineProperty(globalThis, 'navigator', before);
    return made;
  }

  /** Starts something on the GPU, such as mapping a buffer. */
  start<T>(body: () => Promise<T>): Promise<T> {
    const promise = this.#hold(body);
    this.#lookLater();
    return promise;
  }

  /** Waits, without leaving this job, until the GPU has brought what was started. */
  waitUntil(done: () => boolean): void {
    const never = new Int32Array(new SharedArrayBuffer(4));
    while (!done()) {
      if (this.#due.length === 0) {
        throw new BackendError("tensor: 'webgpu' cannot be read at once here; use await tensor.read()");
      }
      this.#look();
      if (!done()) Atomics.wait(never, 0, 0, PAUSE);
    }
  }

  #look(): void {
    const due = this.#due.splice(0);
    this.#hold(() => {
      for (const callback of due) callback();
    });
  }

  #lookLater(): void {
    if (this.#due.length === 0) return;
    setImmediate?.(() => {
      this.#look();
      this.#lookLater();
    });
  }

  #hold<T>(body: () => T): T {
    world.setImmediate = (callback) => this.#due.push(callback);
    try {
      return body();
    } finally {
      putBack();
    }
  }
}

function putBack(): void {
  world.setImmediate = setImmediate;
}

/** Dawn prints a warning where Linux has no Vulkan, so this asks first: the loader's name is opened as an addon. */
function checkVulkan(): void {
  const process = nodeProcess() as { platform: string; dlopen(module: object, name: string): void } | undefined;
  if (process?.platform !== 'linux') return;
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1');
  } catch (error) {
    // It is no addon, which only shows once it has been opened.
    if (!/cannot open shared object/.test(String(error))) return;
    throw new BackendError(
      "backend.use: 'webgpu' needs Vulkan, got no libvulkan.so.1; install the GPU's driver (Debian: apt-get install libvulkan1)",
    );
  }
}
