import { zeros } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';
import { Node } from './graph.js';

/** Like `Backward`, of an operation with several results: `null` for a result that no gradient reached. */
export type JointBackward = (grads: (Tensor | null)[]) => (Tensor | null)[];

/**
 * Records several tensors as the results of one operation. `backward` is called once a backward pass, when the gradients
 * of all of them have come. What cannot have a gradient is given back as it is.
 */
export function recordJointly(
  name: string,
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  backward: JointBackward,
): Tensor[] {
  const found: (Tensor | null)[] = outputs.map(() => null);
  const joint = new Node(
    name,
    inputs,
    [],
    () => {
      const grads = [...found];
      found.fill(null);
      return backward(grads);
    },
    true,
  );
  // A node has one result, so each result has a node of its own that leads to the joint one; what flows between them only
  // says that something came.
  const link = zeros([]);
  link.attach(joint);
  return outputs.map((output, i) => {
    if (output.dtype !== 'float32') return output;
    const result = new Tensor(output.detach().buffer);
    const arrive = (grad: Tensor) => {
      found[i] = grad;
      return [zeros([])];
    };
    result.attach(new Node(name, [link], [], arrive, true));
    return result;
  });
}
