import { spawnSync } from 'node:child_process';
import { TSC } from './setup/build.mjs';
import { ROOT } from './setup/paths.mjs';

// `npm run check`: type-checks the packages, the tests and the scripts.
for (const project of [['-b'], ['-p', 'test'], ['-p', 'scripts']]) {
  const { status } = spawnSync(process.execPath, [TSC, ...project], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
