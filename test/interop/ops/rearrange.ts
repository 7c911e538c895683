import fc from 'fast-check';
import * as move from '../../../lib/src/tensor/ops/rearrange.js';
import { array, arrayOf, int, type OpSpec, opCase, shapes, spec, withDim } from './spec.js';

const list = (values: readonly number[]) => `(${values.map((v) => `${v},`).join('')})`;

const movedims = array(1, 4).chain((x) => {
  const rank = x.shape.length;
  const axes = fc.shuffledSubarray([...x.shape.keys()], { minLength: 1 });
  return fc
    .tuple(axes, fc.shuffledSubarray([...x.shape.keys()], { minLength: rank }), fc.boolean())
    .map(([from, all, back]) => {
      const to = all.slice(0, from.length).map((d) => (back ? d - rank : d));
      return opCase([x], `a.movedim(${list(from)}, ${list(to)})`, (v) => move.movedim(v, from, to));
    });
});

const rolls = fc.oneof(
  fc.tuple(array(0, 3), int(-7, 7)).map(([x, by]) => opCase([x], `a.roll(${by})`, (v) => move.roll(v, by))),
  fc
    .tuple(withDim(array(1, 3)), int(-7, 7), int(-2, 2))
    .map(([[x, dim], by, more]) =>
      opCase([x], `a.roll((${by}, ${more}), (${dim}, 0))`, (v) => move.roll(v, [by, more], [dim, 0])),
    ),
);

const triangles = fc.tuple(array(2, 4), int(-3, 3));
const diagonals = fc.tuple(array(1, 2), int(-3, 3)).filter(([x, d]) => {
  const [rows, columns] = x.shape;
  return columns === undefined || (d < columns && -d < rows);
});

const repeats = array(0, 3).chain((x) =>
  fc
    .array(int(1, 3), { minLength: x.shape.length, maxLength: x.shape.length + 1 })
    .map((counts) => opCase([x], `a.repeat(${list(counts)})`, (v) => move.repeat(v, counts))),
);
const tiles = array(0, 3).chain((x) =>
  fc
    .array(int(1, 3), { maxLength: x.shape.length + 1 })
    .map((counts) => opCase([x], `a.tile(${list(counts).replace('(,)', '()')})`, (v) => move.tile(v, counts))),
);
const interleaves = fc.oneof(
  fc
    .tuple(array(1, 3), int(0, 3))
    .filter(([, n]) => n > 0)
    .map(([x, n]) => opCase([x], `a.repeat_interleave(${n})`, (v) => move.repeatInterleave(v, n))),
  withDim(array(1, 3)).chain(([x, dim]) => {
    const size = x.shape.at(dim) as number;
    return fc.array(int(0, 2), { minLength: size, maxLength: size }).map((counts) => {
      counts[0] = 1;
      const torch = `a.repeat_interleave(torch.tensor([${counts}]), ${dim})`;
      return opCase([x], torch, (v) => move.repeatInterleave(v, counts, dim));
    });
  }),
);

/** One part of those that a tensor is cut into. */
const unbinds = withDim(array(1, 4)).chain(([x, dim]) =>
  int(0, (x.shape.at(dim) as number) - 1).map((i) =>
    opCase([x], `a.unbind(${dim})[${i}]`, (v) => move.unbind(v, dim)[i]),
  ),
);
const splits = withDim(array(1, 4)).chain(([x, dim]) =>
  int(1, 3).map((n) => opCase([x], `a.split(${n}, ${dim})[-1]`, (v) => move.split(v, n, dim).at(-1)!)),
);
const uneven = withDim(array(1, 4)).chain(([x, dim]) => {
  const size = x.shape.at(dim) as number;
  return int(0, size - 1).map((first) => {
    const sizes = [first, size - first];
    return opCase([x], `a.split([${sizes}], ${dim})[1]`, (v) => move.split(v, sizes, dim)[1]);
  });
});
const chunks = fc.tuple(withDim(shapes(1, 3, 9).chain((shape) => arrayOf(shape))), int(1, 4)).map(([[x, dim], n]) =>
  opCase([x], `a.chunk(${n}, ${dim})[-1] * len(a.chunk(${n}, ${dim}))`, (v) => {
    const parts = move.chunk(v, n, dim);
    return parts.at(-1)!.mul(parts.length);
  }),
);
const slides = withDim(shapes(1, 3, 7).chain((shape) => arrayOf(shape))).chain(([x, dim]) =>
  fc
    .tuple(int(1, x.shape.at(dim) as number), int(1, 3))
    .map(([size, step]) => opCase([x], `a.unfold(${dim}, ${size}, ${step})`, (v) => move.windows(v, dim, size, step))),
);

/** Operations that rearrange, repeat and cut. */
export const rearrangeSpecs: OpSpec[] = [
  spec('movedim', movedims),
  spec('roll', rolls),
  spec(
    'tril',
    triangles.map(([x, d]) => opCase([x], `a.tril(${d})`, (v) => move.tril(v, d))),
  ),
  spec(
    'triu',
    triangles.map(([x, d]) => opCase([x], `a.triu(${d})`, (v) => move.triu(v, d))),
  ),
  spec(
    'diag',
    diagonals.map(([x, d]) => opCase([x], `a.diag(${d})`, (v) => move.diag(v, d))),
  ),
  spec('repeat', repeats),
  spec('tile', tiles),
  spec('repeatInterleave', interleaves),
  spec('unbind', unbinds),
  spec('split', splits),
  spec('split', uneven, { variant: 'by a list' }),
  spec('chunk', chunks),
  spec('windows', slides),
];
