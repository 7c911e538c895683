import type { Buffer } from '../backend/buffer.js';
import { closeFrame, openFrame } from '../backend/memory.js';
import { ValueError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';

/** A scope that is open until it is disposed of: `using block = scope();`. */
export class Scope {
  readonly #kept = new Set<Buffer>();
  #open = true;

  constructor() {
    openFrame();
  }

  /** Takes tensors, alone or inside arrays and plain objects, out of the scope; gives back what it was given. */
  keep<T>(value: T): T {
    collectBuffers(value, this.#kept);
    return value;
  }

  /** Frees every tensor that was made since the scope began and not kept. Scopes end in reverse order. */
  [Symbol.dispose](): void {
    if (this.#open) closeFrame((buffer) => this.#kept.has(buffer), 'the end of its scope');
    this.#open = false;
  }
}

/**
 * Runs `body` and frees at once every tensor made in it, except those that it returns (alone or inside arrays and plain
 * objects), gradients and parameters. Without a body it lasts to the end of the block: `using block = scope();`. Never
 * needed: memory is given back by itself. For those who want it exact.
 *
 *     scope(() => tensor([1, 2]).mul(3).sum()) // → 9
 *
 * @throws ValueError if `body` is async.
 */
export function scope(): Scope;
export function scope<T>(body: () => T): T;
export function scope<T>(body?: () => T): T | Scope {
  const block = new Scope();
  if (body === undefined) return block;
  try {
    const result = body();
    if (result instanceof Promise) throw new ValueError('scope: expected a synchronous function, got an async one');
    return block.keep(result);
  } finally {
    block[Symbol.dispose]();
  }
}

function collectBuffers(value: unknown, into: Set<Buffer>): void {
  if (value instanceof Tensor) into.add(value.buffer);
  else if (Array.isArray(value)) for (const item of value) collectBuffers(item, into);
  else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) collectBuffers(item, into);
  }
}
