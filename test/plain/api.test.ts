import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiReport, REPORT } from '../../scripts/report/api.mjs';

it('docs/api/lectern.api.md is what npm run api writes from the built declarations', () => {
  expect(readFileSync(REPORT, 'utf8')).toBe(apiReport());
});
