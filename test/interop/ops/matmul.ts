import fc from 'fast-check';
import { addBias, linear, matmul, t } from '../../../lib/src/tensor/ops/matmul.js';
import { array, arrayOf, broadcasting, type OpCase, type OpSpec, opCase, shapes, spec } from './spec.js';

const size = fc.integer({ min: 1, max: 5 });

const product = (a: number[], b: number[]): fc.Arbitrary<OpCase> =>
  fc.tuple(arrayOf(a), arrayOf(b)).map((xs) => opCase(xs, 'a @ b', matmul));

const matrices = fc.tuple(size, size, size).chain(([n, k, m]) => product([n, k], [k, m]));
const batched = fc
  .tuple(broadcasting(2), size, size, size)
  .chain(([[a, b], n, k, m]) => product([...a.slice(-2), n, k], [...b.slice(-2), k, m]));
const vectors = fc
  .tuple(shapes(0, 2), size, size, fc.constantFrom('left', 'right', 'both'))
  .chain(([batch, n, k, side]) => {
    if (side === 'both') return product([k], [k]);
    return side === 'left' ? product([k], [...batch, k, n]) : product([...batch, n, k], [k]);
  });

const layers = fc
  .tuple(shapes(0, 3), size, size, fc.boolean())
  .chain(([lead, inner, out, bias]) =>
    fc
      .tuple(arrayOf([...lead, inner]), arrayOf([out, inner]), arrayOf([out]))
      .map(([x, w, b]) =>
        bias
          ? opCase([x, w, b], 'F.linear(a, b, c)', linear)
          : opCase([x, w], 'F.linear(a, b)', (input, weight) => linear(input, weight)),
      ),
  );

const biases = shapes(2, 4).chain((shape) =>
  fc.tuple(arrayOf(shape), arrayOf(shape.slice(-1))).map((xs) => opCase(xs, 'a + b', addBias)),
);

/** Products of matrices, vectors and batches of them. */
export const matmulSpecs: OpSpec[] = [
  spec('matmul', matrices),
  spec('matmul', batched, { variant: 'of batches that broadcast' }),
  spec('matmul', vectors, { variant: 'with vectors' }),
  spec('linear', layers),
  spec('addBias', biases),
  spec(
    't',
    array(0, 2).map((x) => opCase([x], 'a.t()', t)),
  ),
];
