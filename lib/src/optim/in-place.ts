import { kernels } from '../backend/choose.js';
import type { FusedKernels } from '../backend/fused.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Kernels that update tensors in their own memory, if the active backend has them and nothing else shows that memory: after
 * a `detach`, the old values must stay.
 */
export function inPlaceKernels(...tensors: readonly Tensor[]): FusedKernels | undefined {
  return tensors.some((x) => x.buffer.shared || x.dtype !== 'float32') ? undefined : kernels().fused;
}
