import { BackendError } from '../errors.js';
/** Bytes of one element. */
export const BYTES = { float32: 4, int32: 4, bool: 1 };
/**
 * Memory of one array on a backend. Several tensors may share a buffer; it is given back when none of them can be
 * reached any more (see memory.ts).
 */
export class Buffer {
    key;
    shape;
    dtype;
    /** When and by what the memory was given back; `null` while it lives. */
    freed = null;
    /** Whether a second tensor uses it, so that an in-place update must leave it alone. */
    shared = false;
    constructor(
    /** The backend's own key of the memory. */
    key, shape, dtype) {
        this.key = key;
        this.shape = shape;
        this.dtype = dtype;
    }
    get size() {
        let size = 1;
        for (const n of this.shape)
            size *= n;
        return size;
    }
    get bytes() {
        return this.size * BYTES[this.dtype];
    }
}
/** For a buffer of another backend than the one that is asked to use it. */
export function foreignBuffer() {
    return new BackendError('backend: expected tensors of the active backend, got one that was made on another; ' +
        'call backend.use first and make all tensors after it');
}
