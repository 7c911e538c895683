import { BackendError } from '../errors.js';

/** Element types. `bool` is stored as bytes 0 and 1. */
export type DType = 'float32' | 'int32' | 'bool';

export type TypedArray = Float32Array | Int32Array | Uint8Array;

/** Bytes of one element. */
export const BYTES: Record<DType, number> = { float32: 4, int32: 4, bool: 1 };

/**
 * Memory of one array on a backend. Several tensors may share a buffer; it is given back when none of them can be
 * reached any more (see memory.ts).
 */
export class Buffer {
  /** When and by what the memory was given back; `null` while it lives. */
  freed: string | null = null;
  /** Whether a second tensor uses it, so that an in-place update must leave it alone. */
  shared = false;

  constructor(
    /** The backend's own key of the memory. Only `revive` of memory.ts changes it. */
    public key: BufferKey,
    readonly shape: readonly number[],
    readonly dtype: DType,
  ) {}

  get size(): number {
    let size = 1;
    for (const n of this.shape) size *= n;
    return size;
  }

  get bytes(): number {
    return this.size * BYTES[this.dtype];
  }
}

/** A number on TensorFlow, an object (tfjs's `DataId`) elsewhere. */
export type BufferKey = number | object;

/** For a buffer of another backend than the one that is asked to use it. */
export function foreignBuffer(): BackendError {
  return new BackendError(
    'backend: expected tensors of the active backend, got one that was made on another; ' +
      'call backend.use first and make all tensors after it',
  );
}
