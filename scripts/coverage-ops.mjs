import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setUpForTests } from './setup/all.mjs';
import { inRoot, ROOT, venvEnv } from './setup/paths.mjs';
import { main } from './setup/steps.mjs';

// `npm run coverage:ops`: which public name is compared with PyTorch, how often it is differentiated, and where.
await main(async () => {
  await setUpForTests();
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--root', ROOT, '--project', 'interop', 'test/interop/coverage.test.ts'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, env: venvEnv(), encoding: 'utf8' });
  process.stdout.write(readFileSync(inRoot('.out', 'coverage-ops.md'), 'utf8'));
  if (status !== 0) process.stdout.write(`\n${stdout}`);
  process.exitCode = status ?? 1;
});
