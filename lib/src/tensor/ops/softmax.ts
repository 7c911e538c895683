import { record } from '../../autograd/graph.js';
import { isGradEnabled } from '../../autograd/no-grad.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError, ShapeError, shapeText } from '../../errors.js';
import { axisOf } from '../shape.js';
import { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { oneHot } from './index.js';
import { transpose, unsqueeze } from './movement.js';
import { sum } from './reduce.js';

/**
 * eˣ divided by its sum along `dim`.
 *
 *     F.softmax(tensor([0, 0]), 0) // → [0.5, 0.5]
 */
export function softmax(x: Tensor, dim: number): Tensor {
  return alongLast(x, dim, 'softmax', (input) => {
    const backward = (g: Tensor) => {
      const gy = g.mul(y);
      return [gy.sub(y.mul(sum(gy, { dim: -1, keepdim: true })))];
    };
    const y: Tensor = record('softmax', kernels().softmax(input.buffer), [input], [], backward, true);
    return y;
  });
}

/**
 * Logarithm of {@link softmax}, computed without overflow.
 *
 *     F.logSoftmax(tensor([0, 0]), 0) // → [-0.6931, -0.6931]
 */
export function logSoftmax(x: Tensor, dim: number): Tensor {
  return alongLast(x, dim, 'logSoftmax', (input) => {
    const backward = (g: Tensor) => [g.sub(y.exp().mul(sum(g, { dim: -1, keepdim: true })))];
    const y: Tensor = record('logSoftmax', kernels().logSoftmax(input.buffer), [input], [], backward, true);
    return y;
  });
}

/** Kernels work on the last axis. */
function alongLast(x: Tensor, dim: number, where: string, body: (x: Tensor) => Tensor): Tensor {
  const input = cast(x, 'float32');
  const axis = axisOf(where, dim, input.shape.length);
  if (axis === input.shape.length - 1) return body(input);
  return transpose(body(transpose(input, axis, -1)), axis, -1);
}

/**
 * Cross-entropy of each row: `logits [n, classes]`, int32 `labels [n]` → `[n]` losses −log softmax(logits)[label].
 * The gradient with respect to the logits is softmax(logits) − onehot(label) (lecture 2, section 8).
 * @throws ShapeError, DTypeError on other shapes and dtypes. Labels must lie in `0 … classes − 1`.
 */
export function sparseCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  if (logits.shape.length !== 2 || labels.shape.length !== 1 || logits.shape[0] !== labels.shape[0]) {
    throw new ShapeError(
      'crossEntropy: expected logits [n, classes] and labels [n], ' +
        `got ${shapeText(logits.shape)} and ${shapeText(labels.shape)}`,
    );
  }
  if (labels.dtype !== 'int32') {
    throw new DTypeError(`crossEntropy: expected int32 labels, got ${labels.dtype}; convert with .to('int32')`);
  }
  const input = cast(logits, 'float32');
  const [losses, slope] = kernels().sparseCrossEntropy(input.buffer, labels.buffer);
  const fast = new Tensor(slope);
  return record('crossEntropy', losses, [input], [input], (g) => {
    const p = isGradEnabled() ? softmax(input, -1).sub(oneHot(labels, input.shape[1])) : fast;
    return [p.mul(unsqueeze(g, 1))];
  });
}
