import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { MultiheadAttention, type MultiheadAttentionCall } from './attention.js';
import { ModuleList } from './containers.js';
import { Dropout } from './dropout.js';
import { gelu } from './functions/activations.js';
import type { RandomInitOptions } from './init.js';
import { Linear } from './linear.js';
import { Module } from './module.js';
import { LayerNorm } from './norm.js';

export interface TransformerLayerOptions extends RandomInitOptions {
  /** Width of the layer between; default 2048. */
  dimFeedforward?: number;
  /** Probability of a zero in training; default 0.1. */
  dropout?: number;
  /** Default `relu`. */
  activation?: 'relu' | 'gelu' | ((x: Tensor) => Tensor);
  /** Added to the variance in layer normalisation; default 1e-5. */
  layerNormEps?: number;
  /** Sequences as `[batch, length, features]`; default false. */
  batchFirst?: boolean;
  /** Normalise before attention and feed-forward instead of after; default false. Xiong et al. 2020. */
  normFirst?: boolean;
  /** Whether projections and normalisations add biases; default true. */
  bias?: boolean;
}

/** Masks of a layer, as {@link MultiheadAttention} takes them: true marks what may not be seen. */
export interface TransformerEncoderCall {
  mask?: Tensor;
  keyPaddingMask?: Tensor;
  isCausal?: boolean;
}

/** Masks of a decoder layer, for the targets and for the memory. */
export interface TransformerDecoderCall {
  tgtMask?: Tensor;
  memoryMask?: Tensor;
  tgtKeyPaddingMask?: Tensor;
  memoryKeyPaddingMask?: Tensor;
  tgtIsCausal?: boolean;
}

/** What both kinds of layer share: feed-forward, dropout and where to normalise. */
abstract class TransformerLayer extends Module {
  readonly normFirst: boolean;
  readonly activation: (x: Tensor) => Tensor;
  selfAttn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions) {
    super();
    const { dimFeedforward = 2048, dropout = 0.1, activation = 'relu', normFirst = false, bias, generator } = options;
    this.normFirst = normFirst;
    this.activation = activationOf(this.constructor.name, activation);
    this.selfAttn = this.attention(dModel, nhead, options);
    this.linear1 = new Linear(dModel, dimFeedforward, { bias, generator });
    this.dropout = new Dropout(dropout, { generator });
    this.linear2 = new Linear(dimFeedforward, dModel, { bias, generator });
  }

  protected attention(dModel: number, nhead: number, options: TransformerLayerOptions): MultiheadAttention {
    const { dropout = 0.1, bias, batchFirst, generator } = options;
    return new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst, generator });
  }

  protected norm(dModel: number, options: TransformerLayerOptions): LayerNorm {
    return new LayerNorm(dModel, { eps: options.layerNormEps, bias: options.bias });
  }

  protected feedForward(x: Tensor): Tensor {
    return this.linear2(this.dropout(this.activation(this.linear1(x))));
  }

  /** x + part(x) with dropout, normalised before the part or after the sum. */
  protected residual(x: Tensor, norm: LayerNorm, dropout: Dropout, part: (x: Tensor) => Tensor): Tensor {
    return this.normFirst ? x.add(dropout(part(norm(x)))) : norm(x.add(dropout(part(x))));
  }
}

/**
 * Self-attention and a feed-forward net, each with a residual connection and layer normalisation. Vaswani et al. 2017.
 *
 *     new nn.TransformerEncoderLayer(16, 2)(randn(5, 1, 16)).shape // → [5, 1, 16]
 */
export class TransformerEncoderLayer extends TransformerLayer {
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { dropout = 0.1, generator } = options;
    this.norm1 = this.norm(dModel, options);
    this.norm2 = this.norm(dModel, options);
    this.dropout1 = new Dropout(dropout, { generator });
    this.dropout2 = new Dropout(dropout, { generator });
  }

  forward(x: Tensor, options: TransformerEncoderCall = {}): Tensor {
    const { mask: attnMask, keyPaddingMask, isCausal } = options;
    const masks = { attnMask, keyPaddingMask, isCausal, needWeights: false };
    const y = this.residual(x, this.norm1, this.dropout1, (q) => this.selfAttn(q, q, q, masks)[0]);
    return this.residual(y, this.norm2, this.dropout2, (q) => this.feedForward(q));
  }
}

/**
 * Self-attention, attention to the encoder's output, and a feed-forward net. Vaswani et al. 2017.
 *
 *     new nn.TransformerDecoderLayer(16, 2)(randn(5, 1, 16), randn(7, 1, 16)).shape // → [5, 1, 16]
 */
export class TransformerDecoderLayer extends TransformerLayer {
  multiheadAttn: MultiheadAttention;
  norm1: LayerNorm;
  norm2: LayerNorm;
  norm3: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  dropout3: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { dropout = 0.1, generator } = options;
    this.multiheadAttn = this.attention(dModel, nhead, options);
    this.norm1 = this.norm(dModel, options);
    this.norm2 = this.norm(dModel, options);
    this.norm3 = this.norm(dModel, options);
    this.dropout1 = new Dropout(dropout, { generator });
    this.dropout2 = new Dropout(dropout, { generator });
    this.dropout3 = new Dropout(dropout, { generator });
  }

  forward(x: Tensor, memory: Tensor, options: TransformerDecoderCall = {}): Tensor {
    const own: MultiheadAttentionCall = {
      attnMask: options.tgtMask,
      keyPaddingMask: options.tgtKeyPaddingMask,
      isCausal: options.tgtIsCausal,
      needWeights: false,
    };
    const other = { attnMask: options.memoryMask, keyPaddingMask: options.memoryKeyPaddingMask, needWeights: false };
    const y = this.residual(x, this.norm1, this.dropout1, (q) => this.selfAttn(q, q, q, own)[0]);
    const z = this.residual(y, this.norm2, this.dropout2, (q) => this.multiheadAttn(q, memory, memory, other)[0]);
    return this.residual(z, this.norm3, this.dropout3, (q) => this.feedForward(q));
  }
}

/**
 * Encoder layers one after the other, and a normalisation at the end if given: `new TransformerEncoder(() => layer, 6)`.
 *
 *     new nn.TransformerEncoder(() => new nn.TransformerEncoderLayer(16, 2), 2)(randn(5, 1, 16)).shape // → [5, 1, 16]
 */
export class TransformerEncoder extends Module {
  layers: ModuleList<TransformerEncoderLayer>;
  norm: LayerNorm | null;

  /** @param layer makes a layer; called `numLayers` times, so that each starts with weights of its own */
  constructor(layer: () => TransformerEncoderLayer, numLayers: number, norm: LayerNorm | null = null) {
    super();
    this.layers = new ModuleList(Array.from({ length: numLayers }, layer));
    this.norm = norm;
  }

  forward(x: Tensor, options: TransformerEncoderCall = {}): Tensor {
    let y = x;
    for (const layer of this.layers) y = layer(y, options);
    return this.norm === null ? y : this.norm(y);
  }
}

/**
 * Decoder layers one after the other, and a normalisation at the end if given.
 *
 *     const layer = () => new nn.TransformerDecoderLayer(16, 2);
 *     new nn.TransformerDecoder(layer, 2)(randn(5, 1, 16), randn(7, 1, 16)).shape // → [5, 1, 16]
 */
export class TransformerDecoder extends Module {
  layers: ModuleList<TransformerDecoderLayer>;
  norm: LayerNorm | null;

  /** @param layer makes a layer; called `numLayers` times */
  constructor(layer: () => TransformerDecoderLayer, numLayers: number, norm: LayerNorm | null = null) {
    super();
    this.layers = new ModuleList(Array.from({ length: numLayers }, layer));
    this.norm = norm;
  }

  forward(x: Tensor, memory: Tensor, options: TransformerDecoderCall = {}): Tensor {
    let y = x;
    for (const layer of this.layers) y = layer(y, memory, options);
    return this.norm === null ? y : this.norm(y);
  }
}

function activationOf(where: string, activation: TransformerLayerOptions['activation']): (x: Tensor) => Tensor {
  if (typeof activation === 'function') return activation;
  if (activation === 'gelu') return (x) => gelu(x);
  if (activation === 'relu') return (x) => x.relu();
  throw new ValueError(`${where}: activation must be 'relu', 'gelu' or a function, got '${activation}'`);
}
