import { shortNumber } from '../numbers.js';
import type { TensorSummary } from '../spec.js';
import { fromJsonNumber, type TensorValues, type ViewDType } from '../values.js';
import { formatRows } from './rows.js';
import { sparkline } from './spark.js';
import { summarize } from './summary.js';

/** What a tensor's text form says beside its values. */
export interface TextOptions {
  /** Name in front, e.g. `conv1.weight`. */
  title?: string;
  /** Whether the tensor asks for a gradient; default false. */
  requiresGrad?: boolean;
  /** Name of the operation that made it, e.g. `MatMul`; says more than `requiresGrad`, which it replaces. */
  gradFn?: string;
}

const DTYPES: Record<ViewDType, string> = { float32: 'f32', int32: 'i32', bool: 'bool' };
/** Up to so many values, a vector is written in place of its statistics. */
const INLINE = 10;
/** Up to so many values, vectors and matrices are written below the line, and with more axes up to `NESTED`. */
const FLAT = 1000;
const NESTED = 100;

/**
 * The text form of a tensor: one line that names shape, type, range with a sparkline of the distribution, mean and
 * sample deviation and whatever is not finite; then, for a small tensor, its values as aligned rows with the middle of
 * long axes cut. Up to 10 values of a vector stand in the line itself.
 */
export function formatTensor(tensor: TensorValues, options: TextOptions = {}): string {
  const count = tensor.values.length;
  const rank = tensor.shape.length;
  if (count > 0 && count <= INLINE && rank <= 1)
    return `${head(tensor, options)} ${formatRows(tensor)}${tail(options)}`;
  const line = summaryLine(tensor, summarize(tensor), options);
  const written = count > 0 && count <= (rank <= 2 ? FLAT : NESTED);
  return written ? `${line}\n${formatRows(tensor)}` : line;
}

/** The first line of {@link formatTensor} alone, from a summary that was made before. */
export function summaryLine(
  tensor: Pick<TensorValues, 'shape' | 'dtype'>,
  summary: TensorSummary,
  options: TextOptions = {},
): string {
  const facts = tensor.dtype === 'bool' ? truths(summary) : statistics(summary);
  return `${head(tensor, options)} ${facts.join(' ')}${tail(options)}`;
}

function head({ shape, dtype }: Pick<TensorValues, 'shape' | 'dtype'>, { title }: TextOptions): string {
  return `${title ? `${title}: ` : ''}Tensor[${shape.join(', ')}] ${DTYPES[dtype]}`;
}

function tail({ gradFn, requiresGrad }: TextOptions): string {
  if (gradFn) return ` gradFn=${gradFn}`;
  return requiresGrad ? ' requiresGrad' : '';
}

function truths({ count, zeros }: TensorSummary): string[] {
  return count === 0 ? ['empty'] : [`true: ${count - zeros}`, `false: ${zeros}`];
}

function statistics(summary: TensorSummary): string[] {
  const { count, bins, nan, posInf, negInf } = summary;
  if (count === 0) return ['empty'];
  const facts: string[] = [];
  const [min, max, mean, std] = [summary.min, summary.max, summary.mean, summary.std].map((n) =>
    shortNumber(fromJsonNumber(n)),
  );
  if (bins.length === 1) facts.push(nan + posInf + negInf === 0 ? `all ${min}` : `x=${min} where finite`);
  else if (bins.length > 1) facts.push(`x∈[${min} ${sparkline(bins, 0)} ${max}]`, `μ=${mean}`, `σ=${std}`);
  if (nan) facts.push(`NaN: ${nan}`);
  if (posInf) facts.push(`+Inf: ${posInf}`);
  if (negInf) facts.push(`-Inf: ${negInf}`);
  return facts;
}
