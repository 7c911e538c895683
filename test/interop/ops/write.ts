import fc from 'fast-check';
import { Generator } from 'lectern';
import * as write from '../../../lib/src/tensor/ops/write.js';
import { type Given, python } from '../../helpers/torch.js';
import { array, arrayOf, booleans, integers, type OpSpec, opCase, seeds, spec, withDim } from './spec.js';

const lines = withDim(array(1, 3));

/** Places along an axis of `size`, none twice. */
function different(size: number, count: number, seed: number): Int32Array {
  return new Generator(seed).permutation(size).slice(0, count);
}

/** An index in which each line along the axis names different places, since PyTorch leaves open which value stays. */
const scattered = fc.tuple(lines, seeds).chain(([[x, dim], seed]) => {
  const axis = dim < 0 ? dim + x.shape.length : dim;
  const count = 1 + (seed % x.shape[axis]);
  const shape = x.shape.map((n, i) => (i === axis ? count : n));
  const rest = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const places = different(x.shape[axis], count, seed);
  const values = new Int32Array(shape.reduce((a, b) => a * b, 1)).map((_, i) => places[Math.floor(i / rest) % count]);
  const index: Given = { dtype: 'int32', shape, values };
  return arrayOf(shape).map((source): [Given, Given, Given, number] => [x, index, source, dim]);
});

const reduced = fc
  .tuple(lines, fc.constantFrom('sum' as const, 'mean' as const), fc.boolean(), seeds)
  .chain(([[x, dim], reduce, includeSelf, seed]) =>
    arrayOf(x.shape).map((source) => {
      const index = integers(x.shape, seed, 0, x.shape.at(dim)!);
      const text = `torch.scatter_reduce(a, ${dim}, b, c, reduce='${reduce}', include_self=${python(includeSelf)}) ** 2`;
      return opCase([x, index, source], text, (v, i, s) =>
        write.scatterReduce(v, dim, i, s, reduce, { includeSelf }).pow(2),
      );
    }),
  );

const parts = (twice: boolean) =>
  fc.tuple(lines, seeds).chain(([[x, dim], seed]) => {
    const axis = dim < 0 ? dim + x.shape.length : dim;
    const count = 1 + (seed % x.shape[axis]);
    const values = twice
      ? (integers([count], seed, 0, x.shape[axis]).values as Int32Array)
      : different(x.shape[axis], count, seed);
    const index: Given = { dtype: 'int32', shape: [count], values };
    return arrayOf(x.shape.map((n, i) => (i === axis ? count : n))).map((source): [Given, Given, Given, number] => [
      x,
      index,
      source,
      dim,
    ]);
  });

const masked = fc
  .tuple(array(1, 3), seeds)
  .chain(([x, seed]) =>
    arrayOf(x.shape).map((source) =>
      opCase([x, booleans(x.shape, seed), source], 'a.masked_scatter(b, c) ** 2', (v, m, s) =>
        write.maskedScatter(v, m, s).pow(2),
      ),
    ),
  );

/** New tensors with some values replaced. */
export const writeSpecs: OpSpec[] = [
  spec(
    'scatter',
    scattered.map(([x, index, source, dim]) =>
      opCase([x, index, source], `torch.scatter(a, ${dim}, b, c) ** 2`, (v, i, s) =>
        write.scatter(v, dim, i, s).pow(2),
      ),
    ),
  ),
  spec(
    'scatter',
    scattered.map(([x, index, , dim]) =>
      opCase([x, index], `torch.scatter(a, ${dim}, b, 0.5) ** 2`, (v, i) => write.scatter(v, dim, i, 0.5).pow(2)),
    ),
    { variant: 'of a number' },
  ),
  spec('scatterReduce', reduced),
  spec(
    'indexAdd',
    parts(true).map(([x, index, source, dim]) =>
      opCase([x, index, source], `torch.index_add(a, ${dim}, b, c, alpha=0.5) ** 2`, (v, i, s) =>
        write.indexAdd(v, dim, i, s, { alpha: 0.5 }).pow(2),
      ),
    ),
  ),
  spec(
    'indexCopy',
    parts(false).map(([x, index, source, dim]) =>
      opCase([x, index, source], `torch.index_copy(a, ${dim}, b, c) ** 2`, (v, i, s) =>
        write.indexCopy(v, dim, i, s).pow(2),
      ),
    ),
  ),
  spec(
    'indexFill',
    parts(true).map(([x, index, , dim]) =>
      opCase([x, index], `torch.index_fill(a, ${dim}, b, -1.5) ** 2`, (v, i) =>
        write.indexFill(v, dim, i, -1.5).pow(2),
      ),
    ),
  ),
  spec('maskedScatter', masked),
];
