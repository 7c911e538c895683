import { Module } from '../../nn/module.js';
import { Parameter } from '../../nn/parameter.js';
import { zeros } from '../../tensor/create.js';
import { stack } from '../../tensor/ops/movement.js';
import type { Tensor } from '../../tensor/tensor.js';

type Activation = (x: Tensor) => Tensor;

/** Weights as TensorFlow.js has them: `[in, gates·units]`, `[units, gates·units]`, `[gates·units]`. */
export interface KerasWeights {
  kernel: Tensor;
  recurrentKernel: Tensor;
  bias: Tensor | null;
}

export interface KerasRecurrentOptions {
  kind: 'SimpleRNN' | 'GRU' | 'LSTM';
  units: number;
  /** Of the new values. */
  activation: Activation;
  /** Of the gates. */
  recurrentActivation: Activation;
  /** Whether the outputs of all steps are given back, or only the last one. */
  returnSequences: boolean;
  /** Whether the sequence is read from its end. */
  goBackwards: boolean;
}

/**
 * SimpleRNN, GRU and LSTM of TensorFlow.js, from `[batch, time, features]`. They are no `nn.LSTM` and so on: gates may have other
 * activations (by default the hard sigmoid), and the GRU's reset gate acts before the product.
 */
export class KerasRecurrent extends Module {
  readonly kernel: Parameter;
  readonly recurrentKernel: Parameter;
  readonly bias: Parameter | null;
  readonly #options: KerasRecurrentOptions;

  constructor(weights: KerasWeights, options: KerasRecurrentOptions) {
    super();
    this.kernel = new Parameter(weights.kernel);
    this.recurrentKernel = new Parameter(weights.recurrentKernel);
    this.bias = weights.bias === null ? null : new Parameter(weights.bias);
    this.#options = options;
  }

  forward(x: Tensor): Tensor {
    const { kind, units, returnSequences, goBackwards } = this.#options;
    const product = x.matmul(this.kernel);
    const gates = this.bias === null ? product : product.add(this.bias);
    const steps = x.shape[1];
    const outputs: Tensor[] = [];
    let h = zeros([x.shape[0], units]);
    let c = h;
    for (let i = 0; i < steps; i++) {
      const now = gates.select(1, goBackwards ? steps - 1 - i : i);
      if (kind === 'LSTM') [h, c] = this.#lstm(now, h, c);
      else h = kind === 'GRU' ? this.#gru(now, h) : this.#simple(now, h);
      outputs.push(h);
    }
    return returnSequences ? stack(outputs, 1) : h;
  }

  override extraRepr(): string {
    const { kind, units, returnSequences, goBackwards } = this.#options;
    return `${kind}, units=${units}, returnSequences=${returnSequences}, goBackwards=${goBackwards}`;
  }

  #simple(gates: Tensor, h: Tensor): Tensor {
    return this.#options.activation(gates.add(h.matmul(this.recurrentKernel)));
  }

  /** Gates input, forget, cell, output. */
  #lstm(gates: Tensor, h: Tensor, c: Tensor): [h: Tensor, c: Tensor] {
    const { units, activation, recurrentActivation: gate } = this.#options;
    const all = gates.add(h.matmul(this.recurrentKernel));
    const [i, f, g, o] = [0, 1, 2, 3].map((k) => all.narrow(1, k * units, units));
    const cell = gate(f)
      .mul(c)
      .add(gate(i).mul(activation(g)));
    return [gate(o).mul(activation(cell)), cell];
  }

  /** Gates update, reset, new. */
  #gru(gates: Tensor, h: Tensor): Tensor {
    const { units, activation, recurrentActivation: gate } = this.#options;
    const kernel = this.recurrentKernel;
    const both = gate(gates.narrow(1, 0, 2 * units).add(h.matmul(kernel.narrow(1, 0, 2 * units))));
    const [update, reset] = [both.narrow(1, 0, units), both.narrow(1, units, units)];
    const recurrent = reset.mul(h).matmul(kernel.narrow(1, 2 * units, units));
    const fresh = activation(gates.narrow(1, 2 * units, units).add(recurrent));
    return fresh.add(update.mul(h.sub(fresh)));
  }
}
