import { record } from '../../autograd/graph.js';
import type { DType } from '../../backend/buffer.js';
import { kernels } from '../../backend/choose.js';
import type { Tensor } from '../tensor.js';

/** Same values in another dtype. Gradients flow between float32 tensors only. */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  return record('to', kernels().cast(x.buffer, dtype), [], [], () => []);
}
