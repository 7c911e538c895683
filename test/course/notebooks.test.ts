import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputsIn, printed, readNotebook, type StoredOutput, viewsIn } from '../helpers/notebook-file.js';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-course-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a notebook of the course through the installed kernel; every output of it, in order. */
async function executed(path: string): Promise<StoredOutput[]> {
  const out = join(folder, 'executed.ipynb');
  const args = [root('scripts/run_notebook.py'), root(`notebooks/${path}`), out, 'lectern', '600'];
  const { stdout } = await run(root('.venv/bin/python'), args);
  expect(JSON.parse(stdout)).toMatchObject({ error: null });
  return outputsIn(out);
}

const all = (readdirSync(root('notebooks'), { recursive: true }) as string[]).filter((path) => path.endsWith('.ipynb'));

describe.each(all)('%s', (path) => {
  const notebook = readNotebook(root(`notebooks/${path}`));

  it('is committed for our kernel, without outputs', () => {
    expect(notebook.metadata.kernelspec).toMatchObject({ name: 'lectern', language: 'typescript' });
    expect(notebook.cells.flatMap(({ outputs }) => outputs ?? [])).toEqual([]);
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
  });
});

describe.each(all.filter((path) => path !== 'gallery.ipynb'))('%s', (path) => {
  it('has a graded exercise', () => {
    const { cells } = readNotebook(root(`notebooks/${path}`));
    expect(cells.some(({ metadata }) => (metadata.nbgrader as { grade?: boolean } | undefined)?.grade === true)).toBe(
      true,
    );
  });
});

// 19-lenet-5 is run in JupyterLab, by test/browser/lenet.test.ts.
describe('the course, run through the real kernel', () => {
  it('00-start-here fits its curve, shows it live and in pictures, and writes nothing to stderr', async () => {
    const outputs = await executed('00-start-here.ipynb');
    expect(printed({ outputs }, 'stderr')).toBe('');
    expect(Number(/mean squared error: (\S+)/.exec(printed({ outputs }))?.[1])).toBeLessThan(1e-3);
    expect(viewsIn(outputs, 'training')).toMatchObject([{ state: 'done', series: [{ name: 'loss', pushed: 600 }] }]);
    expect(viewsIn(outputs, 'tensor').length).toBeGreaterThanOrEqual(4);
  });
});
