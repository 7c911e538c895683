import fc from 'fast-check';
import * as move from '../../../lib/src/tensor/ops/movement.js';
import type { Given } from '../../helpers/torch.js';
import {
  array,
  arrayOf,
  broadcasting,
  floats,
  type OpCase,
  type OpSpec,
  opCase,
  seeds,
  shapes,
  spec,
  withDim,
} from './spec.js';

const tuple = (numbers: readonly number[]) => `(${numbers.map((n) => `${n},`).join(' ')})`;

const reshapes = fc.tuple(shapes(0, 3), shapes(0, 3), seeds, fc.boolean()).map(([a, b, seed, infer]) => {
  // The elements of both together, in the shapes [a…, b…] and [b…, a…].
  const to = infer && b.length > 0 ? [-1, ...b.slice(1), ...a] : [...b, ...a];
  return opCase([floats([...a, ...b], seed)], `a.reshape(${tuple(to)})`, (x) => x.reshape(to));
});

const permutes = array(0, 4).chain((x) =>
  fc
    .tuple(fc.shuffledSubarray([...x.shape.keys()], { minLength: x.shape.length }), fc.boolean())
    .map(([dims, back]) => {
      const order = back ? dims.map((d) => d - x.shape.length) : dims;
      return opCase([x], `a.permute(${tuple(order)})`, (v) => v.permute(order));
    }),
);

const transposes = withDim(array(1, 4)).chain(([x, dim]) =>
  fc
    .integer({ min: 0, max: x.shape.length - 1 })
    .map((other) => opCase([x], `a.transpose(${dim}, ${other})`, (v) => v.transpose(dim, other))),
);

const unsqueezes = array(0, 3).chain((x) =>
  fc
    .integer({ min: -x.shape.length - 1, max: x.shape.length })
    .map((dim) => opCase([x], `a.unsqueeze(${dim})`, (v) => v.unsqueeze(dim))),
);

const withOnes = fc
  .tuple(fc.array(fc.constantFrom(1, 1, 2, 3), { maxLength: 4 }), seeds)
  .map(([shape, seed]) => floats(shape, seed));
const squeezes = fc.oneof(
  withOnes.map((x) => opCase([x], 'a.squeeze()', (v) => v.squeeze())),
  withDim(withOnes.filter((x) => x.shape.length > 0)).map(([x, dim]) =>
    opCase([x], `a.squeeze(${dim})`, (v) => v.squeeze(dim)),
  ),
);

const flattens = withDim(array(1, 4)).chain(([x, end]) => {
  const last = end < 0 ? end + x.shape.length : end;
  return fc
    .integer({ min: 0, max: last })
    .map((start) => opCase([x], `a.flatten(${start}, ${end})`, (v) => v.flatten(start, end)));
});

const expands = broadcasting(2).chain(([from, other]) => {
  const lead = Math.max(other.length - from.length, 0);
  const to = [...other.slice(0, lead), ...from.map((n, i) => (n === 1 ? (other.at(i - from.length) ?? 1) : n))];
  return fc.tuple(arrayOf(from), fc.boolean()).map(([x, keep]) => {
    const shape = keep ? to.map((n, i) => (i >= lead && from[i - lead] === n ? -1 : n)) : to;
    return opCase([x], `a.expand(${tuple(shape)})`, (v) => v.expand(shape));
  });
});

/** Up to three arrays that differ in one axis at most. */
function joined(differ: boolean): fc.Arbitrary<[Given[], number]> {
  return withDim(array(1, 3)).chain(([x, dim]) => {
    const axis = dim < 0 ? dim + x.shape.length : dim;
    const other = fc.tuple(fc.integer({ min: 1, max: 4 }), seeds).map(([n, seed]) =>
      floats(
        x.shape.map((size, i) => (differ && i === axis ? n : size)),
        seed,
      ),
    );
    return fc.array(other, { maxLength: 2 }).map((more): [Given[], number] => [[x, ...more], dim]);
  });
}

const names = (count: number) => `[${['a', 'b', 'c'].slice(0, count)}]`;
const cats = joined(true).map(([xs, dim]) =>
  opCase(xs, `torch.cat(${names(xs.length)}, ${dim})`, (...ts) => move.cat(ts, dim)),
);
const stacks = joined(false).map(([xs, dim]) =>
  opCase(xs, `torch.stack(${names(xs.length)}, ${dim})`, (...ts) => move.stack(ts, dim)),
);

/** An array, an axis of it, and a start and a length inside the axis. */
const ranges = withDim(array(1, 4)).chain(([x, dim]) => {
  const size = x.shape.at(dim) as number;
  return fc
    .integer({ min: 0, max: size - 1 })
    .chain((start) => fc.tuple(fc.constant({ x, dim, start }), fc.integer({ min: 1, max: size - start })));
});
const narrows = ranges.map(([{ x, dim, start }, length]) =>
  opCase([x], `a.narrow(${dim}, ${start}, ${length})`, (v) => v.narrow(dim, start, length)),
);
const slices = withDim(array(1, 4)).chain(([x, dim]) => {
  const bound = fc.integer({ min: -5, max: 5 });
  return fc.tuple(bound, bound).map(([start, end]) => {
    const at = `${'slice(None), '.repeat(dim < 0 ? dim + x.shape.length : dim)}slice(${start}, ${end})`;
    return opCase([x], `a[${at}]`, (v) => v.slice(dim, start, end));
  });
});
const selects = withDim(array(1, 4)).chain(([x, dim]) => {
  const size = x.shape.at(dim) as number;
  return fc
    .integer({ min: -size, max: size - 1 })
    .map((at) => opCase([x], `a.select(${dim}, ${at})`, (v) => v.select(dim, at)));
});

const pads: fc.Arbitrary<OpCase> = array(1, 4).chain((x) => {
  const amount = fc.integer({ min: 0, max: 2 });
  return fc
    .tuple(
      fc.array(fc.tuple(amount, amount), { minLength: x.shape.length, maxLength: x.shape.length }),
      fc.constantFrom(0, -1.5),
    )
    .map(([pairs, value]) => {
      const last = [...pairs].reverse().flat();
      return opCase([x], `F.pad(a, ${tuple(last)}, value=${value})`, (v) => move.pad(v, pairs, value));
    });
});

const flips = withDim(array(1, 4)).map(([x, dim]) => opCase([x], `a.flip((${dim},))`, (v) => v.flip(dim)));

/** Operations that move values and compute nothing. */
export const movementSpecs: OpSpec[] = [
  spec('reshape', reshapes),
  spec('permute', permutes),
  spec('transpose', transposes),
  spec('unsqueeze', unsqueezes),
  spec('squeeze', squeezes),
  spec('flatten', flattens),
  spec('expand', expands),
  spec('cat', cats),
  spec('stack', stacks),
  spec('narrow', narrows),
  spec('slice', slices),
  spec('select', selects),
  spec('pad', pads),
  spec('flip', flips),
];
