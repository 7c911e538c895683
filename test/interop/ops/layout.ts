import fc from 'fast-check';
import { stack, type Tensor } from 'lectern';
import * as layout from '../../../lib/src/tensor/ops/layout.js';
import { python } from '../../helpers/torch.js';
import { array, arrayOf, int, type OpSpec, opCase, spec, withDim } from './spec.js';

/** Arrays of two or more axes, two different ones of them. */
const planes = array(2, 4).chain((x) => {
  const dim = int(-x.shape.length, x.shape.length - 1);
  return fc.tuple(fc.constant(x), dim, dim).filter(([, a, b]) => (a - b) % x.shape.length !== 0);
});

const unflattened = withDim(array(1, 3)).map(([x, dim]) => {
  const size = x.shape.at(dim)!;
  const sizes = size % 2 === 0 ? [2, -1] : [1, size, 1];
  return opCase([x], `a.unflatten(${dim}, (${sizes})) ** 2`, (v) => layout.unflatten(v, dim, sizes).pow(2));
});

const turned = fc
  .tuple(planes, int(-5, 5))
  .map(([[x, a, b], k]) =>
    opCase([x], `torch.rot90(a, ${k}, (${a}, ${b})) ** 2`, (v) => layout.rot90(v, k, [a, b]).pow(2)),
  );

const diagonals = fc.tuple(planes, int(-3, 3)).filter(([[x, a, b], offset]) => {
  const [m, n] = [x.shape.at(a)!, x.shape.at(b)!];
  return offset < n && -offset < m;
});
const taken = diagonals.map(([[x, dim1, dim2], offset]) =>
  opCase([x], `torch.diagonal(a, ${offset}, ${dim1}, ${dim2}) ** 2`, (v) =>
    layout.diagonal(v, { offset, dim1, dim2 }).pow(2),
  ),
);
const embedded = fc.tuple(planes, int(-2, 2)).map(([[x, a, b], offset]) => {
  const [dim1, dim2] = a < 0 || b < 0 ? [-2, -1] : [a, b];
  const text = `torch.diag_embed(a, ${offset}, ${dim1}, ${dim2}) ** 2`;
  return opCase([x], text, (v) => layout.diagEmbed(v, { offset, dim1, dim2 }).pow(2));
});

const vectors = fc
  .array(int(1, 3), { minLength: 2, maxLength: 3 })
  .chain((sizes) => fc.tuple(...sizes.map((n) => arrayOf([n]))));
const names = (xs: readonly unknown[]) => xs.map((_, i) => 'abcd'[i]).join(', ');
const grids = fc
  .tuple(vectors, fc.constantFrom('ij' as const, 'xy' as const))
  .map(([xs, indexing]) =>
    opCase(xs, `torch.stack(torch.meshgrid(${names(xs)}, indexing='${indexing}')) ** 2`, (...vs) =>
      stack(layout.meshgrid(vs, { indexing })).pow(2),
    ),
  );
const products = vectors.map((xs) =>
  opCase(xs, `torch.cartesian_prod(${names(xs)}) ** 2`, (...vs) => layout.cartesianProd(...vs).pow(2)),
);

const chosen = fc.tuple(int(3, 5), int(1, 3), fc.boolean()).chain(([n, r, withReplacement]) =>
  arrayOf([n]).map((x) => {
    const text = `torch.combinations(a, ${r}, with_replacement=${python(withReplacement)})`;
    // Of single values PyTorch gives a vector.
    return opCase([x], `${text}.reshape(-1, ${r}) ** 2`, (v) => layout.combinations(v, r, { withReplacement }).pow(2));
  }),
);

const powers = fc
  .tuple(int(1, 4), int(1, 5), fc.boolean())
  .chain(([n, columns, increasing]) =>
    arrayOf([n]).map((x) =>
      opCase([x], `torch.vander(a, ${columns}, ${python(increasing)})`, (v) =>
        layout.vander(v, { columns, increasing }),
      ),
    ),
  );

/** PyTorch's own has no gradient: it works in place. */
const powersAgain = powers.map((it) => {
  const [, columns, increasing] = /a, (\d+), (\w+)/.exec(it.torch)!;
  const order = increasing === 'True' ? `torch.arange(${columns})` : `torch.arange(${columns}).flip(0)`;
  return opCase(it.inputs, `a.unsqueeze(1) ** ${order}`, it.ours);
});

const triangles = (name: string, ours: (m: number, n: number, options: { offset: number }) => Tensor) =>
  fc
    .tuple(int(1, 4), int(1, 4), int(-3, 3))
    .map(([m, n, offset]) => opCase([], `torch.${name}(${m}, ${n}, offset=${offset})`, () => ours(m, n, { offset })));

/** Where values stand: turns, diagonals, grids and choices. */
export const layoutSpecs: OpSpec[] = [
  spec('unflatten', unflattened),
  spec('rot90', turned),
  spec('diagonal', taken),
  spec('diagEmbed', embedded),
  spec(
    'trace',
    array(2, 2).map((x) => opCase([x], 'torch.trace(a) ** 2', (v) => layout.trace(v).pow(2))),
  ),
  spec(
    'kron',
    fc.tuple(array(0, 3), array(0, 3)).map((xs) => opCase(xs, 'torch.kron(a, b)', layout.kron)),
  ),
  spec('meshgrid', grids),
  spec('cartesianProd', products),
  spec('combinations', chosen),
  spec('vander', powers, { order: 0 }),
  spec('vander', powersAgain, { variant: 'as powers' }),
  spec('trilIndices', triangles('tril_indices', layout.trilIndices), { order: 0 }),
  spec('triuIndices', triangles('triu_indices', layout.triuIndices), { order: 0 }),
];
