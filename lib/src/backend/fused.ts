import type { Buffer } from './buffer.js';

/** What a fused kernel's gradient reads: made by the kernel, seen by nobody else. */
export type Kept = readonly Buffer[];

/**
 * Kernels that do the work of many at once. A backend without them leaves the work to the operations, which then compose
 * it. All arrays are float32.
 */
export interface FusedKernels {
  /**
   * An LSTM layer. `gates [time, batch, 4·hidden]` is the input's part of the gates in the order input, forget, cell,
   * output; `weight [4·hidden, hidden]` → `[time + 1, batch, hidden]`: the hidden state of each step, then the last cell.
   * `kept` is empty unless `keep`.
   */
  lstm(gates: Buffer, h: Buffer, c: Buffer, weight: Buffer, keep: boolean): [out: Buffer, kept: Kept];
  /** Gradients of gates, h, c and weight from that of the result. */
  lstmGrad(g: Buffer, kept: Kept, h: Buffer, c: Buffer, weight: Buffer, out: Buffer): [Buffer, Buffer, Buffer, Buffer];

  /**
   * Batch normalisation of `[…, channels]` by the batch's own mean and variance; `means` and `variances` `[channels]` are
   * moved towards those, the variance with n − 1, by the factor `momentum`.
   */
  batchNorm(x: Buffer, scale: Buffer, offset: Buffer, running: RunningStatistics | null, eps: number): BatchNormResult;
  /** Gradients of x, scale and offset from that of the result. */
  batchNormGrad(g: Buffer, x: Buffer, scale: Buffer, kept: Kept, eps: number): [Buffer, Buffer, Buffer];

  /** p ← p − rate·g in the memory of p, whose buffer is freed: the result stands for it. */
  descend(p: Buffer, g: Buffer, rate: number): Buffer;
  /** v ← momentum·v + g and p ← p − rate·v, or p ← p − rate·(g + momentum·v) with Nesterov, in place as {@link descend}. */
  descendWithMomentum(p: Buffer, v: Buffer, g: Buffer, options: MomentumOptions): [p: Buffer, v: Buffer];
}

export interface MomentumOptions {
  rate: number;
  momentum: number;
  nesterov: boolean;
}

export interface RunningStatistics {
  means: Buffer;
  variances: Buffer;
  momentum: number;
}

/** The running statistics come back moved, or as those of the batch if none were given. */
export interface BatchNormResult {
  out: Buffer;
  means: Buffer;
  variances: Buffer;
  kept: Kept;
}
