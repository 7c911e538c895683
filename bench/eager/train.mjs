/**
 * One training step.
 * @param {{ zeroGrad(): void, step(): void }} optimizer
 * @param {() => import('lectern').Tensor} forward Gives the loss.
 */
export function train(optimizer, forward) {
  const loss = forward();
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss;
}
