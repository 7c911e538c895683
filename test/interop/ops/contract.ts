import fc from 'fast-check';
import { bmm, einsum, outer } from '../../../lib/src/tensor/ops/contract.js';
import type { Given } from '../../helpers/torch.js';
import { arrayOf, type OpCase, type OpSpec, opCase, seeds, spec } from './spec.js';

const size = fc.integer({ min: 1, max: 4 });

const EQUATIONS = [
  'ij,jk->ik',
  'ij,jk',
  'i,i->',
  'i,j->ij',
  'ij->ji',
  'ij->i',
  'ij->',
  'ii->i',
  'ii',
  'iij->ij',
  'iji->j',
  'bij,bjk->bik',
  'bhqd,bhkd->bhqk',
  'ij,ij->ij',
  'ij,kj->ik',
  'ij,jk,kl->il',
  'bi,ijk,bk->bj',
  'ik,k->i',
  'i...,i...->...',
  'b...d,de->b...e',
  '...ij,...jk->...ik',
  'a,b,c->cab',
  'ij,k->jk',
  'cb,ba',
];

/** A size for each letter; two axes for `...`. */
const equations: fc.Arbitrary<OpCase> = fc
  .tuple(fc.constantFrom(...EQUATIONS), fc.array(size, { minLength: 26, maxLength: 26 }), seeds)
  .chain(([equation, sizes, first]) => {
    const of = (letter: string) => sizes[letter.charCodeAt(0) - 97];
    const arrays = equation
      .split('->')[0]
      .split(',')
      .map((term) =>
        arrayOf(term.split('...').flatMap((part, i) => [...(i > 0 ? [1 + (first % 3), 2] : []), ...[...part].map(of)])),
      );
    return fc
      .tuple(...arrays)
      .map((xs) =>
        opCase(xs as Given[], `torch.einsum('${equation}', ${['a', 'b', 'c'].slice(0, xs.length)})`, (...ts) =>
          einsum(equation, ...ts),
        ),
      );
  });

const outers = fc
  .tuple(size, size)
  .chain(([n, m]) => fc.tuple(arrayOf([n]), arrayOf([m])).map((xs) => opCase(xs, 'torch.outer(a, b)', outer)));
const batches = fc
  .tuple(size, size, size, size)
  .chain(([b, n, k, m]) =>
    fc.tuple(arrayOf([b, n, k]), arrayOf([b, k, m])).map((xs) => opCase(xs, 'torch.bmm(a, b)', bmm)),
  );

/** Products over named axes, and two usual ones with a name. */
export const contractSpecs: OpSpec[] = [spec('outer', outers), spec('bmm', batches), spec('einsum', equations)];
