import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { gruStep, lstmStep, reluStep, tanhStep } from './functions/recurrent.js';
import { Recurrent, type RecurrentOptions } from './recurrent.js';

export interface RNNOptions extends RecurrentOptions {
  /** Default `tanh`. */
  nonlinearity?: 'tanh' | 'relu';
}

/**
 * Elman network: h ← tanh(W_ih x + b_ih + W_hh h + b_hh). `[time, batch, in]` (or `[batch, time, in]` with `batchFirst`, or
 * `[time, in]`) and an initial state `[layers·directions, batch, hidden]`, default 0 → all outputs and the last state.
 */
export class RNN extends Recurrent {
  readonly nonlinearity: 'tanh' | 'relu';

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = checkNonlinearity('RNN', options.nonlinearity ?? 'tanh');
  }

  forward(x: Tensor, h?: Tensor): [output: Tensor, h: Tensor] {
    const step = this.nonlinearity === 'tanh' ? tanhStep : reluStep;
    const [output, [last]] = this.run(x, step, h && [h], 1);
    return [output, last];
  }
}

/**
 * Long short-term memory, Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000. Shapes as for
 * {@link RNN}; the state is hidden state and cell.
 */
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  forward(x: Tensor, state?: readonly [h: Tensor, c: Tensor]): [output: Tensor, state: [h: Tensor, c: Tensor]] {
    const [output, [h, c]] = this.run(x, lstmStep, state, 2);
    return [output, [h, c]];
  }
}

/** Gated recurrent unit, Cho et al. 2014. Shapes as for {@link RNN}. */
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  forward(x: Tensor, h?: Tensor): [output: Tensor, h: Tensor] {
    const [output, [last]] = this.run(x, gruStep, h && [h], 1);
    return [output, last];
  }
}

/** Throws a ValueError unless it is one of the two words. */
export function checkNonlinearity(where: string, nonlinearity: 'tanh' | 'relu'): 'tanh' | 'relu' {
  if (nonlinearity === 'tanh' || nonlinearity === 'relu') return nonlinearity;
  throw new ValueError(`${where}: nonlinearity must be 'tanh' or 'relu', got '${nonlinearity}'`);
}
