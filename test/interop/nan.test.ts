import fc from 'fast-check';
import { argsort, autograd, F, nn, ones, optim, sort, type Tensor, tensor } from 'lectern';
import { expect, test } from 'vitest';
import '../helpers/close.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { floats, seeds } from './ops/spec.js';

const torch = torchOfFile();

/** A matrix in which some values are NaN. */
const matrices = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 6 }), seeds).map(([n, m, seed]) => {
  const x = floats([n, m], seed, { grid: 0.5 });
  for (let i = 0; i < x.values.length; i++) if ((seed + 7 * i) % 5 === 0) x.values[i] = Number.NaN;
  return x;
});

const CASES: [string, (x: Tensor) => Tensor, string][] = [
  ['sort', (x) => sort(x)[0], 'x.sort().values'],
  ['sort down', (x) => sort(x, { descending: true, dim: 0 })[0], 'x.sort(dim=0, descending=True).values'],
  ['argsort', (x) => argsort(x), 'x.argsort(stable=True)'],
  ['argmax', (x) => x.argmax(1), 'x.argmax(1)'],
  ['argmin', (x) => x.argmin(1), 'x.argmin(1)'],
  ['median', (x) => x.median(1), 'x.median(1).values'],
  ['quantile', (x) => x.quantile(0.3, { dim: 1 }), 'x.quantile(0.3, dim=1)'],
  ['smallest', (x) => x.nanToNum().topk(2, { largest: false })[0], 'x.nan_to_num().topk(2, largest=False).values'],
  ['topk of rows', (x) => x.nanToNum().topk(1, { dim: 0 })[0], 'x.nan_to_num().topk(1, dim=0).values'],
];

test.each(CASES)('%s puts NaN where PyTorch does', async (_name, ours, theirs) => {
  await fc.assert(
    fc.asyncProperty(matrices, async (x) => {
      const { found } = await torch.run(`x = given["x"]\nfound["found"] = torch.nan_to_num(${theirs}.float(), 77.0)`, {
        x,
      });
      const got = ours(tensor(x.values).reshape(x.shape));
      expect(got.to('float32').nanToNum({ nan: 77 })).toBeCloseToTensor(found);
    }),
    { seed: 20_260_112, numRuns: 20 },
  );
});

test('what is written as in PyTorch is taken, or refused with the fix', () => {
  const x = tensor([3], { requiresGrad: true });
  expect(autograd.grad(x.mul(x).sum(), x)[0]?.toArray()).toEqual([6]);
  expect(F.layerNorm(tensor([[1, 3]]), 2)).toBeCloseToTensor({ shape: [1, 2], values: [-1, 1] });
  expect(() => F.dropout(ones(2), 0.5 as never)).toThrow(
    'dropout: expected options such as { p: 0.5, training: true }, got 0.5',
  );
  expect(() => new optim.Adam(new nn.Linear(2, 1) as never)).toThrow(
    'Adam: expected parameters, got Linear; pass net.parameters(), or a list of tensors',
  );
});
