import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, venvBin, venvEnv } from './setup/paths.mjs';

// `npm run conformance`: Jupyter's own conformance suite against the kernel as built, installed in a folder of its own.
const folder = mkdtempSync(join(tmpdir(), 'lectern-conformance-'));
try {
  const kernel = [inRoot('kernel', 'dist', 'main.js'), 'install', '--prefix', folder];
  run(process.execPath, kernel, 'ignore');
  process.exitCode = run(venvBin('python'), [inRoot('test', 'kernel', 'conformance.py')], 'inherit');
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {string} program @param {string[]} args @param {'ignore' | 'inherit'} stdio */
function run(program, args, stdio) {
  const env = { ...venvEnv(), JUPYTER_PATH: join(folder, 'share', 'jupyter'), LECTERN_HISTORY: ':memory:' };
  return spawnSync(program, args, { cwd: folder, stdio, env }).status ?? 1;
}
