import type { Buffer } from '../buffer.js';
import type { BatchNormResult, FusedKernels, Kept, MomentumOptions, RunningStatistics } from '../fused.js';
import { batchNorm, batchNormGrad } from './batch-norm.js';
import type { Calls } from './calls.js';
import { descend, descendWithMomentum } from './descend.js';
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

  batchNorm(x: Buffer, scale: Buffer, offset: Buffer, running: RunningStatistics | null, eps: number): BatchNormResult {
    return batchNorm(this.#calls, x, scale, offset, running, eps);
  }

  batchNormGrad(g: Buffer, x: Buffer, scale: Buffer, kept: Kept, eps: number): [Buffer, Buffer, Buffer] {
    return batchNormGrad(this.#calls, g, x, scale, kept, eps);
  }

  descend(p: Buffer, g: Buffer, rate: number): Buffer {
    return descend(this.#calls, p, g, rate);
  }

  descendWithMomentum(p: Buffer, v: Buffer, g: Buffer, options: MomentumOptions): [Buffer, Buffer] {
    return descendWithMomentum(this.#calls, p, v, g, options);
  }
}
