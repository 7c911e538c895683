import { ShapeError, shapeText } from '../../errors.js';
import { sameShape } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';

/**
 * `x1ᵀ · weight · x2 + bias` for each output: `[…, in1]`, `[…, in2]` and `weight [out, in1, in2]` → `[…, out]`. Throws a
 * ShapeError when the leading dimensions differ.
 *
 *     F.bilinear(ones(4, 2), ones(4, 3), ones(5, 2, 3)).shape // → [4, 5]
 */
export function bilinear(x1: Tensor, x2: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  const lead = x1.shape.slice(0, -1);
  if (!sameShape(lead, x2.shape.slice(0, -1))) {
    const got = `${shapeText(x1.shape)} and ${shapeText(x2.shape)}`;
    throw new ShapeError(`bilinear: expected inputs that differ in the last dimension only, got ${got}`);
  }
  const [out, in1, in2] = weight.shape;
  const left = x1.reshape(-1, in1).matmul(weight.permute(1, 0, 2).reshape(in1, out * in2));
  const y = left
    .reshape(-1, out, in2)
    .mul(x2.reshape(-1, 1, in2))
    .sum(-1)
    .reshape(...lead, out);
  return bias ? y.add(bias) : y;
}
