import { ShapeError, shapeText } from '../errors.js';
import { zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  gruStep,
  inputGates,
  lstmStep,
  type RecurrentState,
  type RecurrentStep,
  reluStep,
  tanhStep,
} from './functions/recurrent.js';
import { type RandomInitOptions, uniform_ } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { checkNonlinearity } from './rnn.js';

export interface CellOptions extends RandomInitOptions {
  /** Whether biases are added; default true. */
  bias?: boolean;
}

/** What the cells share: one step of one layer. */
abstract class Cell extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  weightIh: Parameter;
  weightHh: Parameter;
  biasIh: Parameter | null;
  biasHh: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, gates: number, options: CellOptions) {
    super();
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    const bound = 1 / Math.sqrt(hiddenSize);
    const make = (shape: number[]) => new Parameter(uniform_(zeros(shape), -bound, bound, options));
    const bias = options.bias ?? true;
    this.weightIh = make([gates * hiddenSize, inputSize]);
    this.weightHh = make([gates * hiddenSize, hiddenSize]);
    this.biasIh = bias ? make([gates * hiddenSize]) : null;
    this.biasHh = bias ? make([gates * hiddenSize]) : null;
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.biasIh === null ? ', bias=false' : ''}`;
  }

  override label(): string {
    return `${this.constructor.name} ${this.inputSize}→${this.hiddenSize}`;
  }

  protected advance(x: Tensor, step: RecurrentStep, state: RecurrentState | undefined, states: number): Tensor[] {
    const single = x.shape.length === 1;
    const input = single ? x.unsqueeze(0) : x;
    if (input.shape.length !== 2 || input.shape[1] !== this.inputSize) {
      throw new ShapeError(`${this.label()}: expected [batch, ${this.inputSize}], got ${shapeText(x.shape)}`);
    }
    const begin =
      state?.map((s) => (single ? s.unsqueeze(0) : s)) ??
      Array.from({ length: states }, () => zeros([input.shape[0], this.hiddenSize]));
    for (const s of begin) {
      if (s.shape.length === 2 && s.shape[0] === input.shape[0] && s.shape[1] === this.hiddenSize) continue;
      const rule = `expected a state of shape [${input.shape[0]}, ${this.hiddenSize}]`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(s.shape)}`);
    }
    const next = step(inputGates(input, this), begin, this);
    return next.map((s) => (single ? s.squeeze(0) : s));
  }
}

/**
 * One step of an {@link import('./rnn.js').RNN}: `[batch, in]` and the state `[batch, hidden]`, default 0 → the next.
 *
 *     new nn.RNNCell(4, 8)(randn(2, 4)).shape // → [2, 8]
 */
export class RNNCell extends Cell {
  readonly nonlinearity: 'tanh' | 'relu';

  constructor(inputSize: number, hiddenSize: number, options: CellOptions & { nonlinearity?: 'tanh' | 'relu' } = {}) {
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = checkNonlinearity('RNNCell', options.nonlinearity ?? 'tanh');
  }

  forward(x: Tensor, h?: Tensor): Tensor {
    return this.advance(x, this.nonlinearity === 'tanh' ? tanhStep : reluStep, h && [h], 1)[0];
  }
}

/**
 * One step of an {@link import('./rnn.js').LSTM}: the state is hidden state and cell.
 *
 *     const [h, c] = new nn.LSTMCell(4, 8)(randn(2, 4));
 *     h.shape // → [2, 8]
 */
export class LSTMCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  forward(x: Tensor, state?: readonly [h: Tensor, c: Tensor]): [h: Tensor, c: Tensor] {
    const [h, c] = this.advance(x, lstmStep, state, 2);
    return [h, c];
  }
}

/**
 * One step of a {@link import('./rnn.js').GRU}.
 *
 *     new nn.GRUCell(4, 8)(randn(2, 4)).shape // → [2, 8]
 */
export class GRUCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  forward(x: Tensor, h?: Tensor): Tensor {
    return this.advance(x, gruStep, h && [h], 1)[0];
  }
}
