import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isLecternSpec } from '../install/kernelspec.js';
import { tryKernel } from './trial.js';

/** A cell that asks what computes, where the library is in scope. */
const CELL = `typeof backend === 'undefined' ? 'none: lectern is not in scope' : String(backend)`;

interface ListedSpec {
  resource_dir: string;
  spec: { argv: string[]; language: string };
}

/**
 * Prints what was found on this machine, a line each; changes nothing.
 *
 * @param version of this package
 * @returns whether a notebook can run: the kernel answers and Jupyter knows it
 */
export async function examine(version: string): Promise<boolean> {
  show('lectern', version);
  show('Node.js', `${process.version} (${process.execPath})`);
  const known = showSpecs();
  try {
    const { startSeconds, result } = await tryKernel(CELL);
    show('kernel', `answers ${startSeconds.toFixed(1)} s after its start`);
    show('backend', result.replace(/^'(.*)'$/s, '$1'));
    return known;
  } catch (error) {
    show('kernel', `fails: ${(error as Error).message}`);
    return false;
  }
}

function showSpecs(): boolean {
  const { status, stdout } = spawnSync('jupyter', ['kernelspec', 'list', '--json'], { encoding: 'utf8' });
  if (status !== 0) {
    show('Jupyter', 'none on the PATH; activate the environment it is in');
    return false;
  }
  const { kernelspecs } = JSON.parse(stdout) as { kernelspecs: Record<string, ListedSpec> };
  const found = Object.entries(kernelspecs).filter(([, { spec }]) => isLecternSpec(JSON.stringify(spec)));
  if (!found.length) show('Jupyter', 'does not know the kernel; lectern install --user makes it known');
  let usable = false;
  for (const [name, { resource_dir: folder, spec }] of found) {
    const missing = spec.argv.slice(0, 2).find((path) => !existsSync(path));
    if (!missing) usable = true;
    show(`kernelspec ${name}`, missing ? `${folder}: ${missing} is gone; lectern install again` : folder);
  }
  return usable;
}

function show(what: string, found: string): void {
  process.stdout.write(`${what.padEnd(20)}${found}\n`);
}
