import fc from 'fast-check';
import type { Tensor } from 'lectern';
import * as statistics from '../../../lib/src/tensor/ops/statistics.js';
import { python } from '../../helpers/torch.js';
import { array, type OpSpec, opCase, spec, withDim } from './spec.js';

const lines = withDim(array(1, 3, { away: 0.1 }));

/** The logarithm of negative values is NaN. */
const holes = (torch: string, ours: (x: Tensor, of: object) => Tensor) =>
  fc
    .tuple(lines, fc.boolean())
    .map(([[x, dim], keepdim]) =>
      opCase([x], `torch.${torch}(torch.where(a < -1, torch.nan, a), dim=${dim}, keepdim=${python(keepdim)})`, (v) =>
        ours(v.lt(-1).where(NaN, v), { dim, keepdim }),
      ),
    );

const moments = (name: 'var' | 'std', ours: (x: Tensor, of: object) => [Tensor, Tensor]) =>
  lines.map(([x, dim]) =>
    opCase([x], `(lambda s, m: s * 2 + m ** 2)(*torch.${name}_mean(a, dim=${dim}, correction=0))`, (v) => {
      const [spread, mean] = ours(v, { dim, correction: 0 });
      return spread.mul(2).add(mean.pow(2));
    }),
  );

const renormed = fc
  .tuple(withDim(array(2, 3, { away: 0.2 })), fc.constantFrom(1, 2, 3), fc.constantFrom(0.5, 1.5, 4))
  .map(([[x, dim], p, most]) =>
    opCase([x], `torch.renorm(a, ${p}, ${dim}, ${most})`, (v) => statistics.renorm(v, p, dim, most)),
  );

/** Sums that leave out NaN, counts, differences and areas. */
export const statisticsSpecs: OpSpec[] = [
  spec('nansum', holes('nansum', statistics.nansum)),
  spec('nanmean', holes('nanmean', statistics.nanmean)),
  spec(
    'countNonzero',
    withDim(array(1, 3, { grid: 1 })).map(([x, dim]) =>
      opCase([x], `torch.count_nonzero(a, dim=${dim})`, (v) => statistics.countNonzero(v, dim)),
    ),
    { order: 0 },
  ),
  spec('varMean', moments('var', statistics.varMean)),
  spec('stdMean', moments('std', statistics.stdMean), { order: 0 }),
  spec(
    'diff',
    fc
      .tuple(lines, fc.integer({ min: 0, max: 2 }))
      .map(([[x, dim], n]) =>
        opCase([x], `torch.diff(a, n=${n}, dim=${dim}) ** 2`, (v) => statistics.diff(v, { n, dim }).pow(2)),
      ),
  ),
  spec(
    'trapezoid',
    lines.map(([x, dim]) =>
      opCase([x], `torch.trapezoid(a, dx=0.5, dim=${dim}) ** 2`, (v) =>
        statistics.trapezoid(v, { dx: 0.5, dim }).pow(2),
      ),
    ),
  ),
  spec('renorm', renormed),
];
