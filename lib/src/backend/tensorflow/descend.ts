import type { Buffer } from '../buffer.js';
import type { MomentumOptions } from '../fused.js';
import { bool, cached, type } from './attributes.js';
import { type Calls, idOf } from './calls.js';
import { Workspace } from './workspace.js';

/** Steps of optimisers as TensorFlow's training ops take them, on variables. */
export function descend(calls: Calls, p: Buffer, g: Buffer, rate: number): Buffer {
  return Workspace.run(calls, (work) => {
    const attributes = cached('ResourceApplyGradientDescent', () => [type('T', 'float32'), bool('use_locking', false)]);
    const factor = work.scalar(rate);
    const [moved] = calls.variables.update([p], ([variable]) => {
      work.call('ResourceApplyGradientDescent', attributes, [variable, factor, idOf(g)], 0);
    });
    return moved;
  });
}

export function descendWithMomentum(
  calls: Calls,
  p: Buffer,
  v: Buffer,
  g: Buffer,
  { rate, momentum, nesterov }: MomentumOptions,
): [Buffer, Buffer] {
  return Workspace.run(calls, (work) => {
    const attributes = cached(`ResourceApplyMomentum|${nesterov}`, () => [
      type('T', 'float32'),
      bool('use_locking', false),
      bool('use_nesterov', nesterov),
    ]);
    const [factor, kept] = [work.scalar(rate), work.scalar(momentum)];
    return calls.variables.update([p, v], ([variable, velocity]) => {
      work.call('ResourceApplyMomentum', attributes, [variable, velocity, factor, idOf(g), kept], 0);
    }) as [Buffer, Buffer];
  });
}
