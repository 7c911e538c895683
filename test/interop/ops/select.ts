import fc from 'fast-check';
import type { Tensor } from 'lectern';
import * as select from '../../../lib/src/tensor/ops/select.js';
import { python } from '../../helpers/torch.js';
import { array, arrayOf, floats, integers, type OpSpec, opCase, seeds, shapes, spec, withDim } from './spec.js';

const lines = withDim(array(1, 3));
/** Equal values are frequent. */
const tied = withDim(array(1, 3, { grid: 1 }));

type Pair = [values: Tensor, indices: Tensor];
const running = (name: string, ours: (x: Tensor, dim: number) => Pair): OpSpec[] => [
  spec(
    name,
    tied.map(([x, dim]) => opCase([x], `torch.${name}(a, ${dim})[0] ** 2`, (v) => ours(v, dim)[0].pow(2))),
  ),
  spec(
    name,
    tied.map(([x, dim]) => opCase([x], `torch.${name}(a, ${dim})[1]`, (v) => ours(v, dim)[1])),
    { variant: 'to indices', order: 0 },
  ),
];

const kth = fc.tuple(lines, fc.boolean(), fc.nat()).map(([[x, dim], keepdim, n]) => {
  const k = 1 + (n % x.shape.at(dim)!);
  const call = `torch.kthvalue(a, ${k}, ${dim}, ${python(keepdim)})[0] ** 2`;
  return opCase([x], call, (v) => select.kthvalue(v, k, { dim, keepdim })[0].pow(2));
});
const modes = fc
  .tuple(tied, fc.boolean())
  .map(([[x, dim], keepdim]) =>
    opCase([x], `torch.mode(a, ${dim}, ${python(keepdim)})[0]`, (v) => select.mode(v, { dim, keepdim })[0]),
  );

const tables = fc
  .tuple(fc.integer({ min: 1, max: 6 }), shapes(0, 2), fc.boolean(), seeds)
  .map(([n, shape, right, seed]) => {
    const table = floats([n], seed, { grid: 0.5 });
    table.values.sort();
    return { table, values: floats(shape, seed + 1, { grid: 0.5 }), right };
  });
const rows = fc
  .tuple(shapes(1, 2), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([lead, n, m]) =>
    fc
      .tuple(arrayOf([...lead, n], { grid: 0.5 }), arrayOf([...lead, m], { grid: 0.5 }))
      .map((xs) => opCase(xs, 'torch.searchsorted(a.sort()[0], b)', (a, b) => select.searchsorted(a.sort()[0], b))),
  );

const uniques = (
  part: 'values' | 'inverse' | 'counts',
  name: 'unique' | 'unique_consecutive',
  ours: (x: Tensor) => select.Unique,
) =>
  spec(
    name === 'unique' ? 'unique' : 'uniqueConsecutive',
    array(1, 3, { grid: 1 }).map((x) => {
      const place = ['values', 'inverse', 'counts'].indexOf(part);
      return opCase([x], `torch.${name}(a, return_inverse=True, return_counts=True)[${place}]`, (v) => ours(v)[part]);
    }),
    { variant: `to ${part}`, order: 0 },
  );

const taken = fc
  .tuple(array(1, 3), shapes(0, 2), seeds)
  .map(([x, shape, seed]) =>
    opCase([x, integers(shape, seed, 0, x.values.length)], 'torch.take(a, b) ** 2', (v, i) => select.take(v, i).pow(2)),
  );

/** Running extremes, places among sorted values, different values. */
export const selectSpecs: OpSpec[] = [
  ...running('cummax', select.cummax),
  ...running('cummin', select.cummin),
  spec('kthvalue', kth),
  spec('mode', modes, { order: 0 }),
  spec(
    'aminmax',
    lines.map(([x, dim]) =>
      opCase([x], `sum(torch.aminmax(a, dim=${dim}, keepdim=True)) ** 2`, (v) => {
        const { min, max } = select.aminmax(v, { dim, keepdim: true });
        return min.add(max).pow(2);
      }),
    ),
  ),
  spec(
    'searchsorted',
    tables.map(({ table, values, right }) =>
      opCase([table, values], `torch.searchsorted(a, b, right=${python(right)})`, (a, b) =>
        select.searchsorted(a, b, { right }),
      ),
    ),
    { order: 0 },
  ),
  spec('searchsorted', rows, { variant: 'in rows', order: 0 }),
  spec(
    'bucketize',
    tables.map(({ table, values, right }) =>
      opCase([table, values], `torch.bucketize(b, a, right=${python(right)})`, (a, b) =>
        select.bucketize(b, a, { right }),
      ),
    ),
    { order: 0 },
  ),
  uniques('values', 'unique', select.unique),
  uniques('inverse', 'unique', select.unique),
  uniques('counts', 'unique', select.unique),
  uniques('values', 'unique_consecutive', select.uniqueConsecutive),
  uniques('inverse', 'unique_consecutive', select.uniqueConsecutive),
  uniques('counts', 'unique_consecutive', select.uniqueConsecutive),
  spec(
    'isin',
    fc
      .tuple(array(0, 2, { grid: 1 }), array(1, 1, { grid: 1 }))
      .map((xs) => opCase(xs, 'torch.isin(a, b)', select.isin)),
    { order: 0 },
  ),
  spec('take', taken),
];
