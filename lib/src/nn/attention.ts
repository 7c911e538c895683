import { ShapeError, shapeText, ValueError } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { linear } from '../tensor/ops/matmul.js';
import type { Tensor } from '../tensor/tensor.js';
import { attend, causalMask, joinHeads, splitHeads } from './functions/attention.js';
import { type RandomInitOptions, xavierUniform_, zeros_ } from './init.js';
import { Linear } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface MultiheadAttentionOptions extends RandomInitOptions {
  /** Probability of a zeroed attention weight in training; default 0. */
  dropout?: number;
  /** Whether the projections add biases; default true. */
  bias?: boolean;
  /** Sequences as `[batch, length, features]` instead of `[length, batch, features]`; default false. */
  batchFirst?: boolean;
  /** Features of the keys; default `embedDim`. */
  kdim?: number;
  /** Features of the values; default `embedDim`. */
  vdim?: number;
}

/** Masks follow PyTorch's module: true marks what may not be seen. */
export interface MultiheadAttentionCall {
  /** `[batch, sources]`, true where a source is padding; or numbers added to the scores. */
  keyPaddingMask?: Tensor;
  /** `[targets, sources]` or `[batch·heads, targets, sources]`, true where a target may not see; or numbers. */
  attnMask?: Tensor;
  /** Each target sees the sources up to its own place only; default false. */
  isCausal?: boolean;
  /** Return the attention weights too; default true. */
  needWeights?: boolean;
  /** Their mean over the heads; default true. */
  averageAttnWeights?: boolean;
}

/**
 * Attention in several heads at once, each on its own projection of query, key and value: `[targets, batch, embedDim]`,
 * `[sources, batch, kdim]`, `[sources, batch, vdim]` → output like the query, and weights `[batch, targets, sources]`.
 * Weights have PyTorch's names. Vaswani et al. 2017.
 *
 *     const x = randn(2, 5, 8);
 *     const [out, weights] = new nn.MultiheadAttention(8, 2, { batchFirst: true })(x, x, x);
 *     out.shape // → [2, 5, 8]
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly generator;
  inProjWeight: Parameter | null;
  qProjWeight: Parameter | null;
  kProjWeight: Parameter | null;
  vProjWeight: Parameter | null;
  inProjBias: Parameter | null;
  outProj: Linear;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const { dropout = 0, bias = true, batchFirst = false, kdim = embedDim, vdim = embedDim, generator } = options;
    if (!Number.isInteger(embedDim / numHeads)) {
      const got = `${embedDim} and ${numHeads}`;
      throw new ValueError(`MultiheadAttention: embedDim must be a multiple of numHeads, got ${got}`);
    }
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.dropout = dropout;
    this.batchFirst = batchFirst;
    this.generator = generator;
    const make = (rows: number, columns: number) =>
      new Parameter(xavierUniform_(zeros([rows, columns]), 1, { generator }));
    const joint = kdim === embedDim && vdim === embedDim;
    this.inProjWeight = joint ? make(3 * embedDim, embedDim) : null;
    this.qProjWeight = joint ? null : make(embedDim, embedDim);
    this.kProjWeight = joint ? null : make(embedDim, kdim);
    this.vProjWeight = joint ? null : make(embedDim, vdim);
    this.inProjBias = bias ? new Parameter(zeros([3 * embedDim])) : null;
    this.outProj = new Linear(embedDim, embedDim, { bias, generator });
    if (this.outProj.bias !== null) zeros_(this.outProj.bias);
  }

  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: MultiheadAttentionCall = {},
  ): [output: Tensor, weights: Tensor | null] {
    for (const x of [query, key, value]) {
      if (x.shape.length === 3) continue;
      const rule = `expected three dimensions, ${this.batchFirst ? 'batch, length' : 'length, batch'}, features`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(x.shape)}`);
    }
    const inputs = [query, key, value].map((x) => (this.batchFirst ? x : x.transpose(0, 1)));
    const [q, k, v] = inputs.map((x, i) => splitHeads(this.#project(x, i), this.numHeads));
    const [heads, weights] = attend(q, k, v, {
      attnMask: this.#scoresAdded(q.shape, k.shape[2], options),
      dropoutP: this.training ? this.dropout : 0,
      generator: this.generator,
    });
    const output = this.outProj(joinHeads(heads));
    const shown = options.averageAttnWeights === false ? weights : weights.mean(1);
    return [this.batchFirst ? output : output.transpose(0, 1), options.needWeights === false ? null : shown];
  }

  override extraRepr(): string {
    return `${this.embedDim}, ${this.numHeads}${this.batchFirst ? ', batchFirst=true' : ''}`;
  }

  #project(x: Tensor, which: number): Tensor {
    const rows = (all: Tensor) => all.narrow(0, which * this.embedDim, this.embedDim);
    const own = [this.qProjWeight, this.kProjWeight, this.vProjWeight][which];
    const weight = own ?? rows(this.inProjWeight!);
    if (x.shape[2] !== weight.shape[1]) {
      const name = ['query', 'key', 'value'][which];
      throw new ShapeError(
        `${this.label()}: expected ${name} with ${weight.shape[1]} features, got ${shapeText(x.shape)}`,
      );
    }
    return linear(x, weight, this.inProjBias === null ? null : rows(this.inProjBias));
  }

  /** All masks as one term of the scores. */
  #scoresAdded(q: readonly number[], sources: number, options: MultiheadAttentionCall): Tensor | undefined {
    const [batch, heads, targets] = q;
    const { attnMask, keyPaddingMask, isCausal = false } = options;
    const terms: Tensor[] = [];
    if (attnMask !== undefined) {
      const term = hidden(attnMask);
      terms.push(term.shape.length === 3 ? term.reshape(batch, heads, targets, sources) : term);
    } else if (isCausal) {
      terms.push(hidden(causalMask(targets, sources).logicalNot()));
    }
    if (keyPaddingMask !== undefined) terms.push(hidden(keyPaddingMask).reshape(batch, 1, 1, sources));
    return terms.length === 0 ? undefined : terms.reduce((a, b) => a.add(b));
  }
}

/** −∞ where a bool mask is true; numbers stay. */
function hidden(mask: Tensor): Tensor {
  return mask.dtype === 'bool' ? mask.where(-Infinity, zeros(mask.shape)) : mask;
}
