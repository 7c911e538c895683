import { manualSeed } from 'lectern';
import { beforeEach } from 'vitest';

/** Set-up of the projects whose tests draw random numbers: without a seed they would be other tests in each run. */
const SEED = 20_261_121;

manualSeed(SEED);
beforeEach(() => {
  manualSeed(SEED);
});
