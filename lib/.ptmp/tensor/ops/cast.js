import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
/** Same values in another dtype. Gradients flow between float32 tensors only. */
export function cast(x, dtype) {
    if (x.dtype === dtype)
        return x;
    return record('to', kernels().cast(x.buffer, dtype), [], [], () => []);
}
