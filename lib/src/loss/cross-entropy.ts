import { LecternError, ShapeError, shapeText, ValueError } from '../errors.js';
import { sparseCrossEntropy } from '../tensor/ops/softmax.js';
import { sameShape, sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { type ClassLossOptions, checkLabels, type LabelledRows, labelledRows, reduceRows } from './labels.js';
import { Loss } from './loss.js';
import { checkReduction } from './reduction.js';

export interface CrossEntropyLossOptions extends ClassLossOptions {
  /** Share of the target that is spread over all classes; default 0. Szegedy et al. 2016. */
  labelSmoothing?: number;
}

/**
 * −log softmax(logits)[label] of each row, reduced: `logits [n, classes]`, int32 `labels [n]` in 0…classes − 1, or float32
 * probabilities `[n, classes]` as targets; more dimensions may stand in front of the classes. Takes raw scores: do not
 * apply softmax first. Throws a ValueError that names the first label out of range (on a GPU such a label gives NaN
 * instead), a ShapeError or DTypeError for other forms.
 *
 *     F.crossEntropy(tensor([[2, 0, 0]]), tensor([0], { dtype: 'int32' })) // → 0.2395
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyLossOptions = {}): Tensor {
  const { reduction = 'mean', labelSmoothing = 0 } = options;
  checkReduction('crossEntropy', reduction);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ValueError(`crossEntropy: labelSmoothing must be from 0 to 1, got ${labelSmoothing}`);
  }
  if (labels.dtype === 'float32' && sameShape(logits.shape, labels.shape)) return ofShares(logits, labels, options);
  const rows = labelledRows('crossEntropy', logits, labels, options);
  const plain = lossesOf(rows);
  const losses = rows.counts === null ? plain : plain.mul(rows.counts);
  if (labelSmoothing === 0) return reduceRows(losses, rows, reduction);
  return reduceRows(
    losses.mul(1 - labelSmoothing).add(spread(rows, options.weight).mul(labelSmoothing / rows.scores.shape[1])),
    rows,
    reduction,
  );
}

/**
 * Cross-entropy of scores and class numbers or probabilities as a module; see {@link crossEntropy}.
 *
 *     new nn.CrossEntropyLoss()(tensor([[2, 0, 0]]), tensor([0], { dtype: 'int32' })) // → 0.2395
 */
export class CrossEntropyLoss extends Loss<CrossEntropyLossOptions> {
  forward(logits: Tensor, labels: Tensor): Tensor {
    return crossEntropy(logits, labels, this.options);
  }
}

export type NLLLossOptions = ClassLossOptions;

/**
 * −logProbabilities[label] of each row, reduced; {@link crossEntropy} is this after logSoftmax.
 *
 *     F.nllLoss(tensor([[-0.1, -2.3]]), tensor([0], { dtype: 'int32' })) // → 0.1
 */
export function nllLoss(logProbabilities: Tensor, labels: Tensor, options: NLLLossOptions = {}): Tensor {
  const { reduction = 'mean' } = options;
  checkReduction('nllLoss', reduction);
  const rows = labelledRows('nllLoss', logProbabilities, labels, options);
  const losses = picked('nllLoss', rows).neg();
  return reduceRows(rows.counts === null ? losses : losses.mul(rows.counts), rows, reduction);
}

/**
 * {@link nllLoss} as a module.
 *
 *     new nn.NLLLoss()(tensor([[-0.1, -2.3]]), tensor([0], { dtype: 'int32' })) // → 0.1
 */
export class NLLLoss extends Loss<NLLLossOptions> {
  forward(logProbabilities: Tensor, labels: Tensor): Tensor {
    return nllLoss(logProbabilities, labels, this.options);
  }
}

/** Entry of its label in each row of scores. */
export function picked(where: string, { scores, labels }: LabelledRows): Tensor {
  try {
    return scores.gather(1, labels.unsqueeze(1)).squeeze(1);
  } catch (error) {
    checkLabels(where, labels, scores.shape[1]);
    throw error;
  }
}

function lossesOf({ scores, labels }: LabelledRows): Tensor {
  try {
    return sparseCrossEntropy(scores, labels);
  } catch (error) {
    // Labels are read only when the kernel refused them: reading them each time would make a GPU wait.
    if (!(error instanceof LecternError) || error.constructor === LecternError) {
      checkLabels('crossEntropy', labels, scores.shape[1]);
    }
    throw error;
  }
}

/** The loss of each row if every class were right, for label smoothing. */
function spread({ scores, counted }: LabelledRows, weight: Tensor | undefined): Tensor {
  const all = scores.logSoftmax(1).neg();
  const total = (weight === undefined ? all : all.mul(weight)).sum(1);
  return counted === null ? total : total.mul(counted);
}

function ofShares(logits: Tensor, shares: Tensor, options: CrossEntropyLossOptions): Tensor {
  const { reduction = 'mean', labelSmoothing = 0, weight, ignoreIndex } = options;
  const classes = logits.shape[logits.shape.length - 1];
  if (ignoreIndex !== undefined) {
    throw new ValueError(`crossEntropy: ignoreIndex needs labels, got ${ignoreIndex} with probabilities as targets`);
  }
  if (weight !== undefined && !sameShape(weight.shape, [classes])) {
    const got = shapeText(weight.shape);
    throw new ShapeError(`crossEntropy: expected a weight for each of ${classes} classes, got ${got}`);
  }
  const target = labelSmoothing === 0 ? shares : shares.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  const parts = target.mul(logits.logSoftmax(-1));
  const losses = (weight === undefined ? parts : parts.mul(weight)).sum(-1).neg();
  if (reduction === 'none') return losses;
  return reduction === 'sum' ? losses.sum() : losses.sum().div(sizeOf(logits.shape.slice(0, -1)));
}
