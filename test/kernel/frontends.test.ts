import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frontEndBin } from '../../scripts/setup/front-ends.mjs';
import { venvBin } from '../../scripts/setup/paths.mjs';
import { KERNEL_ENTRY } from '../helpers/kernel-client.js';
import { codeCell, printed, readNotebook, resultOf, sourceOf, writeNotebook } from '../helpers/notebook-file.js';

const TIMEOUT = 120_000;
const CONSOLE = fileURLToPath(new URL('console.py', import.meta.url));

/** One cell of everything that a front end shows, and state between the cells. */
const CELLS = [
  codeCell('interface Point { x: number; y: number }\nconst p: Point = { x: 1, y: 2 };'),
  codeCell("console.log('moved to', p.x + 1);\nconst rows = await Promise.resolve(tensor([[1, 2], [3, 4]]));"),
  codeCell('rows.sum().item()'),
];

let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-front-ends-'));
  env = { ...process.env, JUPYTER_PATH: join(folder, 'share', 'jupyter'), JUPYTER_PREFER_ENV_PATH: '0' };
  execFileSync(process.execPath, [KERNEL_ENTRY, 'install', '--prefix', folder]);
  writeNotebook(join(folder, 'notebook.ipynb'), CELLS);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, args: string[]) =>
  execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });

function expectExecuted(path: string) {
  const { cells } = readNotebook(join(folder, path));
  expect(cells.map(({ execution_count: count }) => count)).toEqual([1, 2, 3]);
  expect(cells.map((cell) => printed(cell))).toEqual(['', 'moved to 2\n', '']);
  expect(cells.map(resultOf)).toEqual([undefined, undefined, '10']);
}

describe('jupyter nbconvert', () => {
  it('executes a TypeScript notebook', { timeout: TIMEOUT }, () => {
    run(venvBin('jupyter'), ['nbconvert', '--to', 'notebook', '--execute', 'notebook.ipynb', '--output', 'converted']);
    expectExecuted('converted.ipynb');
  });

  it('stops at a type error and shows it', { timeout: TIMEOUT }, () => {
    writeNotebook(join(folder, 'wrong.ipynb'), [codeCell("const n: number = 'text';"), codeCell('1')]);
    const args = ['nbconvert', '--to', 'notebook', '--execute', 'wrong.ipynb', '--output', 'stopped'];
    const { status, stderr } = spawnSync(venvBin('jupyter'), args, { cwd: folder, env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain("Type 'string' is not assignable to type 'number'");
  });

  it('writes the cells of an executed notebook as a TypeScript program', { timeout: TIMEOUT }, () => {
    run(venvBin('jupyter'), ['nbconvert', '--to', 'notebook', '--execute', 'notebook.ipynb', '--output', 'program']);
    run(venvBin('jupyter'), ['nbconvert', '--to', 'script', 'program.ipynb']);
    expect(readFileSync(join(folder, 'program.ts'), 'utf8')).toContain('const p: Point = { x: 1, y: 2 };');
  });
});

describe('nbclient', () => {
  it('executes a TypeScript notebook', { timeout: TIMEOUT }, () => {
    const script = `import nbformat, nbclient
document = nbformat.read('notebook.ipynb', as_version=4)
nbclient.NotebookClient(document, timeout=60).execute()
nbformat.write(document, 'executed.ipynb')`;
    run(venvBin('python'), ['-c', script]);
    expectExecuted('executed.ipynb');
  });
});

describe('papermill', () => {
  const papermill = (...args: string[]) => run(frontEndBin('papermill'), ['--no-progress-bar', ...args]);
  const defaults = "let epochs: number = 1; // rounds over the data\nlet name = 'small';\nlet rates = [0.5];";

  it('executes a TypeScript notebook', { timeout: TIMEOUT }, () => {
    papermill('notebook.ipynb', 'milled.ipynb');
    expectExecuted('milled.ipynb');
  });

  it('replaces the parameters of a TypeScript notebook', { timeout: TIMEOUT }, () => {
    writeNotebook(join(folder, 'parameters.ipynb'), [
      codeCell(defaults, { tags: ['parameters'] }),
      codeCell('console.log(JSON.stringify({ epochs, name, rates, flags, nothing }));'),
    ]);
    const parameters = {
      epochs: 3,
      name: 'it\'s "large"\n\\ – 大',
      rates: [1e-4, 2],
      flags: { deep: true, 'not a name': [] },
      nothing: null,
    };
    writeFileSync(join(folder, 'parameters.yaml'), JSON.stringify(parameters));
    papermill('parameters.ipynb', 'replaced.ipynb', '-f', 'parameters.yaml');
    const { cells } = readNotebook(join(folder, 'replaced.ipynb'));
    expect(cells).toHaveLength(3);
    expect(sourceOf(cells[1])).toContain('let epochs = 3;');
    expect(JSON.parse(printed(cells[2]))).toEqual(parameters);
  });

  it('lists the parameters of a TypeScript notebook', { timeout: TIMEOUT }, () => {
    writeNotebook(join(folder, 'listed.ipynb'), [codeCell(defaults, { tags: ['parameters'] })]);
    const help = run(frontEndBin('papermill'), ['--help-notebook', 'listed.ipynb']);
    expect(help).toMatch(/epochs: number \(default 1\)\s+rounds over the data/);
    expect(help).toMatch(/rates: Unknown type \(default \[0\.5\]\)/);
  });

  it('fails when a cell of the notebook fails', { timeout: TIMEOUT }, () => {
    writeNotebook(join(folder, 'failing.ipynb'), [codeCell("throw new RangeError('too far');")]);
    const args = ['--no-progress-bar', 'failing.ipynb', 'failed.ipynb'];
    const { status, stderr } = spawnSync(frontEndBin('papermill'), args, { cwd: folder, env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('RangeError: too far');
  });
});

describe('jupyter console', () => {
  it('runs TypeScript that is typed, over several lines too, and leaves', { timeout: TIMEOUT }, () => {
    const { shown, status } = JSON.parse(run(frontEndBin('python'), [CONSOLE, frontEndBin('jupyter-console')]));
    expect(shown[0]).toMatch(/TypeScript on Node \d+/);
    expect(shown[2]).toContain('the answer is 42');
    expect(shown[4]).toContain('Out[4]: 84');
    expect(shown[5]).toContain('Out[5]: [ 2, 3 ]');
    expect(shown[6]).toContain("Type 'string' is not assignable to type 'number'");
    expect(status).toBe(0);
  });
});
