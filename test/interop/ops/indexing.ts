import fc from 'fast-check';
import * as index from '../../../lib/src/tensor/ops/index.js';
import { array, arrayOf, floats, integers, type OpSpec, opCase, seeds, shapes, spec, withDim } from './spec.js';

const picks = withDim(array(1, 4)).chain(([x, dim]) =>
  fc.tuple(fc.integer({ min: 1, max: 6 }), seeds).map(([count, seed]) => {
    const at = integers([count], seed, 0, x.shape.at(dim) as number);
    return opCase([x, at], `a.index_select(${dim}, b)`, (v, i) => v.indexSelect(dim, i));
  }),
);

const gathers = withDim(array(1, 4)).chain(([x, dim]) => {
  const axis = dim < 0 ? dim + x.shape.length : dim;
  const smaller = fc.tuple(...x.shape.map((n, i) => fc.integer({ min: 1, max: i === axis ? 5 : n })));
  return fc.tuple(smaller, seeds).map(([shape, seed]) => {
    const at = integers(shape as number[], seed, 0, x.shape[axis]);
    return opCase([x, at], `a.gather(${dim}, b)`, (v, i) => v.gather(dim, i));
  });
});

const segments = shapes(1, 3).chain((shape) =>
  fc.tuple(arrayOf(shape), seeds, fc.integer({ min: 1, max: 5 })).map(([x, seed, count]) => {
    const at = integers([shape[0]], seed, 0, count);
    const torch = `torch.zeros([${count}, *a.shape[1:]], dtype=a.dtype).index_add(0, b, a)`;
    return opCase([x, at], torch, (v, i) => index.segmentSum(v, i, count));
  }),
);

/** Different values along the last axis: PyTorch does not say which of two equal ones comes first. */
const ranked = fc
  .tuple(shapes(0, 2), fc.integer({ min: 1, max: 6 }), seeds)
  .chain(([lead, n, seed]) => fc.integer({ min: 1, max: n }).map((k) => ({ x: floats([...lead, n], seed), k })));

const hot = fc
  .tuple(shapes(1, 3), seeds, fc.integer({ min: 1, max: 5 }))
  .map(([shape, seed, depth]) =>
    opCase([integers(shape, seed, 0, depth)], `F.one_hot(a, ${depth})`, (i) => index.oneHot(i, depth)),
  );

/** Picking by indices. */
export const indexingSpecs: OpSpec[] = [
  spec('indexSelect', picks),
  spec('gather', gathers),
  spec('segmentSum', segments),
  spec(
    'topk',
    ranked.map(({ x, k }) => opCase([x], `a.topk(${k})[0]`, (v) => v.topk(k)[0])),
  ),
  spec(
    'topk',
    ranked.map(({ x, k }) => opCase([x], `a.topk(${k})[1]`, (v) => v.topk(k)[1])),
    {
      variant: 'indices',
      order: 0,
    },
  ),
  spec('oneHot', hot, { order: 0 }),
];
