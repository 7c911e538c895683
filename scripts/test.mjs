import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { readCounts } from './report/counts.mjs';
import { setUpForTests } from './setup/all.mjs';
import { inRoot, ROOT, venvEnv } from './setup/paths.mjs';
import { main } from './setup/steps.mjs';
import { softwareGpu } from './setup/swiftshader.mjs';

/** The folders of `test/`, each a Vitest project, by what the tests need; `interop` also on other backends. */
const PROJECTS = ['plain', 'backend', 'kernel', 'browser', 'course', 'interop', 'interop-wasm', 'interop-webgpu'];

const REPORT = inRoot('.cache', 'vitest.json');

// `npm test [-- project | path | option of vitest …]`: without arguments everything, with lint and type check.
await main(async () => {
  await setUpForTests();
  const args = process.argv.slice(2);
  const checks =
    args.length > 0 ? [] : ['lint', 'check'].filter((script) => !passes('npm', ['run', '--silent', script]));
  rmSync(REPORT, { force: true });
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const chosen = args.flatMap((arg) => (PROJECTS.includes(arg) ? ['--project', arg] : [arg]));
  const ok = passes(process.execPath, [vitest, 'run', '--root', ROOT, ...reporters, ...chosen]);
  for (const script of checks) process.stdout.write(`npm run ${script}: failed, see above\n`);
  const { passed, failed, skipped } = readCounts(REPORT, ok);
  process.stdout.write(`${passed} passed, ${failed + checks.length} failed, ${skipped} skipped\n`);
  process.exitCode = ok && checks.length === 0 ? 0 : 1;
});

/** @param {string} command @param {string[]} args */
function passes(command, args) {
  return (
    spawnSync(command, args, { cwd: ROOT, env: { ...venvEnv(), ...softwareGpu() }, stdio: 'inherit' }).status === 0
  );
}
