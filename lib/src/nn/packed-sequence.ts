import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues, full } from '../tensor/create.js';
import { indexSelect } from '../tensor/ops/index.js';
import { cat } from '../tensor/ops/movement.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Sequences of different lengths without padding: the first steps of all, then the second steps of those that have one,
 * and so on. Recurrent layers take it and give one back. Made by {@link packPaddedSequence} and {@link packSequence}.
 *
 *     nn.utils.rnn.packSequence([ones(2), ones(1)]) instanceof nn.utils.rnn.PackedSequence // → true
 */
export class PackedSequence {
  constructor(
    /** All steps: `[sum of the lengths, …features]`. */
    readonly data: Tensor,
    /** How many sequences have a first, second, … step; never rising. */
    readonly batchSizes: readonly number[],
    /** Which sequence of the batch each one is, longest first; `null` if they came in that order. */
    readonly sortedIndices: readonly number[] | null = null,
  ) {}

  /** The other direction of {@link sortedIndices}: where each sequence of the batch is. */
  get unsortedIndices(): readonly number[] | null {
    if (this.sortedIndices === null) return null;
    const places: number[] = [];
    for (const [place, sequence] of this.sortedIndices.entries()) places[sequence] = place;
    return places;
  }
}

export interface PackOptions {
  /** Whether sequences must come longest first; `false` sorts them. Default true, as in PyTorch. */
  enforceSorted?: boolean;
}

export interface BatchFirstOptions {
  /** `[batch, time, …]` instead of `[time, batch, …]`; default false. */
  batchFirst?: boolean;
}

/**
 * Takes the padding out of a batch `[time, batch, …]`: of sequence i only the first `lengths[i]` steps stay.
 *
 *     nn.utils.rnn.packPaddedSequence(randn(5, 2, 3), [5, 2]).data.shape // → [7, 3]
 *
 * @throws ValueError if a length does not fit, or lengths rise although `enforceSorted` is on.
 */
export function packPaddedSequence(
  x: Tensor,
  lengths: readonly number[] | Tensor,
  options: PackOptions & BatchFirstOptions = {},
): PackedSequence {
  const { batchFirst = false, enforceSorted = true } = options;
  const where = 'packPaddedSequence';
  if (x.ndim < 2) throw new ShapeError(`${where}: expected [time, batch, …], got ${shapeText(x.shape)}`);
  const [time, batch] = batchFirst ? [x.shape[1], x.shape[0]] : [x.shape[0], x.shape[1]];
  const given = numbers(lengths);
  if (given.length !== batch || given.some((n) => !Number.isInteger(n) || n < 1 || n > time)) {
    throw new ValueError(`${where}: expected ${batch} lengths from 1 to ${time}, got [${given.join(', ')}]`);
  }
  const order = given.map((_, i) => i).sort((a, b) => given[b] - given[a]);
  const sorted = order.every((sequence, place) => sequence === place);
  if (!sorted && enforceSorted) {
    const rule = 'expected lengths that do not rise';
    throw new ValueError(
      `${where}: ${rule}, got [${given.join(', ')}]; pass {enforceSorted: false} to have them sorted`,
    );
  }
  const batchSizes = Array.from({ length: Math.max(...given) }, (_, t) => given.filter((n) => n > t).length);
  const picks = batchSizes.flatMap((count, t) =>
    order.slice(0, count).map((sequence) => (batchFirst ? sequence * time + t : t * batch + sequence)),
  );
  const rows = x.reshape(time * batch, ...x.shape.slice(2));
  return new PackedSequence(indexSelect(rows, 0, indices(picks)), batchSizes, enforceSorted ? null : order);
}

export interface PadPackedOptions extends BatchFirstOptions {
  /** What stands behind the end of a sequence. Default 0. */
  paddingValue?: number;
  /** Steps to pad to; default: the longest sequence. */
  totalLength?: number;
}

/**
 * Undoes {@link packPaddedSequence}: the padded batch in its old order, and the lengths as int32 `[batch]`.
 *
 *     const packed = nn.utils.rnn.packSequence([randn(5, 3), randn(2, 3)]);
 *     nn.utils.rnn.padPackedSequence(packed)[0].shape // → [5, 2, 3]
 */
export function padPackedSequence(
  packed: PackedSequence,
  options: PadPackedOptions = {},
): [padded: Tensor, lengths: Tensor] {
  const { data, batchSizes } = packed;
  const { batchFirst = false, paddingValue = 0, totalLength = batchSizes.length } = options;
  if (totalLength < batchSizes.length) {
    const rule = `expected totalLength of at least ${batchSizes.length}`;
    throw new ValueError(`padPackedSequence: ${rule}, got ${totalLength}`);
  }
  const batch = batchSizes[0];
  const places = packed.unsortedIndices ?? Array.from({ length: batch }, (_, i) => i);
  const starts: number[] = [];
  for (let t = 0, start = 0; t < batchSizes.length; start += batchSizes[t++]) starts.push(start);
  const padded = laidOut([data], batch, totalLength, { batchFirst, paddingValue }, (t, sequence) =>
    places[sequence] < (batchSizes[t] ?? 0) ? starts[t] + places[sequence] : null,
  );
  const lengths = places.map((place) => batchSizes.filter((count) => count > place).length);
  return [padded, indices(lengths)];
}

export interface PadSequenceOptions extends BatchFirstOptions {
  /** What stands behind the end of a sequence. Default 0. */
  paddingValue?: number;
}

/**
 * Makes one batch `[time, batch, …]` of sequences `[length, …]`, each filled up to the longest.
 *
 *     nn.utils.rnn.padSequence([ones(2), ones(1)], { batchFirst: true }) // → [[1, 1], [1, 0]]
 */
export function padSequence(sequences: readonly Tensor[], options: PadSequenceOptions = {}): Tensor {
  const lengths = sequences.map((x) => x.shape[0]);
  if (sequences.length === 0 || sequences.some((x) => x.ndim === 0)) {
    const got = sequences.length === 0 ? 'none' : 'a single number';
    throw new ShapeError(`padSequence: expected sequences [length, …], got ${got}`);
  }
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
  return laidOut(sequences, lengths.length, Math.max(...lengths), options, (t, sequence) =>
    t < lengths[sequence] ? starts[sequence] + t : null,
  );
}

/** A padded batch of the rows of `parts`; `pick` says which row a step of a sequence is, `null` for none. */
function laidOut(
  parts: readonly Tensor[],
  batch: number,
  time: number,
  { batchFirst = false, paddingValue = 0 }: PadSequenceOptions,
  pick: (t: number, sequence: number) => number | null,
): Tensor {
  const rest = parts[0].shape.slice(1);
  const rows = cat([...parts, full([1, ...rest], paddingValue, { dtype: parts[0].dtype })]);
  const filler = rows.shape[0] - 1;
  const [outer, inner] = batchFirst ? [batch, time] : [time, batch];
  const picks = Array.from({ length: outer * inner }, (_, i) => {
    const [row, column] = [Math.floor(i / inner), i % inner];
    return (batchFirst ? pick(column, row) : pick(row, column)) ?? filler;
  });
  return indexSelect(rows, 0, indices(picks)).reshape(outer, inner, ...rest);
}

/**
 * {@link padSequence}, then {@link packPaddedSequence}: packs sequences `[length, …]`.
 *
 *     nn.utils.rnn.packSequence([randn(5, 3), randn(2, 3)]).data.shape // → [7, 3]
 */
export function packSequence(sequences: readonly Tensor[], options: PackOptions = {}): PackedSequence {
  const lengths = sequences.map((x) => x.shape[0]);
  return packPaddedSequence(padSequence(sequences), lengths, options);
}

/**
 * The sequences `[length, …]` of a packed batch, in their old order.
 *
 *     nn.utils.rnn.unpackSequence(nn.utils.rnn.packSequence([ones(2), ones(1)]))[1] // → [1]
 */
export function unpackSequence(packed: PackedSequence): Tensor[] {
  const [padded, lengths] = padPackedSequence(packed, { batchFirst: true });
  return unpadSequence(padded, lengths, { batchFirst: true });
}

/**
 * Cuts each sequence of a batch `[time, batch, …]` to its length.
 *
 *     nn.utils.rnn.unpadSequence(ones(5, 2), [5, 2])[1].shape // → [2]
 */
export function unpadSequence(
  x: Tensor,
  lengths: readonly number[] | Tensor,
  options: BatchFirstOptions = {},
): Tensor[] {
  const given = numbers(lengths);
  return given.map((length, i) => x.select(options.batchFirst === true ? 0 : 1, i).narrow(0, 0, length));
}

function numbers(lengths: readonly number[] | Tensor): readonly number[] {
  return 'dataSync' in lengths ? [...lengths.dataSync()] : lengths;
}

function indices(values: readonly number[]): Tensor {
  return fromValues(Int32Array.from(values), [values.length], 'int32');
}
