import { composed } from '../../autograd/graph.js';
import { ShapeError, shapeText, ValueError } from '../../errors.js';
import type { Generator } from '../../random/generator.js';
import { fromValues } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { dropout } from './dropout.js';

export interface AttentionOptions {
  /** Broadcasts to `[…, targets, sources]`: bool with true where a source may be seen, or numbers added to the scores. */
  attnMask?: Tensor;
  /** Each target sees the sources up to its own place only; default false. */
  isCausal?: boolean;
  /** Factor of the scores; default 1/√(last dimension). */
  scale?: number;
  /** Probability of a zeroed weight, also outside of training; default 0. */
  dropoutP?: number;
  /** Source of the dropped weights; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * softmax(query · keyᵀ · scale) · value: `[…, targets, d]`, `[…, sources, d]`, `[…, sources, e]` → `[…, targets, e]`.
 * A target that may see nothing gives NaN, as in the formula. Vaswani et al. 2017.
 *
 *     F.scaledDotProductAttention(randn(2, 5, 8), randn(2, 7, 8), randn(2, 7, 8)).shape // → [2, 5, 8]
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  return attend(query, key, value, options)[0];
}

/** {@link scaledDotProductAttention} with its weights `[…, targets, sources]`, before dropout. */
export function attend(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions): [Tensor, Tensor] {
  const where = 'scaledDotProductAttention';
  const width = query.shape.at(-1) ?? 0;
  if (query.shape.length < 2 || key.shape.at(-1) !== width || value.shape.at(-2) !== key.shape.at(-2)) {
    const got = `${shapeText(query.shape)}, ${shapeText(key.shape)} and ${shapeText(value.shape)}`;
    throw new ShapeError(`${where}: expected query […, t, d], key […, s, d] and value […, s, e], got ${got}`);
  }
  const { attnMask, isCausal = false, scale = 1 / Math.sqrt(width), dropoutP = 0, generator } = options;
  if (isCausal && attnMask !== undefined) {
    throw new ValueError(`${where}: a mask already says what is seen, got isCausal with attnMask; leave one out`);
  }
  const mask = isCausal ? causalMask(query.shape.at(-2)!, key.shape.at(-2)!) : attnMask;
  const weights = composed(() => {
    const scores = query.mul(scale).matmul(key.transpose(-2, -1));
    if (mask === undefined) return scores.softmax(-1);
    return (mask.dtype === 'bool' ? mask.where(scores, -Infinity) : scores.add(mask)).softmax(-1);
  });
  const dropped = dropoutP > 0 ? dropout(weights, { p: dropoutP, generator }) : weights;
  return [dropped.matmul(value), weights];
}

/**
 * Bool `[targets, sources]`, true on and below the diagonal: which sources each target may see.
 *
 *     F.causalMask(3) // → [[true, false, false], [true, true, false], [true, true, true]]
 */
export function causalMask(targets: number, sources: number = targets): Tensor {
  const values = new Uint8Array(targets * sources);
  for (let i = 0; i < targets; i++) values.fill(1, i * sources, i * sources + Math.min(i + 1, sources));
  return fromValues(values, [targets, sources], 'bool');
}

/** `[…, length, heads·d]` → `[…, heads, length, d]`. */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, width] = x.shape;
  return composed(() => x.reshape(batch, length, heads, width / heads).permute(0, 2, 1, 3));
}

/** Reverses {@link splitHeads}. */
export function joinHeads(x: Tensor): Tensor {
  const [batch, heads, length, width] = x.shape;
  return composed(() => x.permute(0, 2, 1, 3).reshape(batch, length, heads * width));
}
