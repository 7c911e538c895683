import fc from 'fast-check';
import { at, type Index } from '../../../lib/src/tensor/ops/at.js';
import { bincount, histc, histogram } from '../../../lib/src/tensor/ops/count.js';
import { type Given, python } from '../../helpers/torch.js';
import {
  array,
  arrayOf,
  booleans,
  floats,
  int,
  integers,
  type OpCase,
  type OpSpec,
  opCase,
  seeds,
  shapes,
  spec,
} from './spec.js';

/** How an index is written in either language; `extra` is an array that it needs. */
interface Written {
  ours: Index | 'extra';
  torch: string;
  extra?: Given;
}

const bound = fc.option(int(-5, 5), { nil: '' as const });
const ranges: fc.Arbitrary<Written> = fc
  .tuple(bound, bound, fc.option(int(1, 3), { nil: '' as const }), fc.boolean())
  .map(([from, to, step, long]) => {
    const text = step === '' && !long ? `${from}:${to}` : `${from}:${to}:${step === '' ? 1 : step}`;
    return { ours: text as Index, torch: text };
  });

function numbers(size: number): fc.Arbitrary<Written> {
  return int(-size, size - 1).map((i) => ({ ours: i, torch: `${i}` }));
}

/** Lists and tensors of one length, so that several broadcast. */
function lists(size: number, count: number): fc.Arbitrary<Written> {
  const list = fc
    .array(int(-size, size - 1), { minLength: count, maxLength: count })
    .map((items): Written => ({ ours: items, torch: `[${items}]` }));
  const tensor = fc.tuple(seeds, fc.boolean()).map(
    ([seed, deep]): Written => ({
      ours: 'extra',
      torch: '',
      extra: integers(deep ? [2, 1] : [count], seed, -size, size),
    }),
  );
  return fc.oneof(list, tensor);
}

const mixtures: fc.Arbitrary<OpCase> = fc.tuple(shapes(1, 4), int(1, 3), seeds).chain(([shape, count, seed]) => {
  const each = shape.map((size) => fc.oneof(ranges, numbers(size), lists(size, count)));
  return fc
    .tuple(fc.tuple(...each), int(0, shape.length), fc.constantFrom('none', 'new', 'dots'), int(0, shape.length))
    .map(([all, keep, special, where]) => {
      const parts: Written[] = (all as Written[]).slice(0, keep);
      if (special === 'new') parts.splice(Math.min(where, keep), 0, { ours: null, torch: 'None' });
      if (special === 'dots') parts.push({ ours: '...', torch: '...' });
      if (parts.length === 0) parts.push({ ours: ':', torch: ':' });
      const extras = parts.flatMap((p) => p.extra ?? []);
      const names = [...'bcdefgh'];
      const torch = parts.map((p) => (p.extra === undefined ? p.torch : names.shift()));
      return opCase([floats(shape, seed), ...extras], `a[${torch.join(', ')}]`, (x, ...given) => {
        const rest = [...given];
        return at(x, ...parts.map((p) => (p.ours === 'extra' ? rest.shift()! : p.ours)));
      });
    });
});

/** With at least one true value, after some whole axes. */
const masks = shapes(1, 4).chain((shape) =>
  fc.tuple(arrayOf(shape), int(0, shape.length - 1), int(1, 2), seeds).map(([x, from, axes, seed]) => {
    const mask = booleans(shape.slice(from, from + axes), seed);
    mask.values[0] = 1;
    const whole = new Array<':'>(from).fill(':');
    return opCase([x, mask], `a[${[...whole, 'b'].join(', ')}]`, (v, m) => at(v, ...whole, m));
  }),
);

const backwards = array(1, 3).map((x) => opCase([x], 'a.flip(0)[1:]', (v) => at(v, '-2::-1')));

const spread = array(1, 3, { low: -3, high: 3 });

/** Parts of tensors in the form of square brackets, and counts. */
export const atSpecs: OpSpec[] = [
  spec('at', mixtures),
  spec('at', masks, { variant: 'with masks' }),
  spec(
    'at',
    backwards.filter((it) => it.inputs[0].shape[0] > 1),
    { variant: 'backwards' },
  ),
  spec(
    'histc',
    fc.tuple(spread, int(1, 9)).map(([x, bins]) => opCase([x], `torch.histc(a, ${bins})`, (v) => histc(v, { bins }))),
    { order: 0 },
  ),
  spec(
    'histc',
    spread.map((x) => opCase([x], 'torch.histc(a, 5, -1, 2)', (v) => histc(v, { bins: 5, min: -1, max: 2 }))),
    { variant: 'in a range', order: 0 },
  ),
  spec(
    'histogram',
    fc
      .tuple(spread, int(1, 9), fc.boolean(), int(0, 1))
      .map(([x, bins, density, part]) =>
        opCase(
          [x],
          `torch.histogram(a.detach(), ${bins}, density=${python(density)})[${part}]`,
          (v) => histogram(v, bins, { density })[part],
        ),
      ),
    { order: 0 },
  ),
  spec(
    'histogram',
    fc
      .tuple(spread, seeds)
      .map(([x, seed]) =>
        opCase(
          [x, floats(x.shape, seed)],
          'torch.histogram(a.detach(), torch.tensor([-2.0, -1, 0.5, 2.5]).double(), weight=b.detach())[0]',
          (v, weight) => histogram(v, [-2, -1, 0.5, 2.5], { weight })[0],
        ),
      ),
    { variant: 'between edges, with weights', order: 0 },
  ),
  spec(
    'bincount',
    fc
      .tuple(int(1, 9), seeds, int(0, 6))
      .map(([n, seed, minlength]) =>
        opCase([integers([n], seed, 0, 5)], `a.bincount(minlength=${minlength})`, (v) => bincount(v, { minlength })),
      ),
    { order: 0 },
  ),
  spec(
    'bincount',
    fc
      .tuple(int(1, 9), seeds, seeds)
      .map(([n, s, t]) =>
        opCase([integers([n], s, 0, 5), floats([n], t)], 'a.bincount(weights=b)', (v, weights) =>
          bincount(v, { weights }),
        ),
      ),
    { variant: 'with weights', order: 0 },
  ),
];
