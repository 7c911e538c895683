import type { MimeBundle } from '../view/host.js';
import { tensorBundle } from '../view/tensor/tensor.js';
import { formatTensor } from '../view/tensor/text.js';
import { readValues } from '../view/values.js';
import type { Tensor } from './tensor.js';

/** Shape, dtype, range, mean, deviation, what is not finite, and the values when they are few. */
export function describe(x: Tensor): string {
  const gradFn = x.gradFn?.name;
  try {
    return formatTensor(readValues(x), { gradFn, requiresGrad: x.requiresGrad });
  } catch (error) {
    // A freed tensor, or one that cannot be read without waiting, still has to print.
    return `Tensor[${x.shape.join(', ')}] ${x.dtype} (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** What a notebook shows of a tensor. A single value is text only. */
export function displayBundle(x: Tensor): MimeBundle {
  const text = describe(x);
  if (x.numel() <= 1) return { 'text/plain': text };
  return { ...tensorBundle(x), 'text/plain': text };
}
