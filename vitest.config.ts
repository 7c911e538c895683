import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/helpers/patience.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Tests of the library run its sources; those of the kernel and the browser run what was built and installed. */
const fromSource = { alias: [{ find: /^lectern$/, replacement: path('lib/src/index.ts') }] };

/** Comparisons with PyTorch that also run on other backends: what trains there, with all that it is made of. */
const ELSEWHERE = {
  wasm: ['loss', 'optim', 'layers-conv', 'layers-norm'],
  webgpu: ['loss', 'layers-activation', 'layers-conv', 'layers-norm'],
};

/** One Vitest project a folder of `test/`: its tests need what the folder is named after. */
export default defineConfig({
  test: {
    pool: 'forks',
    // Of all cores; Vitest leaves one idle, and most tests of the library compute on one.
    maxWorkers: '100%',
    // Kernels of tests leave the user's history alone.
    env: { VIRTUAL_ENV: path('.venv'), LECTERN_HISTORY: ':memory:' },
    projects: [
      {
        extends: true,
        resolve: fromSource,
        test: {
          name: 'plain',
          include: ['test/plain/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        resolve: fromSource,
        test: {
          name: 'backend',
          include: ['test/backend/**/*.test.ts'],
          setupFiles: ['test/helpers/seeded.ts', 'test/helpers/leaks.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        resolve: fromSource,
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          setupFiles: ['test/helpers/chosen-backend.ts', 'test/helpers/seeded.ts', 'test/helpers/leaks.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      ...Object.entries(ELSEWHERE).map(([name, files]) => ({
        extends: true as const,
        resolve: fromSource,
        test: {
          name: `interop-${name}`,
          include: files.map((file) => `test/interop/${file}.test.ts`),
          setupFiles: ['test/helpers/chosen-backend.ts', 'test/helpers/seeded.ts'],
          env: { LECTERN_TEST_BACKEND: name },
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      })),
      {
        extends: true,
        test: {
          name: 'kernel',
          include: ['test/kernel/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: PATIENCE_MS } },
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        resolve: fromSource,
        test: {
          name: 'course',
          include: ['test/course/**/*.test.ts'],
          testTimeout: 900_000,
          maxWorkers: 1,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
