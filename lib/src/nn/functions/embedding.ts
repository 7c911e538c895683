import { DTypeError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../../tensor/create.js';
import { indexSelect, segmentSum } from '../../tensor/ops/index.js';
import { stack } from '../../tensor/ops/movement.js';
import { sameShape } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';

export interface EmbeddingFunctionOptions {
  /** Row that gets no gradient. */
  paddingIdx?: number;
}

/**
 * Rows of `weight [n, dim]` at int32 indices of any shape: `[…]` → `[…, dim]`. Throws a DTypeError for other indices, a
 * ValueError for one out of range.
 *
 *     F.embedding(tensor([1, 0], { dtype: 'int32' }), tensor([[1, 2], [3, 4]])) // → [[3, 4], [1, 2]]
 */
export function embedding(indices: Tensor, weight: Tensor, options: EmbeddingFunctionOptions = {}): Tensor {
  checkIndices('embedding', indices);
  const flat = indices.reshape(-1);
  let rows = indexSelect(weight, 0, flat);
  if (options.paddingIdx !== undefined) {
    rows = flat.eq(options.paddingIdx).unsqueeze(1).where(rows.detach(), rows);
  }
  return rows.reshape(...indices.shape, weight.shape[1]);
}

export interface EmbeddingBagFunctionOptions {
  /** What becomes of the rows of a bag; default `mean`. */
  mode?: 'sum' | 'mean' | 'max';
  /** Factors of the rows, of the shape of the indices; with mode `sum` only. */
  perSampleWeights?: Tensor;
  /** Row that does not count and gets no gradient. */
  paddingIdx?: number;
}

/**
 * Sum, mean or maximum of the embeddings of each bag, 0 for an empty one: `indices [bags, length]`, or `[n]` with
 * `offsets [bags]` at which the bags begin → `[bags, dim]`.
 *
 *     F.embeddingBag(tensor([[1, 0]], { dtype: 'int32' }), tensor([[1, 2], [3, 4]])) // → [[2, 3]]
 */
export function embeddingBag(
  indices: Tensor,
  weight: Tensor,
  offsets?: Tensor,
  options: EmbeddingBagFunctionOptions = {},
): Tensor {
  const { mode = 'mean', perSampleWeights, paddingIdx } = options;
  checkIndices('embeddingBag', indices);
  if (perSampleWeights !== undefined && (mode !== 'sum' || !sameShape(perSampleWeights.shape, indices.shape))) {
    const got = `mode '${mode}' and ${shapeText(perSampleWeights.shape)} for ${shapeText(indices.shape)}`;
    throw new ValueError(`embeddingBag: perSampleWeights need mode 'sum' and the shape of the indices, got ${got}`);
  }
  const bags = bagsOf(indices, offsets);
  const flat = indices.reshape(-1);
  const values = flat.dataSync();
  const kept = [...values.keys()].filter((i) => values[i] !== paddingIdx);
  const picks = fromValues(Int32Array.from(kept), [kept.length], 'int32');
  const owner = Int32Array.from(kept, (i) => bags.owner[i]);
  let rows = indexSelect(weight, 0, indexSelect(flat, 0, picks));
  if (perSampleWeights !== undefined) {
    rows = rows.mul(indexSelect(perSampleWeights.reshape(-1), 0, picks).unsqueeze(1));
  }
  if (mode === 'max') return largest(rows, owner, bags.count);
  const total = segmentSum(rows, fromValues(owner, [owner.length], 'int32'), bags.count);
  if (mode === 'sum') return total;
  const sizes = new Float32Array(bags.count);
  for (const bag of owner) sizes[bag]++;
  return total.div(
    fromValues(
      sizes.map((n) => Math.max(n, 1)),
      [bags.count, 1],
      'float32',
    ),
  );
}

function largest(rows: Tensor, owner: Int32Array, count: number): Tensor {
  const empty = rows.sum(0).mul(0);
  const bags = Array.from({ length: count }, (_, bag) => {
    const from = owner.indexOf(bag);
    return from < 0 ? empty : rows.narrow(0, from, owner.lastIndexOf(bag) + 1 - from).max(0);
  });
  return stack(bags);
}

/** To which bag each index belongs. */
function bagsOf(indices: Tensor, offsets: Tensor | undefined): { owner: number[]; count: number } {
  if (indices.shape.length === 2 && offsets === undefined) {
    const [count, length] = indices.shape;
    return { owner: Array.from({ length: count * length }, (_, i) => Math.floor(i / length)), count };
  }
  if (indices.shape.length !== 1 || offsets?.shape.length !== 1) {
    const got = `${shapeText(indices.shape)} with offsets ${offsets === undefined ? 'none' : shapeText(offsets.shape)}`;
    throw new ShapeError(`embeddingBag: expected indices [bags, length], or [n] with offsets [bags], got ${got}`);
  }
  const starts = [...offsets.dataSync()];
  const size = indices.shape[0];
  if (starts[0] !== 0 || starts.some((start, i) => start > size || start < (starts[i - 1] ?? 0))) {
    throw new ValueError(`embeddingBag: offsets must start at 0 and rise to at most ${size}, got ${starts.join(', ')}`);
  }
  let bag = 0;
  const owner = Array.from({ length: size }, (_, i) => {
    while (bag + 1 < starts.length && starts[bag + 1] <= i) bag++;
    return bag;
  });
  return { owner, count: starts.length };
}

function checkIndices(where: string, indices: Tensor): void {
  if (indices.dtype === 'int32') return;
  throw new DTypeError(`${where}: indices must be int32, got ${indices.dtype}; convert them: indices.to('int32')`);
}
