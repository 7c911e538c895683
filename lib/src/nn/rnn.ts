import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { gruStep, lstmStep, reluStep, tanhStep } from './functions/recurrent.js';
import type { PackedSequence } from './packed-sequence.js';
import { Recurrent, type RecurrentOptions } from './recurrent.js';

export interface RNNOptions extends RecurrentOptions {
  /** Default `tanh`. */
  nonlinearity?: 'tanh' | 'relu';
}

type LSTMState = readonly [h: Tensor, c: Tensor];

/** Besides tensors, as for every module, the layers take packed sequences and then give them back. */
type PackedCall<State, End = State> = (x: PackedSequence, state?: State) => [output: PackedSequence, state: End];

export interface RNN extends PackedCall<Tensor> {}
export interface LSTM extends PackedCall<LSTMState, [h: Tensor, c: Tensor]> {}
export interface GRU extends PackedCall<Tensor> {}

/**
 * Elman network: h ← tanh(W_ih x + b_ih + W_hh h + b_hh). `[time, batch, in]` (or `[batch, time, in]` with `batchFirst`, or
 * `[time, in]`, or a packed sequence) and an initial state `[layers·directions, batch, hidden]`, default 0 → all outputs and
 * the last state.
 *
 *     const [out, h] = new nn.RNN(4, 8, { batchFirst: true })(randn(2, 5, 4));
 *     out.shape // → [2, 5, 8]
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call with packed sequences
export class RNN extends Recurrent {
  readonly nonlinearity: 'tanh' | 'relu';

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = checkNonlinearity('RNN', options.nonlinearity ?? 'tanh');
  }

  forward(x: PackedSequence, h?: Tensor): [output: PackedSequence, h: Tensor];
  forward(x: Tensor, h?: Tensor): [output: Tensor, h: Tensor];
  forward(x: Tensor | PackedSequence, h?: Tensor): [output: Tensor | PackedSequence, h: Tensor] {
    const step = this.nonlinearity === 'tanh' ? tanhStep : reluStep;
    const [output, [last]] = this.run(x, step, h && [h], 1);
    return [output, last];
  }
}

/**
 * Long short-term memory, Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000. Shapes as for
 * {@link RNN}; the state is hidden state and cell.
 *
 *     const [out, [h, c]] = new nn.LSTM(4, 8, { batchFirst: true })(randn(2, 5, 4));
 *     out.shape // → [2, 5, 8]
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call with packed sequences
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  forward(x: PackedSequence, state?: LSTMState): [output: PackedSequence, state: [h: Tensor, c: Tensor]];
  forward(x: Tensor, state?: LSTMState): [output: Tensor, state: [h: Tensor, c: Tensor]];
  forward(
    x: Tensor | PackedSequence,
    state?: LSTMState,
  ): [output: Tensor | PackedSequence, state: [h: Tensor, c: Tensor]] {
    const [output, [h, c]] = this.run(x, lstmStep, state, 2);
    return [output, [h, c]];
  }
}

/**
 * Gated recurrent unit, Cho et al. 2014. Shapes as for {@link RNN}.
 *
 *     const [out, h] = new nn.GRU(4, 8, { batchFirst: true })(randn(2, 5, 4));
 *     out.shape // → [2, 5, 8]
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call with packed sequences
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  forward(x: PackedSequence, h?: Tensor): [output: PackedSequence, h: Tensor];
  forward(x: Tensor, h?: Tensor): [output: Tensor, h: Tensor];
  forward(x: Tensor | PackedSequence, h?: Tensor): [output: Tensor | PackedSequence, h: Tensor] {
    const [output, [last]] = this.run(x, gruStep, h && [h], 1);
    return [output, last];
  }
}

/** Throws a ValueError unless it is one of the two words. */
export function checkNonlinearity(where: string, nonlinearity: 'tanh' | 'relu'): 'tanh' | 'relu' {
  if (nonlinearity === 'tanh' || nonlinearity === 'relu') return nonlinearity;
  throw new ValueError(`${where}: nonlinearity must be 'tanh' or 'relu', got '${nonlinearity}'`);
}
