import { linear } from '../../tensor/ops/matmul.js';
import type { Tensor } from '../../tensor/tensor.js';

/** Weights of one recurrent layer in one direction: `[gates·hidden, in]`, `[gates·hidden, hidden]` and their biases. */
export interface RecurrentWeights {
  weightIh: Tensor;
  weightHh: Tensor;
  biasIh: Tensor | null;
  biasHh: Tensor | null;
}

/** What a recurrent layer carries from step to step: the hidden state, and the LSTM's cell. */
export type RecurrentState = readonly Tensor[];

/** One step from the input's part of the gates, `[batch, gates·hidden]`, and the last state. */
export type RecurrentStep = (gates: Tensor, state: RecurrentState, weights: RecurrentWeights) => RecurrentState;

/** The input's part of the gates, for all steps at once: `[…, in]` → `[…, gates·hidden]`. */
export function inputGates(x: Tensor, weights: RecurrentWeights): Tensor {
  return linear(x, weights.weightIh, weights.biasIh);
}

/** h ← tanh(W_ih x + b_ih + W_hh h + b_hh). Elman 1990. */
export function tanhStep(gates: Tensor, [h]: RecurrentState, weights: RecurrentWeights): RecurrentState {
  return [gates.add(linear(h, weights.weightHh, weights.biasHh)).tanh()];
}

/** {@link tanhStep} with ReLU. */
export function reluStep(gates: Tensor, [h]: RecurrentState, weights: RecurrentWeights): RecurrentState {
  return [gates.add(linear(h, weights.weightHh, weights.biasHh)).relu()];
}

/** Gates input, forget, cell, output, in this order in the weights. Hochreiter and Schmidhuber 1997. */
export function lstmStep(gates: Tensor, [h, c]: RecurrentState, weights: RecurrentWeights): RecurrentState {
  const hidden = h.shape[1];
  const all = gates.add(linear(h, weights.weightHh, weights.biasHh));
  const [i, f, g, o] = [0, 1, 2, 3].map((gate) => all.narrow(1, gate * hidden, hidden));
  const cell = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
  return [o.sigmoid().mul(cell.tanh()), cell];
}

/** Gates reset, update, new, in this order in the weights; reset acts after the product. Cho et al. 2014. */
export function gruStep(gates: Tensor, [h]: RecurrentState, weights: RecurrentWeights): RecurrentState {
  const hidden = h.shape[1];
  const recurrent = linear(h, weights.weightHh, weights.biasHh);
  const both = gates
    .narrow(1, 0, 2 * hidden)
    .add(recurrent.narrow(1, 0, 2 * hidden))
    .sigmoid();
  const reset = both.narrow(1, 0, hidden);
  const update = both.narrow(1, hidden, hidden);
  const fresh = gates
    .narrow(1, 2 * hidden, hidden)
    .add(reset.mul(recurrent.narrow(1, 2 * hidden, hidden)))
    .tanh();
  return [fresh.add(update.mul(h.sub(fresh)))];
}
