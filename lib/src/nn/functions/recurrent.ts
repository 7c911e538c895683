import { linear } from '../../tensor/ops/matmul.js';
import { cat, flip, stack } from '../../tensor/ops/movement.js';
import type { Tensor } from '../../tensor/tensor.js';
import { lstmKernel, lstmSequence } from './lstm.js';

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

/** Both biases in the input's part, for gates whose two parts are only added up. */
export function withBothBiases(weights: RecurrentWeights): RecurrentWeights {
  const { biasIh, biasHh } = weights;
  return biasIh === null || biasHh === null ? weights : { ...weights, biasIh: biasIh.add(biasHh), biasHh: null };
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

/** All steps of `[time, batch, gates·hidden]`, from either end: outputs `[time, batch, hidden]` and the last state. */
export function readSteps(
  gates: Tensor,
  step: RecurrentStep,
  begin: RecurrentState,
  weights: RecurrentWeights,
  reverse: boolean,
): [outputs: Tensor, last: RecurrentState] {
  const steps = gates.shape[0];
  const kernel = step === lstmStep && weights.biasHh === null ? lstmKernel(steps) : undefined;
  if (kernel !== undefined) {
    const [output, last] = lstmSequence(kernel, reverse ? flip(gates, 0) : gates, begin, weights.weightHh);
    return [reverse ? flip(output, 0) : output, last];
  }
  const outputs = new Array<Tensor>(steps);
  let state = begin;
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    state = step(gates.select(0, t), state, weights);
    outputs[t] = state[0];
  }
  return [stack(outputs), state];
}

/** {@link readSteps} of packed steps `[steps, gates·hidden]`, of which `batchSizes` belong together. */
export function readPacked(
  gates: Tensor,
  batchSizes: readonly number[],
  step: RecurrentStep,
  begin: RecurrentState,
  weights: RecurrentWeights,
  reverse: boolean,
): [outputs: Tensor, last: RecurrentState] {
  const starts = batchSizes.map((_, t) => batchSizes.slice(0, t).reduce((a, b) => a + b, 0));
  const outputs = new Array<Tensor>(batchSizes.length);
  const rows = (states: RecurrentState, from: number, count: number) => states.map((s) => s.narrow(0, from, count));
  // Forwards, sequences end one after the other; backwards, they begin so.
  let running = reverse ? 0 : batchSizes[0];
  let state = reverse ? rows(begin, 0, 0) : begin;
  const ended: RecurrentState[] = [];
  for (let i = 0; i < batchSizes.length; i++) {
    const t = reverse ? batchSizes.length - 1 - i : i;
    const count = batchSizes[t];
    if (count > running) {
      const fresh = rows(begin, running, count - running);
      state = running === 0 ? fresh : state.map((s, part) => cat([s, fresh[part]]));
    } else if (count < running) {
      ended.unshift(rows(state, count, running - count));
      state = rows(state, 0, count);
    }
    running = count;
    state = step(gates.narrow(0, starts[t], count), state, weights);
    outputs[t] = state[0];
  }
  const last = state.map((s, part) => cat([s, ...ended.map((rest) => rest[part])]));
  return [cat(outputs), last];
}
