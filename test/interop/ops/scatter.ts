import fc from 'fast-check';
import * as scatter from '../../../lib/src/tensor/ops/scatter.js';
import { python } from '../../helpers/torch.js';
import {
  array,
  arrayOf,
  booleans,
  floats,
  integers,
  type OpSpec,
  opCase,
  seeds,
  shapes,
  spec,
  withDim,
} from './spec.js';

const taken = withDim(array(1, 4)).chain(([x, dim]) =>
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean(), seeds).map(([n, narrow, seed]) => {
    const axis = dim < 0 ? dim + x.shape.length : dim;
    const shape = x.shape.map((size, i) => (i === axis ? n : narrow ? 1 : size));
    const at = integers(shape, seed, 0, x.shape[axis]);
    return opCase([x, at], `torch.take_along_dim(a, b, ${dim})`, (v, i) => scatter.takeAlongDim(v, i, dim));
  }),
);

/** PyTorch has no gradient of a source that is larger than the index. */
const added = (more: 0 | 1) =>
  withDim(array(1, 4)).chain(([x, dim]) => {
    const axis = dim < 0 ? dim + x.shape.length : dim;
    const smaller = fc.tuple(...x.shape.map((n, i) => fc.integer({ min: 1, max: i === axis ? 5 : n })));
    return fc.tuple(smaller, seeds, seeds).map(([shape, s, t]) => {
      const at = integers(shape as number[], s, 0, x.shape[axis]);
      const source = floats(
        (shape as number[]).map((n) => n + more),
        t,
      );
      return opCase([x, at, source], `a.scatter_add(${dim}, b, c)`, (v, i, w) => scatter.scatterAdd(v, dim, i, w));
    });
  });

/** Indices for the first one or two axes; the second broadcasts. */
const puts = (accumulate: boolean) =>
  shapes(2, 4).chain((shape) =>
    fc.tuple(arrayOf(shape), fc.integer({ min: 1, max: 5 }), fc.boolean(), seeds, seeds).chain(([x, n, both, s, t]) => {
      const first = integers([n], s, -shape[0], shape[0]);
      const second = integers([1], t, 0, shape[1]);
      // Without accumulation PyTorch does not say which of two values for one place stays.
      if (!accumulate) first.values.set(first.values.map((_, i) => i % shape[0]));
      const count = accumulate ? n : Math.min(n, shape[0]);
      const at = { ...first, shape: [count], values: first.values.slice(0, count) };
      const torch = `a.index_put((${both ? 'b, d' : 'b,'}), c, accumulate=${python(accumulate)})`;
      return arrayOf([count, ...shape.slice(both ? 2 : 1)]).map((values) =>
        opCase(both ? [x, at, values, second] : [x, at, values], torch, (v, i, w, j) =>
          scatter.indexPut(v, both ? [i, j] : [i], w, { accumulate }),
        ),
      );
    }),
  );

const masked = array(0, 4).chain((x) =>
  fc.tuple(fc.integer({ min: 0, max: x.shape.length }), seeds).map(([from, seed]) => {
    const mask = booleans(x.shape.slice(from), seed);
    return { x, mask };
  }),
);

/** Masks with at least one true value. */
const selecting = masked.map(({ x, mask }) => {
  mask.values[0] = 1;
  return opCase([x, mask], 'a.masked_select(b)', scatter.maskedSelect);
});

/** Writing to places, and masks. */
export const scatterSpecs: OpSpec[] = [
  spec('takeAlongDim', taken),
  spec('scatterAdd', added(0)),
  spec('scatterAdd', added(1), { variant: 'of a part of the source', order: 0 }),
  spec('indexPut', puts(false)),
  spec('indexPut', puts(true), { variant: 'that accumulates' }),
  spec(
    'maskedFill',
    masked.map(({ x, mask }) => opCase([x, mask], 'a.masked_fill(b, 1.5)', (v, m) => scatter.maskedFill(v, m, 1.5))),
  ),
  spec('maskedSelect', selecting),
  spec(
    'nonzero',
    array(1, 3, { grid: 1, away: 0 }).map((x) => {
      x.values[0] = 1;
      return opCase([x], 'a.nonzero()', scatter.nonzero);
    }),
    { order: 0 },
  ),
];
