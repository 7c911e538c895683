import { checkTraining } from '../../autograd/anomaly.js';
import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { defaultGenerator } from '../../random/default.js';
import type { Generator } from '../../random/generator.js';
import { fromValues, zeros } from '../../tensor/create.js';
import { sizeOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';

/** −scale·alpha of SELU: what a unit gives for a very negative input. */
const SELU_FLOOR = -1.7580993408473766;

export interface FunctionalDropoutOptions {
  /** Probability of a zero; default 0.5. */
  p?: number;
  /** Default true; `false` gives back the input. */
  training?: boolean;
  /** Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * Zeroes values with probability `p` and divides the others by 1 − p.
 *
 *     F.dropout(ones(4), { training: false }) // → [1, 1, 1, 1]
 */
export function dropout(x: Tensor, options: FunctionalDropoutOptions = {}): Tensor {
  return dropShape('dropout', x, x.shape, options);
}

/**
 * Zeroes whole channels of each item, `[batch, length, channels]`.
 *
 *     F.dropout1d(ones(2, 4, 3), { p: 0.5 }).shape // → [2, 4, 3]
 */
export function dropout1d(x: Tensor, options: FunctionalDropoutOptions = {}): Tensor {
  return dropShape('dropout1d', x, channelShape('dropout1d', x, 3), options);
}

/**
 * Zeroes whole channels of each image, `[batch, height, width, channels]`. Tompson et al. 2015.
 *
 *     F.dropout2d(ones(2, 4, 4, 3), { p: 0.5 }).shape // → [2, 4, 4, 3]
 */
export function dropout2d(x: Tensor, options: FunctionalDropoutOptions = {}): Tensor {
  return dropShape('dropout2d', x, channelShape('dropout2d', x, 4), options);
}

/**
 * Zeroes whole channels of each item, `[batch, depth, height, width, channels]`.
 *
 *     F.dropout3d(ones(2, 4, 4, 4, 3), { p: 0.5 }).shape // → [2, 4, 4, 4, 3]
 */
export function dropout3d(x: Tensor, options: FunctionalDropoutOptions = {}): Tensor {
  return dropShape('dropout3d', x, channelShape('dropout3d', x, 5), options);
}

/**
 * Sets values to SELU's lower limit with probability `p`, then scales and shifts so that mean 0 and variance 1 stay.
 * Klambauer et al. 2017.
 *
 *     F.alphaDropout(ones(4), { training: false }) // → [1, 1, 1, 1]
 */
export function alphaDropout(x: Tensor, options: FunctionalDropoutOptions = {}): Tensor {
  return alphaDrop('alphaDropout', x, x.shape, options);
}

/**
 * {@link alphaDropout} of whole channels of each item: `[batch, …, channels]`.
 *
 *     F.featureAlphaDropout(ones(1, 2, 3), { training: false }).shape // → [1, 2, 3]
 */
export function featureAlphaDropout(x: Tensor, options: FunctionalDropoutOptions = {}): Tensor {
  if (x.shape.length < 3) {
    throw new ShapeError(`featureAlphaDropout: expected [batch, …, channels], got ${shapeText(x.shape)}`);
  }
  return alphaDrop('featureAlphaDropout', x, channelShape('featureAlphaDropout', x, x.shape.length), options);
}

function alphaDrop(where: string, x: Tensor, shape: readonly number[], options: FunctionalDropoutOptions): Tensor {
  const { p, training, generator } = settingsOf(where, options);
  if (!training || p === 0) return x;
  checkTraining(where);
  if (p === 1) return x.mul(zeros(x.shape));
  const keep = maskOf(shape, p, 1, generator);
  const scale = 1 / Math.sqrt((1 - p) * (1 + p * SELU_FLOOR * SELU_FLOOR));
  const filler = keep
    .neg()
    .add(1)
    .mul(SELU_FLOOR * scale)
    .sub(scale * p * SELU_FLOOR);
  return x.mul(keep.mul(scale)).add(filler);
}

function dropShape(where: string, x: Tensor, shape: readonly number[], options: FunctionalDropoutOptions): Tensor {
  const { p, training, generator } = settingsOf(where, options);
  if (!training || p === 0) return x;
  checkTraining(where);
  if (p === 1) return x.mul(zeros(x.shape));
  return x.mul(maskOf(shape, p, 1 / (1 - p), generator));
}

function settingsOf(where: string, options: FunctionalDropoutOptions) {
  // A layer gives itself, and layers are functions.
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw new ValueError(`${where}: expected options such as { p: 0.5, training: true }, got ${String(options)}`);
  }
  const { p = 0.5, training = true, generator } = options;
  checkProbability(where, p);
  return { p, training, generator };
}

/** 0 with probability `p`, else `kept`. */
function maskOf(shape: readonly number[], p: number, kept: number, generator = defaultGenerator()): Tensor {
  const mask = generator.fillUniform(new Float32Array(sizeOf(shape)));
  for (let i = 0; i < mask.length; i++) mask[i] = mask[i] < p ? 0 : kept;
  return fromValues(mask, shape, 'float32');
}

function channelShape(where: string, x: Tensor, rank: number): number[] {
  if (x.shape.length !== rank) {
    throw new ShapeError(`${where}: expected ${rank} dimensions with the channels last, got ${shapeText(x.shape)}`);
  }
  return x.shape.map((n, i) => (i === 0 || i === rank - 1 ? n : 1));
}

function checkProbability(where: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${where}: p must be from 0 to 1, got ${p}`);
}
