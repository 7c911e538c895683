import { Module, type TensorModule } from '../../nn/module.js';
import { cat, flip } from '../../tensor/ops/movement.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Config, Layer } from './layer.js';
import { KerasRecurrent, type KerasRecurrentOptions } from './recurrent.js';

type Kind = KerasRecurrentOptions['kind'];

const MERGES: Readonly<Record<string, (a: Tensor, b: Tensor) => Tensor>> = {
  concat: (a, b) => cat([a, b], -1),
  sum: (a, b) => a.add(b),
  mul: (a, b) => a.mul(b),
  ave: (a, b) => a.add(b).div(2),
};

/** SimpleRNN, GRU, LSTM. Dropout inside of them acts in training only and is left out. */
export function recurrent(layer: Layer, kind: Kind): KerasRecurrent {
  layer.only('return_state', false, null);
  layer.only('stateful', false, null);
  if (kind === 'GRU') layer.only('reset_after', false, null);
  const weights = {
    kernel: layer.weight('kernel'),
    recurrentKernel: layer.weight('recurrent_kernel'),
    bias: layer.optional('use_bias', 'bias'),
  };
  return new KerasRecurrent(weights, {
    kind,
    units: layer.count('units'),
    activation: functionOf(layer, 'activation'),
    recurrentActivation: functionOf(layer, 'recurrent_activation'),
    returnSequences: layer.config.return_sequences === true,
    goBackwards: layer.config.go_backwards === true,
  });
}

/** Two layers that read the sequence from both ends, and how their outputs are joined. */
export function bidirectional(layer: Layer): TensorModule[] {
  const { layer: inner, merge_mode: mode } = layer.config as { layer?: InnerLayer; merge_mode?: unknown };
  if (typeof mode !== 'string' || !Object.hasOwn(MERGES, mode)) {
    throw layer.refuse('merge_mode', Object.keys(MERGES).join(', '));
  }
  const kind = inner?.class_name;
  if (inner === undefined || (kind !== 'SimpleRNN' && kind !== 'GRU' && kind !== 'LSTM')) {
    throw layer.refuse('layer', 'SimpleRNN, GRU or LSTM');
  }
  const { name, go_backwards: backwards } = inner.config;
  const [forward, backward] = [false, true].map((reverse) => {
    const config = { ...inner.config, name: `${reverse ? 'backward' : 'forward'}_${name}` };
    return recurrent(layer.inner({ ...config, go_backwards: reverse !== (backwards === true) }, kind), kind);
  });
  return [new Bidirectional(forward, backward, MERGES[mode], inner.config.return_sequences === true)];
}

/** A layer within another one. */
export interface InnerLayer {
  class_name: string;
  config: Config;
}

class Bidirectional extends Module {
  readonly fromStart: KerasRecurrent;
  readonly fromEnd: KerasRecurrent;
  readonly #merge: (a: Tensor, b: Tensor) => Tensor;
  readonly #sequences: boolean;

  constructor(
    forward: KerasRecurrent,
    backward: KerasRecurrent,
    merge: (a: Tensor, b: Tensor) => Tensor,
    sequences: boolean,
  ) {
    super();
    this.fromStart = forward;
    this.fromEnd = backward;
    this.#merge = merge;
    this.#sequences = sequences;
  }

  forward(x: Tensor): Tensor {
    const last = this.fromEnd(x);
    return this.#merge(this.fromStart(x), this.#sequences ? flip(last, 1) : last);
  }
}

function functionOf(layer: Layer, key: string): (x: Tensor) => Tensor {
  const [module] = layer.activation(key);
  return module === undefined ? (x) => x : (x) => module(x);
}
