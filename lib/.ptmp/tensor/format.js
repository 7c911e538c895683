import { tensorBundle } from '../view/tensor.js';
import { formatTensor } from '../view/text.js';
import { readValues } from '../view/values.js';
/** Shape, dtype, range, mean, deviation, what is not finite, and the values when they are few. */
export function describe(x) {
    const gradFn = x.gradFn?.name;
    try {
        return formatTensor(readValues(x), { gradFn, requiresGrad: x.requiresGrad });
    }
    catch (error) {
        // A freed tensor, or one that cannot be read without waiting, still has to print.
        return `Tensor[${x.shape.join(', ')}] ${x.dtype} (${error instanceof Error ? error.message : String(error)})`;
    }
}
/** What a notebook shows of a tensor. A single value is text only. */
export function displayBundle(x) {
    const text = describe(x);
    if (x.numel() <= 1)
        return { 'text/plain': text };
    return { ...tensorBundle(x), 'text/plain': text };
}
