import type { Packed, PackedBytes } from './spec.js';
import { toJsonNumber } from './values.js';

/** Lists up to this length travel as JSON: a buffer of their own would take more than their few letters. */
const SHORT = 16;

/** Collects the long lists of numbers of one message as binary buffers; short ones stay in its JSON. */
export class Packer {
  readonly buffers: (Float32Array | Float64Array | Uint8Array)[] = [];

  /** What stands for `numbers` in the JSON. A Float32Array travels as such, anything else as float64. */
  pack(numbers: ArrayLike<number>): Packed {
    if (numbers.length <= SHORT) return Array.from(numbers, toJsonNumber);
    const single = numbers instanceof Float32Array;
    // Copied: a message may leave after its source went on counting.
    this.buffers.push(single ? Float32Array.from(numbers) : Float64Array.from(numbers));
    return { buffer: this.buffers.length - 1, type: single ? 'float32' : 'float64' };
  }
  /** What stands for `bytes` in the JSON. The array is sent as it is: nothing may write to it any more. */
  packBytes(bytes: Uint8Array): PackedBytes {
    this.buffers.push(bytes);
    return { buffer: this.buffers.length - 1, type: 'uint8' };
  }
}
