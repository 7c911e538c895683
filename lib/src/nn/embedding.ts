import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import { fromValues, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { embedding, embeddingBag } from './functions/embedding.js';
import { normal_, type RandomInitOptions } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface EmbeddingOptions extends RandomInitOptions {
  /** Row that starts at 0 and gets no gradient, for padding; negative counts from the back. */
  paddingIdx?: number;
}

/** What both tables share. */
abstract class Table extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | undefined;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    const { paddingIdx } = options;
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingIdx !== undefined && paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx;
    if (this.paddingIdx !== undefined && !(this.paddingIdx >= 0 && this.paddingIdx < numEmbeddings)) {
      const rule = `paddingIdx must be one of ${numEmbeddings} rows`;
      throw new ValueError(`${this.constructor.name}: ${rule}, got ${paddingIdx}`);
    }
    this.weight = new Parameter(normal_(zeros([numEmbeddings, embeddingDim]), 0, 1, options));
    if (this.paddingIdx !== undefined) noGrad(() => this.weight.mul_(this.#paddingMask()));
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === undefined ? '' : `, paddingIdx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }

  #paddingMask(): Tensor {
    const mask = new Float32Array(this.numEmbeddings).fill(1);
    mask[this.paddingIdx!] = 0;
    return fromValues(mask, [this.numEmbeddings, 1], 'float32');
  }
}

/**
 * A table of vectors: int32 indices of any shape → `[…, embeddingDim]`. The weight `[numEmbeddings, embeddingDim]` starts
 * normal with deviation 1. An index out of range is a ValueError.
 *
 *     new nn.Embedding(10, 4)(tensor([[1, 2, 3]], { dtype: 'int32' })).shape // → [1, 3, 4]
 */
export class Embedding extends Table {
  forward(indices: Tensor): Tensor {
    return embedding(indices, this.weight, { paddingIdx: this.paddingIdx });
  }
}

export interface EmbeddingBagOptions extends EmbeddingOptions {
  /** What becomes of the vectors of a bag; default `mean`. */
  mode?: 'sum' | 'mean' | 'max';
}

/**
 * Sum, mean or maximum of the embeddings of each bag: `indices [bags, length]`, or `[n]` with `offsets [bags]` at which
 * the bags begin → `[bags, embeddingDim]`. With `paddingIdx`, that index does not count.
 *
 *     new nn.EmbeddingBag(10, 4)(tensor([[1, 2, 3]], { dtype: 'int32' })).shape // → [1, 4]
 */
export class EmbeddingBag extends Table {
  readonly mode: 'sum' | 'mean' | 'max';

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagOptions = {}) {
    super(numEmbeddings, embeddingDim, options);
    this.mode = options.mode ?? 'mean';
    if (!['sum', 'mean', 'max'].includes(this.mode)) {
      throw new ValueError(`EmbeddingBag: mode must be 'sum', 'mean' or 'max', got '${this.mode}'`);
    }
  }

  forward(indices: Tensor, offsets?: Tensor, perSampleWeights?: Tensor): Tensor {
    const { mode, paddingIdx } = this;
    return embeddingBag(indices, this.weight, offsets, { mode, paddingIdx, perSampleWeights });
  }

  override extraRepr(): string {
    return `${super.extraRepr()}, mode='${this.mode}'`;
  }
}
