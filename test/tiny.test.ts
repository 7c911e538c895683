import { backend, tensor } from 'lectern';
import { expect, it } from 'vitest';

it('the library loads, starts a backend, and differentiates one operation', async () => {
  await backend.use('auto');
  const x = tensor([1, 2, 3], { requiresGrad: true });
  x.mul(x).sum().backward();
  expect(x.grad?.toArray()).toEqual([2, 4, 6]);
});
