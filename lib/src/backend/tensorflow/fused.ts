import type { Buffer } from '../buffer.js';
import type { FusedKernels, Kept } from '../fused.js';
import type { Calls } from './calls.js';
import { lstm, lstmGrad } from './lstm.js';

/** Fused kernels made of TensorFlow's ops. */
export class TensorFlowFused implements FusedKernels {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  lstm(gates: Buffer, h: Buffer, c: Buffer, weight: Buffer, keep: boolean): [Buffer, Kept] {
    return lstm(this.#calls, gates, h, c, weight, keep);
  }

  lstmGrad(g: Buffer, kept: Kept, h: Buffer, c: Buffer, weight: Buffer, out: Buffer): [Buffer, Buffer, Buffer, Buffer] {
    return lstmGrad(this.#calls, g, kept, h, c, weight, out);
  }
}
