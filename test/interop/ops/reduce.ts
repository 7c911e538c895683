import fc from 'fast-check';
import type { Tensor } from 'lectern';
import * as red from '../../../lib/src/tensor/ops/reduce.js';
import { logSoftmax, softmax, sparseCrossEntropy } from '../../../lib/src/tensor/ops/softmax.js';
import { type Given, python } from '../../helpers/torch.js';
import {
  array,
  booleans,
  type Domain,
  floats,
  integers,
  type OpSpec,
  opCase,
  seeds,
  shapes,
  spec,
  withDim,
} from './spec.js';

interface Of {
  dim?: number | number[];
  keepdim: boolean;
}

/** All axes, one axis, or several, counted from the front or the back. */
function reductions(rank: number): fc.Arbitrary<Of> {
  const axis = fc.integer({ min: 0, max: Math.max(rank - 1, 0) });
  const signed = (axes: number[], back: boolean) => axes.map((a) => (back ? a - rank : a));
  const several = fc
    .tuple(fc.uniqueArray(axis, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([axes, back]) => signed(axes, back));
  const dims = rank === 0 ? fc.constant(undefined) : fc.oneof(fc.constant(undefined), several, axis);
  return fc.tuple(dims, fc.boolean()).map(([dim, keepdim]) => ({ dim, keepdim: dim !== undefined && keepdim }));
}

function pythonOptions({ dim, keepdim }: Of, name = 'dim'): string {
  if (dim === undefined) return '';
  return `${name}=${typeof dim === 'number' ? dim : `(${dim},)`}, keepdim=${python(keepdim)}`;
}

function reducer(
  covers: string,
  ours: (x: Tensor, of: Of) => Tensor,
  torch: (of: Of) => string,
  inputs: fc.Arbitrary<Given> = array(),
  options: { variant?: string; order?: 0 } = {},
): OpSpec {
  const cases = inputs.chain((x) => reductions(x.shape.length).map((of) => opCase([x], torch(of), (t) => ours(t, of))));
  return spec(covers, cases, options);
}

const TIES: Domain = { grid: 1 };
const whole = fc.tuple(shapes(0, 3), seeds).map(([s, seed]) => integers(s, seed, -9, 10));
const truths = fc.tuple(shapes(0, 3), seeds).map(([s, seed]) => booleans(s, seed));
const spread = fc.tuple(shapes(1, 4), seeds).map(([s, seed]) => floats([...s.slice(1), 2 + s[0]], seed));
const moments = (name: string) => (of: Of & { correction: number }) =>
  `torch.${name}(a, ${of.dim === undefined ? 'dim=None' : pythonOptions(of)}, correction=${of.correction})`;

/** Over the last axis at least, which has more than two entries: a variance of one value has no finite gradient. */
function variances(
  name: 'var' | 'std',
  ours: (x: Tensor, of: red.VarianceOptions) => Tensor,
): fc.Arbitrary<ReturnType<typeof opCase>> {
  return spread.chain((x) =>
    fc
      .tuple(fc.constantFrom(undefined, -1, [0, -1]), fc.boolean(), fc.constantFrom(0, 1))
      .map(([dims, keepdim, correction]) => {
        const dim = x.shape.length === 1 && dims !== undefined ? -1 : dims;
        const of = { dim, keepdim: keepdim && dim !== undefined, correction };
        return opCase([x], moments(name)(of), (t) => ours(t, of));
      }),
  );
}

const rows = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), seeds)
  .map(
    ([n, classes, seed]) =>
      [floats([n, classes], seed, { low: -4, high: 4 }), integers([n], seed, 0, classes)] as const,
  );

function argument(name: 'argmax' | 'argmin'): fc.Arbitrary<ReturnType<typeof opCase>> {
  const flat = array(0, 4).map((x) => opCase([x], `a.${name}()`, (t) => t[name]()));
  const along = withDim(array(1, 4)).map(([x, dim]) => opCase([x], `a.${name}(${dim})`, (t) => t[name](dim)));
  return fc.oneof(flat, along);
}

/** Reductions, running sums, softmax and its losses. */
export const reduceSpecs: OpSpec[] = [
  reducer(
    'sum',
    (x, of) => x.sum(of),
    (of) => `a.sum(${pythonOptions(of)})`,
  ),
  reducer(
    'sum',
    (x, of) => x.sum(of),
    (of) => `a.sum(${pythonOptions(of)})`,
    whole,
    { variant: 'of int32', order: 0 },
  ),
  reducer(
    'sum',
    (x, of) => x.sum(of),
    (of) => `a.sum(${pythonOptions(of)})`,
    truths,
    { variant: 'of bool', order: 0 },
  ),
  reducer(
    'mean',
    (x, of) => x.mean(of),
    (of) => `a.mean(${pythonOptions(of)})`,
  ),
  reducer(
    'max',
    (x, of) => x.max(of),
    (of) => `a.amax(${pythonOptions(of)})`,
  ),
  reducer(
    'max',
    (x, of) => x.max(of),
    (of) => `a.amax(${pythonOptions(of)})`,
    array(0, 3, TIES),
    { variant: 'where equal' },
  ),
  reducer(
    'max',
    (x, of) => x.max(of),
    (of) => `a.amax(${pythonOptions(of)})`,
    whole,
    { variant: 'of int32', order: 0 },
  ),
  reducer(
    'min',
    (x, of) => x.min(of),
    (of) => `a.amin(${pythonOptions(of)})`,
  ),
  reducer(
    'min',
    (x, of) => x.min(of),
    (of) => `a.amin(${pythonOptions(of)})`,
    array(0, 3, TIES),
    { variant: 'where equal' },
  ),
  reducer(
    'all',
    (x, of) => red.all(x, of),
    (of) => `a.all(${pythonOptions(of)})`,
    truths,
    { order: 0 },
  ),
  reducer(
    'any',
    (x, of) => red.any(x, of),
    (of) => `a.any(${pythonOptions(of)})`,
    truths,
    { order: 0 },
  ),
  spec(
    'variance',
    variances('var', (x, of) => x.var(of)),
  ),
  spec(
    'std',
    variances('std', (x, of) => x.std(of)),
  ),
  spec('argmax', argument('argmax'), { order: 0 }),
  spec('argmin', argument('argmin'), { order: 0 }),
  spec(
    'cumsum',
    withDim(array(1, 4)).map(([x, dim]) => opCase([x], `a.cumsum(${dim})`, (t) => t.cumsum(dim))),
  ),
  spec(
    'softmax',
    withDim(array(1, 4)).map(([x, dim]) => opCase([x], `a.softmax(${dim})`, (t) => softmax(t, dim))),
  ),
  spec(
    'logSoftmax',
    withDim(array(1, 4)).map(([x, dim]) => opCase([x], `a.log_softmax(${dim})`, (t) => logSoftmax(t, dim))),
  ),
  spec(
    'sparseCrossEntropy',
    rows.map((xs) => opCase(xs, "F.cross_entropy(a, b, reduction='none')", sparseCrossEntropy)),
  ),
];
