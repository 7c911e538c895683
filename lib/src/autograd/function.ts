import { GradientError, ShapeError, shapeText } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { type Backward, Node } from './graph.js';
import { isGradEnabled, noGrad } from './no-grad.js';

/**
 * An operation with a gradient of one's own. `forward` computes the result without being recorded and returns it with
 *
 *     const two = autograd.customFunction('two', (x: Tensor) => ({ output: x.mul(2), backward: (g) => [g.mul(2)] }));
 *     two(tensor([3])) // → [6]
 *
 * the function that turns the gradient of the result into one gradient an input (`null` where none is needed).
 * @throws GradientError, ShapeError in the backward pass if the gradients do not fit the inputs.
 *
 */
export function customFunction<Inputs extends Tensor[]>(
  name: string,
  forward: (...inputs: Inputs) => { output: Tensor; backward: Backward },
): (...inputs: Inputs) => Tensor {
  return (...inputs) => {
    const { output, backward } = noGrad(() => forward(...inputs));
    const result = new Tensor(output.detach().buffer);
    if (isGradEnabled() && inputs.some((x) => x.requiresGrad)) {
      result.attach(new Node(name, inputs, inputs, checked(name, inputs, backward), true));
    }
    return result;
  };
}

/** The same backward, whose gradients must be as many as the inputs and have their shapes. */
function checked(name: string, inputs: readonly Tensor[], backward: Backward): Backward {
  const shapes = inputs.map((x) => x.shape);
  return (g) => {
    const grads = backward(g);
    if (!Array.isArray(grads) || grads.length !== shapes.length) {
      const got = Array.isArray(grads) ? `${grads.length}` : String(grads);
      throw new GradientError(`${name}: expected backward to give a list of ${shapes.length} gradients, got ${got}`);
    }
    grads.forEach((grad, i) => {
      if (grad !== null && !sameShape(grad.shape, shapes[i])) {
        const got = shapeText(grad.shape);
        throw new ShapeError(`${name}: expected gradient ${i} to have shape ${shapeText(shapes[i])}, got ${got}`);
      }
    });
    return grads;
  };
}
