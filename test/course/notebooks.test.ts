import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const run = promisify(execFile);

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}
interface Notebook {
  metadata: { kernelspec: { name: string; language: string } };
  cells: {
    id: string;
    cell_type: string;
    source: string | string[];
    outputs?: Output[];
    metadata: { nbgrader?: { grade?: boolean } };
  }[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-course-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Notebook;

/** Runs a notebook of the course through the installed kernel; every output of it, in order. */
async function executed(path: string): Promise<Output[]> {
  const out = join(folder, 'executed.ipynb');
  const args = [root('scripts/run_notebook.py'), root(`notebooks/${path}`), out, 'lectern', '600'];
  const { stdout } = await run(root('.venv/bin/python'), args);
  expect(JSON.parse(stdout)).toMatchObject({ error: null });
  return read(out).cells.flatMap(({ outputs }) => outputs ?? []);
}

const printed = (outputs: Output[], name: string) =>
  outputs.filter((o) => o.output_type === 'stream' && o.name === name).flatMap((o) => o.text ?? []);
const views = (outputs: Output[], kind: string) =>
  outputs.flatMap((o) => o.data?.[`application/vnd.lectern.${kind}.v1+json`] ?? []);
const text = (outputs: Output[]) => printed(outputs, 'stdout').join('');

const all = (readdirSync(root('notebooks'), { recursive: true }) as string[]).filter((path) => path.endsWith('.ipynb'));

describe.each(all)('%s', (path) => {
  const notebook = read(root(`notebooks/${path}`));

  it('is committed for our kernel, without outputs', () => {
    expect(notebook.metadata.kernelspec).toMatchObject({ name: 'lectern', language: 'typescript' });
    expect(notebook.cells.flatMap(({ outputs }) => outputs ?? [])).toEqual([]);
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
  });
});

describe.each(all.filter((path) => path !== 'gallery.ipynb'))('%s', (path) => {
  it('has a graded exercise', () => {
    const { cells } = read(root(`notebooks/${path}`));
    expect(cells.some(({ metadata }) => metadata.nbgrader?.grade === true)).toBe(true);
  });
});

describe('the course, run through the real kernel', () => {
  it('00-start-here fits its curve, shows it live and in pictures, and writes nothing to stderr', async () => {
    const outputs = await executed('00-start-here.ipynb');
    expect(printed(outputs, 'stderr')).toEqual([]);
    expect(Number(/mean squared error: (\S+)/.exec(text(outputs))?.[1])).toBeLessThan(1e-3);
    expect(views(outputs, 'training')).toMatchObject([{ state: 'done', series: [{ name: 'loss', pushed: 600 }] }]);
    expect(views(outputs, 'tensor').length).toBeGreaterThanOrEqual(4);
  });

  it('19-lenet-5 learns 60,000 weights, reaches 98 % on digits it has not seen, and shows its layers', async () => {
    const outputs = await executed('03-neural-networks/19-lenet-5.ipynb');
    expect(printed(outputs, 'stderr')).toEqual([]);
    expect(text(outputs)).toContain('weights to learn: 60000');
    expect(Number(/test accuracy: (\S+)/.exec(text(outputs))?.[1])).toBeGreaterThanOrEqual(0.98);
    const [run] = views(outputs, 'training') as { state: string; series: { name: string }[] }[];
    expect(run.state).toBe('done');
    expect(run.series.map(({ name }) => name)).toEqual(['loss', 'testAccuracy']);
    const shapes = (views(outputs, 'tensor') as { title: string; shape: number[] }[]).map((v) => [v.title, v.shape]);
    expect(Object.fromEntries(shapes)).toMatchObject({
      C1: [1, 28, 28, 6],
      S2: [1, 14, 14, 6],
      C3: [1, 10, 10, 16],
      S4: [1, 5, 5, 16],
    });
    for (const { data } of outputs.filter((o) => o.output_type === 'display_data')) {
      expect(Object.keys(data ?? {})).toEqual(expect.arrayContaining(['image/png', 'text/plain']));
    }
  });
});
