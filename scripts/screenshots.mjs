import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setUpForTests } from './setup/all.mjs';
import { inRoot, ROOT, venvEnv } from './setup/paths.mjs';
import { main } from './setup/steps.mjs';

// `npm run screenshots`: runs the gallery in JupyterLab and takes the pictures of docs/images/views anew, light and dark.
await main(async () => {
  await setUpForTests();
  const folder = inRoot('docs', 'images', 'views');
  rmSync(folder, { recursive: true, force: true });
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--root', ROOT, '--project', 'browser', 'test/browser/gallery.test.ts'];
  const env = { ...venvEnv(), LECTERN_SCREENSHOTS: folder };
  process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
});
