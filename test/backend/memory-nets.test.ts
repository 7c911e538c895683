import { backend, manualSeed } from 'lectern';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROGRAMS } from '../../bench/eager/programs.mjs';
import { settled } from '../helpers/settled.js';

beforeAll(() => backend.use('tensorflow'));

// `npm run bench -- memory` looks at resident memory over 1,000 steps of the same nets.
describe('each benchmark net', () => {
  it.each(PROGRAMS.map(({ key, create }) => ({ key, create })))(
    '$key: training leaves no tensor behind',
    { timeout: 60_000 },
    async ({ create }) => {
      manualSeed(1);
      const { step } = create();
      // The second step makes what an optimiser keeps, the third what it keeps in place.
      for (let i = 0; i < 3; i++) step();
      const before = await settled();
      for (let i = 0; i < 5; i++) step();
      expect(await settled()).toEqual(before);
    },
  );
});
