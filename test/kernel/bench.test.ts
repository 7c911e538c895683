import { expect, it } from 'vitest';
import { measure } from '../../bench/kernel/suite.mjs';

it('the kernel benchmark measures every row of our kernel, and none fails', { timeout: 180_000 }, async () => {
  const rows = await measure(['lectern'], 1, () => {});
  expect(rows.length).toBeGreaterThan(8);
  for (const { what, values } of rows) {
    expect(values.lectern, what).toMatchObject({ median: expect.any(Number), count: expect.any(Number) });
  }
});
