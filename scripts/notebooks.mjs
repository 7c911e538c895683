import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { setUp } from './setup/all.mjs';
import { inRoot, ROOT, venvBin, venvEnv } from './setup/paths.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { main } from './setup/steps.mjs';

/** How long one cell may take by default, in seconds. */
const TIMEOUT = 600;

/** The accuracy lines shown for one notebook: the last ones, which a training ends with. */
const SHOWN = 3;

// `npm run notebooks -- <part of a path> … [--timeout seconds]`: runs notebooks through the real kernel.
await main(async () => {
  const { patterns, timeout } = parse(process.argv.slice(2));
  const chosen = notebooks().filter((path) => patterns.length === 0 || patterns.some((text) => path.includes(text)));
  if (chosen.length === 0) {
    throw new SetupError(
      `npm run notebooks: no notebook has ${patterns.join(' or ')} in its path`,
      'the paths are those under notebooks/',
    );
  }
  await setUp();
  let failed = 0;
  for (const path of chosen) if (!(await runOne(path, timeout))) failed += 1;
  process.stdout.write(`${chosen.length - failed} passed, ${failed} failed; executed copies are in .out/\n`);
  if (failed > 0) process.exitCode = 1;
});

/** @param {string[]} args */
function parse(args) {
  const at = args.indexOf('--timeout');
  if (at < 0) return { patterns: args, timeout: TIMEOUT };
  const timeout = Number(args[at + 1]);
  if (!Number.isInteger(timeout) || timeout <= 0) {
    throw new SetupError(`npm run notebooks: --timeout expects whole seconds, got ${args[at + 1]}`);
  }
  return { patterns: args.toSpliced(at, 2), timeout };
}

/** Paths of all notebooks, inside `notebooks/`, in course order. */
function notebooks() {
  const folder = inRoot('notebooks');
  if (!existsSync(folder)) return [];
  const all = /** @type {string[]} */ (readdirSync(folder, { recursive: true }));
  return all.filter((path) => path.endsWith('.ipynb') && !path.includes('.ipynb_checkpoints')).sort();
}

/** Runs a notebook and prints its line. @param {string} path @param {number} timeout */
async function runOne(path, timeout) {
  const args = [inRoot('scripts', 'run_notebook.py'), inRoot('notebooks', path), inRoot('.out', path)];
  const { status, stdout, stderr } = await collect(venvBin('python'), [...args, 'lectern', String(timeout)]);
  if (status !== 0) {
    process.stdout.write(`${path}  did not run: ${stderr.trim().split('\n').at(-1)}\n`);
    return false;
  }
  const { seconds, error, lines } = JSON.parse(stdout);
  process.stdout.write(`${path}  ${seconds.toFixed(1)} s  ${error === null ? 'ok' : `failed: ${error}`}\n`);
  for (const line of lines.slice(-SHOWN)) process.stdout.write(`    ${line}\n`);
  return error === null;
}

/**
 * @param {string} command @param {string[]} args
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string }>}
 */
function collect(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env: venvEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
