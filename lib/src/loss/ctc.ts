import { DTypeError, ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues, full } from '../tensor/create.js';
import { cat, stack } from '../tensor/ops/movement.js';
import type { Tensor } from '../tensor/tensor.js';
import { Loss } from './loss.js';
import { checkReduction, type Reduction } from './reduction.js';

/** Stands for log 0: with −∞ differences of impossible paths would be NaN. */
const IMPOSSIBLE = -1e30;

export interface CTCLossOptions {
  /** Default `mean`: each loss divided by its target's length, then the mean. */
  reduction?: Reduction;
  /** Class number of the blank; default 0. */
  blank?: number;
  /** Losses of targets that are too long for their input are 0 instead of ∞; default false. */
  zeroInfinity?: boolean;
}

/**
 * −log of the probability of all ways to stretch a target over time with repetitions and blanks: `logProbabilities
 * [time, batch, classes]` (of logSoftmax), int32 `targets [batch, longest]`, and the lengths that count of each. Graves et
 * al. 2006. Throws a ShapeError, DTypeError or ValueError for other forms.
 *
 *     F.ctcLoss(F.logSoftmax(zeros(5, 1, 3), -1), tensor([[1, 2]], { dtype: 'int32' }), [5], [2]) // → 0.9689
 */
export function ctcLoss(
  logProbabilities: Tensor,
  targets: Tensor,
  inputLengths: readonly number[],
  targetLengths: readonly number[],
  options: CTCLossOptions = {},
): Tensor {
  const { reduction = 'mean', blank = 0, zeroInfinity = false } = options;
  checkReduction('ctcLoss', reduction);
  check(logProbabilities, targets, inputLengths, targetLengths, blank);
  const paths = extended(targets, blank);
  const last = finalScores(logProbabilities, paths, inputLengths, blank);
  const ends = fromValues(
    Int32Array.from(targetLengths.flatMap((n) => [2 * n, Math.max(2 * n - 1, 0)])),
    [targetLengths.length, 2],
    'int32',
  );
  const [whole, short] = [0, 1].map((i) => last.gather(1, ends.narrow(1, i, 1)).squeeze(1));
  const isEmpty = fromValues(
    Uint8Array.from(targetLengths, (n) => (n === 0 ? 1 : 0)),
    whole.shape,
    'bool',
  );
  const losses = logSum([whole, isEmpty.where(IMPOSSIBLE, short)]).neg();
  const possible = losses.lt(-IMPOSSIBLE / 2);
  const shown = possible.where(losses, zeroInfinity ? 0 : Infinity);
  if (reduction === 'none') return shown;
  if (reduction === 'sum') return shown.sum();
  const lengths = Float32Array.from(targetLengths, (n) => Math.max(n, 1));
  return shown.div(fromValues(lengths, shown.shape, 'float32')).mean();
}

/**
 * {@link ctcLoss} as a module.
 *
 *     new nn.CTCLoss()(F.logSoftmax(zeros(5, 1, 3), -1), tensor([[1, 2]], { dtype: 'int32' }), [5], [2]) // → 0.9689
 */
export class CTCLoss extends Loss<CTCLossOptions> {
  forward(
    logProbabilities: Tensor,
    targets: Tensor,
    inputLengths: readonly number[],
    targetLengths: readonly number[],
  ): Tensor {
    return ctcLoss(logProbabilities, targets, inputLengths, targetLengths, this.options);
  }
}

/** Blanks before, between and after the labels: `[batch, s]` → `[batch, 2s + 1]`. */
function extended(targets: Tensor, blank: number): Tensor {
  const [batch, length] = targets.shape;
  const blanks = full([batch, length], blank, { dtype: 'int32' });
  const pairs = stack([blanks, targets], 2).reshape(batch, 2 * length);
  return cat([pairs, full([batch, 1], blank, { dtype: 'int32' })], 1);
}

/** Log probability of all paths that end at each place, at the end of each input: the forward variables. */
function finalScores(scores: Tensor, paths: Tensor, inputLengths: readonly number[], blank: number): Tensor {
  const [time] = scores.shape;
  const [batch, places] = paths.shape;
  const emitted = scores.gather(2, paths.unsqueeze(0).expand(time, batch, places));
  const far = full([batch, 2], IMPOSSIBLE);
  // A blank between two labels may be left out when they differ.
  const skips = cat([full([batch, Math.min(2, places)], 0, { dtype: 'bool' }), differs(paths, blank)], 1);
  const start = full([batch, places], IMPOSSIBLE).dataSync();
  for (let n = 0; n < batch; n++) for (let s = 0; s < Math.min(2, places); s++) start[n * places + s] = 0;
  const open = fromValues(start, [batch, places], 'float32').gt(-1);
  let alpha = open.where(emitted.select(0, 0), IMPOSSIBLE);
  for (let t = 1; t < time; t++) {
    const before = cat([far, alpha], 1);
    const one = before.narrow(1, 1, places);
    const two = skips.where(before.narrow(1, 0, places), IMPOSSIBLE);
    const next = logSum([alpha, one, two]).add(emitted.select(0, t));
    const running = fromValues(
      Uint8Array.from(inputLengths, (n) => (t < n ? 1 : 0)),
      [batch, 1],
      'bool',
    );
    alpha = running.where(next.maximum(IMPOSSIBLE), alpha);
  }
  return alpha;
}

function differs(paths: Tensor, blank: number): Tensor {
  const places = paths.shape[1];
  const here = paths.narrow(1, Math.min(2, places), Math.max(places - 2, 0));
  const back = paths.narrow(1, 0, Math.max(places - 2, 0));
  return here.ne(blank).logicalAnd(here.ne(back));
}

function logSum(terms: readonly Tensor[]): Tensor {
  const most = terms.map((x) => x.detach()).reduce((a, b) => a.maximum(b));
  return terms
    .map((x) => x.sub(most).exp())
    .reduce((a, b) => a.add(b))
    .log()
    .add(most);
}

function check(
  { shape }: Tensor,
  targets: Tensor,
  inputLengths: readonly number[],
  targetLengths: readonly number[],
  blank: number,
): void {
  if (shape.length !== 3 || targets.shape.length !== 2 || targets.shape[0] !== shape[1]) {
    const got = `${shapeText(shape)} and ${shapeText(targets.shape)}`;
    throw new ShapeError(`ctcLoss: expected [time, batch, classes] and targets [batch, longest], got ${got}`);
  }
  if (targets.dtype !== 'int32') {
    throw new DTypeError(`ctcLoss: targets must be int32 class numbers, got ${targets.dtype}`);
  }
  const limits: [string, readonly number[], number, number][] = [
    ['inputLengths', inputLengths, 1, shape[0]],
    ['targetLengths', targetLengths, 0, targets.shape[1]],
  ];
  for (const [name, lengths, least, most] of limits) {
    const fits = lengths.length === shape[1] && lengths.every((n) => Number.isInteger(n) && n >= least && n <= most);
    if (fits) continue;
    const rule = `${name} must be ${shape[1]} whole numbers from ${least} to ${most}`;
    throw new ValueError(`ctcLoss: ${rule}, got ${lengths.join(', ')}`);
  }
  if (!Number.isInteger(blank) || blank < 0 || blank >= shape[2]) {
    throw new ValueError(`ctcLoss: blank must be one of ${shape[2]} classes, got ${blank}`);
  }
}
