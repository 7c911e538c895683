import { record } from '../../autograd/graph.js';
import { isGradEnabled } from '../../autograd/no-grad.js';
import type { Buffer } from '../../backend/buffer.js';
import { kernels } from '../../backend/choose.js';
import type { FusedKernels } from '../../backend/fused.js';
import { free } from '../../backend/memory.js';
import { cat, stack } from '../../tensor/ops/movement.js';
import { Tensor } from '../../tensor/tensor.js';
import type { RecurrentState } from './recurrent.js';

/**
 * All steps of an LSTM at once, where the backend has a kernel for that: `gates [time, batch, 4·hidden]` with both biases in
 * them, state h and c `[batch, hidden]`, `weight [4·hidden, hidden]` → `[time, batch, hidden]` and the last state.
 */
export function lstmSequence(
  fused: FusedKernels,
  gates: Tensor,
  [h, c]: RecurrentState,
  weight: Tensor,
): [Tensor, RecurrentState] {
  const time = gates.shape[0];
  const inputs = [gates, h, c, weight];
  const keep = isGradEnabled() && inputs.some((x) => x.requiresGrad);
  const [out, kept] = fused.lstm(gates.buffer, h.buffer, c.buffer, weight.buffer, keep);
  const backward = (g: Tensor) => {
    if (isGradEnabled()) return composedGrad(g, gates, h, c, weight);
    const grads = fused.lstmGrad(g.buffer, kept, h.buffer, c.buffer, weight.buffer, out);
    return grads.map((grad, i) => wanted(inputs[i], grad));
  };
  const all = record('lstm', out, inputs, inputs, backward, true, kept);
  return [all.narrow(0, 0, time), [all.select(0, time - 1), all.select(0, time)]];
}

function wanted(input: Tensor, grad: Buffer): Tensor | null {
  if (input.requiresGrad) return new Tensor(grad);
  free(grad, 'the gradient of lstm');
  return null;
}

/** The kernel to use for sequences of so many steps, if there is one. */
export function lstmKernel(steps: number): FusedKernels | undefined {
  return steps > 0 ? kernels().fused : undefined;
}

/** The same gradients by differentiable operations, for second derivatives. */
function composedGrad(g: Tensor, gates: Tensor, h: Tensor, c: Tensor, weight: Tensor): Tensor[] {
  const [time, , width] = gates.shape;
  const hidden = width / 4;
  const steps = [];
  let [state, cell] = [h, c];
  for (let t = 0; t < time; t++) {
    const all = gates.select(0, t).add(state.matmul(weight.t()));
    const part = (n: number) => all.narrow(1, n * hidden, hidden);
    const [i, f, fresh, o] = [part(0).sigmoid(), part(1).sigmoid(), part(2).tanh(), part(3).sigmoid()];
    const next = f.mul(cell).add(i.mul(fresh));
    const squashed = next.tanh();
    steps.push({ i, f, fresh, o, squashed, state, cell });
    [state, cell] = [o.mul(squashed), next];
  }
  const slopes = new Array<Tensor>(time);
  let [dh, dc] = [state.mul(0), g.select(0, time)];
  let dw = weight.mul(0);
  for (let t = time - 1; t >= 0; t--) {
    const { i, f, fresh, o, squashed, state, cell } = steps[t];
    dh = dh.add(g.select(0, t));
    dc = dc.add(dh.mul(o).mul(ofTanh(squashed)));
    const parts = [dc.mul(fresh).mul(ofSigmoid(i)), dc.mul(cell).mul(ofSigmoid(f)), dc.mul(i).mul(ofTanh(fresh))];
    slopes[t] = cat([...parts, dh.mul(squashed).mul(ofSigmoid(o))], 1);
    dw = dw.add(slopes[t].t().matmul(state));
    dc = dc.mul(f);
    dh = slopes[t].matmul(weight);
  }
  return [stack(slopes), dh, dc, dw];
}

function ofSigmoid(y: Tensor): Tensor {
  return y.mul(y.neg().add(1));
}

function ofTanh(y: Tensor): Tensor {
  return y.mul(y).neg().add(1);
}
