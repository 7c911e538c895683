import { Tensor } from '../tensor/tensor.js';
import { type Backward, Node } from './graph.js';
import { isGradEnabled, noGrad } from './no-grad.js';

/**
 * An operation with a gradient of one's own. `forward` computes the result without being recorded and returns it with
 * the function that turns the gradient of the result into one gradient an input (`null` where none is needed).
 *
 *     const square = autograd.customFunction('square', (x) => ({ output: x.mul(x), backward: (g) => [g.mul(x).mul(2)] }));
 */
export function customFunction<Inputs extends Tensor[]>(
  name: string,
  forward: (...inputs: Inputs) => { output: Tensor; backward: Backward },
): (...inputs: Inputs) => Tensor {
  return (...inputs) => {
    const { output, backward } = noGrad(() => forward(...inputs));
    const result = new Tensor(output.detach().buffer);
    if (isGradEnabled() && inputs.some((x) => x.requiresGrad)) {
      result.attach(new Node(name, inputs, inputs, backward, true));
    }
    return result;
  };
}
