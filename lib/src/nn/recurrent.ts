import { ShapeError, shapeText, ValueError } from '../errors.js';
import type { Generator } from '../random/generator.js';
import { tensor, zeros } from '../tensor/create.js';
import { indexSelect } from '../tensor/ops/index.js';
import { cat, stack } from '../tensor/ops/movement.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { dropout } from './functions/dropout.js';
import {
  gruStep,
  inputGates,
  type RecurrentState,
  type RecurrentStep,
  type RecurrentWeights,
  readPacked,
  readSteps,
  withBothBiases,
} from './functions/recurrent.js';
import { type RandomInitOptions, uniform_ } from './init.js';
import { Module } from './module.js';
import { PackedSequence } from './packed-sequence.js';
import { Parameter } from './parameter.js';

export interface RecurrentOptions extends RandomInitOptions {
  /** Layers on top of each other; default 1. */
  numLayers?: number;
  /** Whether biases are added; default true. */
  bias?: boolean;
  /** Sequences as `[batch, time, features]` instead of `[time, batch, features]`; default false. */
  batchFirst?: boolean;
  /** Probability of a zero between layers in training; default 0. */
  dropout?: number;
  /** Read the sequence from both ends and join the outputs; default false. */
  bidirectional?: boolean;
}

/**
 * What RNN, LSTM and GRU share: layers, directions, the loop over time. Weights have PyTorch's names, `weightIhL0`,
 * `weightHhL0`, `biasIhL0`, `biasHhL0`, with `Reverse` behind them for the other direction.
 */
export abstract class Recurrent extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly generator: Generator | undefined;

  constructor(inputSize: number, hiddenSize: number, gates: number, options: RecurrentOptions) {
    super();
    const { numLayers = 1, bias = true, batchFirst = false, dropout = 0, bidirectional = false } = options;
    if (!Number.isInteger(numLayers) || numLayers < 1) {
      throw new ValueError(`${this.constructor.name}: numLayers must be whole and at least 1, got ${numLayers}`);
    }
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    this.generator = options.generator;
    for (let layer = 0; layer < numLayers; layer++) {
      for (const suffix of this.#suffixes()) this.#addWeights(`L${layer}${suffix}`, layer, gates, options);
    }
  }

  override extraRepr(): string {
    const parts = [`${this.inputSize}, ${this.hiddenSize}`];
    if (this.numLayers > 1) parts.push(`numLayers=${this.numLayers}`);
    if (!this.bias) parts.push('bias=false');
    if (this.batchFirst) parts.push('batchFirst=true');
    if (this.dropout > 0) parts.push(`dropout=${this.dropout}`);
    if (this.bidirectional) parts.push('bidirectional=true');
    return parts.join(', ');
  }

  override label(): string {
    return `${this.constructor.name} ${this.inputSize}→${this.hiddenSize}`;
  }

  /** Output of every step of the last layer, and the last states, `[layers·directions, batch, hidden]` each. */
  protected run(
    x: Tensor | PackedSequence,
    step: RecurrentStep,
    initial: RecurrentState | undefined,
    states: number,
  ): [Tensor | PackedSequence, Tensor[]] {
    if (x instanceof PackedSequence) return this.#runPacked(x, step, initial, states);
    this.#checkInput(x, [3, 2]);
    const single = x.shape.length === 2;
    const sequence = single ? x.unsqueeze(1) : this.batchFirst ? x.transpose(0, 1) : x;
    const begin = this.#initial(initial, states, sequence.shape[1], single);
    const [y, ends] = this.#layers(sequence, begin, step, (gates, state, weights, reverse) =>
      readSteps(gates, step, state, weights, reverse),
    );
    if (single) return [y.squeeze(1), ends.map((end) => end.squeeze(1))];
    return [this.batchFirst ? y.transpose(0, 1) : y, ends];
  }

  #runPacked(
    { data, batchSizes, sortedIndices, unsortedIndices }: PackedSequence,
    step: RecurrentStep,
    initial: RecurrentState | undefined,
    states: number,
  ): [PackedSequence, Tensor[]] {
    this.#checkInput(data, [2]);
    const reorder = (all: readonly Tensor[], order: readonly number[] | null) =>
      order === null ? [...all] : all.map((s) => indexSelect(s, 1, tensor(order, { dtype: 'int32' })));
    const begin = reorder(this.#initial(initial, states, batchSizes[0], false), sortedIndices);
    const [y, ends] = this.#layers(data, begin, step, (gates, state, weights, reverse) =>
      readPacked(gates, batchSizes, step, state, weights, reverse),
    );
    return [new PackedSequence(y, batchSizes, sortedIndices), reorder(ends, unsortedIndices)];
  }

  #layers(x: Tensor, begin: RecurrentState, step: RecurrentStep, read: Read): [Tensor, Tensor[]] {
    let sequence = x;
    const last: Tensor[][] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      const { dropout: p, training, generator } = this;
      if (layer > 0 && p > 0) sequence = dropout(sequence, { p, training, generator });
      const outputs = this.#suffixes().map((suffix) => {
        const state = begin.map((s) => s.select(0, last.length));
        const own = this.#weights(`L${layer}${suffix}`);
        const weights = step === gruStep ? own : withBothBiases(own);
        // One product for the whole sequence; only the recurrent half has to go step by step.
        const [output, end] = read(inputGates(sequence, weights), state, weights, suffix !== '');
        last.push([...end]);
        return output;
      });
      sequence = cat(outputs, x.ndim - 1);
    }
    return [sequence, begin.map((_, i) => stack(last.map((state) => state[i])))];
  }

  #checkInput(x: Tensor, ranks: readonly number[]): void {
    if (ranks.includes(x.ndim) && x.shape.at(-1) === this.inputSize) return;
    const order = this.batchFirst ? 'batch, time' : 'time, batch';
    const rule =
      ranks.length === 1
        ? `expected packed steps [steps, ${this.inputSize}]`
        : `expected [${order}, ${this.inputSize}] or [time, ${this.inputSize}]`;
    throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(x.shape)}`);
  }

  #initial(given: RecurrentState | undefined, states: number, batch: number, single: boolean): RecurrentState {
    const shape = [this.numLayers * (this.bidirectional ? 2 : 1), batch, this.hiddenSize];
    if (given === undefined) return Array.from({ length: states }, () => zeros(shape));
    return given.map((state) => {
      const full = single && state.shape.length === 2 ? state.unsqueeze(1) : state;
      if (sameShape(full.shape, shape)) return full;
      const rule = `expected an initial state of shape ${shapeText(shape)}`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(state.shape)}`);
    });
  }

  #suffixes(): string[] {
    return this.bidirectional ? ['', 'Reverse'] : [''];
  }

  #addWeights(suffix: string, layer: number, gates: number, options: RecurrentOptions): void {
    const input = layer === 0 ? this.inputSize : this.hiddenSize * this.#suffixes().length;
    const rows = gates * this.hiddenSize;
    const bound = 1 / Math.sqrt(this.hiddenSize);
    const fields = this as unknown as Record<string, Parameter>;
    const add = (name: string, shape: number[]) => {
      fields[name + suffix] = new Parameter(uniform_(zeros(shape), -bound, bound, options));
    };
    add('weightIh', [rows, input]);
    add('weightHh', [rows, this.hiddenSize]);
    if (!this.bias) return;
    add('biasIh', [rows]);
    add('biasHh', [rows]);
  }

  #weights(suffix: string): RecurrentWeights {
    const fields = this as unknown as Record<string, Parameter | undefined>;
    return {
      weightIh: fields[`weightIh${suffix}`]!,
      weightHh: fields[`weightHh${suffix}`]!,
      biasIh: fields[`biasIh${suffix}`] ?? null,
      biasHh: fields[`biasHh${suffix}`] ?? null,
    };
  }
}

/** One layer in one direction: outputs and last state from the input's part of the gates. */
type Read = (
  gates: Tensor,
  begin: RecurrentState,
  weights: RecurrentWeights,
  reverse: boolean,
) => [outputs: Tensor, last: RecurrentState];
