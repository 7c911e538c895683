import { describe, expect, test } from 'vitest';
import { RunBook } from '../../extension/src/runs/book.js';
import { runsCsv, runsJson } from '../../extension/src/runs/export.js';
import { packRun, type Run, unpackRun, unpackRuns } from '../../extension/src/runs/run.js';
import type { TrainingSpec } from '../../lib/src/view/spec.js';
import { trainingSeries, trainingSpec } from '../helpers/browser-notebook.js';

const spec = (id: string, rest: Partial<TrainingSpec> = {}, count = 3): TrainingSpec =>
  trainingSpec(
    [
      trainingSeries(
        'loss',
        'loss',
        Array.from({ length: count }, (_, i) => count - i),
      ),
    ],
    { id, ...rest },
  );

/** Storage in memory, and a promise of its next save. */
function storage(stored?: unknown) {
  const saved: unknown[] = [];
  return {
    saved,
    load: async () => stored,
    save: async (runs: unknown) => {
      saved.push(JSON.parse(JSON.stringify(runs)));
    },
  };
}
const names = (book: RunBook) => book.runs.map(({ name }) => name);

describe('the book of training runs', () => {
  test('keeps a run whose cell ran again, beside the new one under another name', () => {
    const book = new RunBook(undefined);
    book.take(spec('first', { title: 'LeNet' }), 'a.ipynb');
    book.take(spec('second', { title: 'LeNet' }), 'a.ipynb');
    expect(names(book)).toEqual(['LeNet', 'LeNet 2']);
    expect(book.runs.map(({ color, notebook }) => [color, notebook])).toEqual([
      [0, 'a.ipynb'],
      [1, 'a.ipynb'],
    ]);
  });

  test('takes newer states of a run and no older ones', () => {
    const book = new RunBook(undefined);
    book.take(spec('run', { seq: 5 }, 3));
    book.take(spec('run', { seq: 4 }, 9));
    expect(book.runs[0].spec.series[0].value).toHaveLength(3);
    book.take(spec('run', { seq: 6 }, 9));
    expect(book.runs[0].spec.series[0].value).toHaveLength(9);
    expect(book.runs).toHaveLength(1);
  });

  test('renames, hides and deletes; a deleted run does not come back with its output', () => {
    const book = new RunBook(undefined);
    let told = 0;
    book.listen(() => told++);
    book.take(spec('a'));
    book.take(spec('b'));
    book.rename('a', '  rate 0.1 ');
    book.rename('b', '   ');
    book.hide('a', true);
    book.remove('b');
    book.take(spec('b', { seq: 99 }));
    expect(book.runs.map(({ name, hidden }) => [name, hidden])).toEqual([['rate 0.1', true]]);
    expect(told).toBe(6);
  });

  test('gives a free colour to a new run, so that the others keep theirs', () => {
    const book = new RunBook(undefined);
    for (const id of ['a', 'b', 'c']) book.take(spec(id));
    book.remove('b');
    book.take(spec('d'));
    expect(book.runs.map(({ id, color }) => `${id}${color}`)).toEqual(['a0', 'c2', 'd1']);
  });

  test('remembers ended runs and what was set, and brings them back before those that came meanwhile', async () => {
    const first = storage();
    const book = new RunBook(first);
    book.take(spec('a', { title: 'one' }));
    book.rename('a', 'renamed');
    await expect.poll(() => first.saved.length).toBeGreaterThan(0);
    await expect.poll(() => JSON.stringify(first.saved.at(-1))).toContain('renamed');
    const later = new RunBook(storage(first.saved.at(-1)));
    later.take(spec('b', { title: 'two' }));
    await later.restore();
    expect(names(later)).toEqual(['renamed', 'two']);
  });

  test('saves nothing while a run goes on', async () => {
    const place = storage();
    const book = new RunBook(place);
    book.take(spec('a', { state: 'running' }));
    book.take(spec('a', { state: 'running', seq: 8 }));
    await Promise.resolve();
    expect(place.saved).toEqual([]);
  });

  test('holds at most 24 runs, and remembers the newest that fit into 400,000 characters', async () => {
    const place = storage();
    const book = new RunBook(place);
    for (let i = 0; i < 30; i++) book.take(spec(`run ${i}`, {}, 2000));
    expect(book.runs).toHaveLength(24);
    expect(book.runs[0].id).toBe('run 6');
    const last = () => JSON.stringify(place.saved.at(-1) ?? '');
    await expect.poll(last).toContain('run 29');
    expect(last().length).toBeLessThanOrEqual(400_100);
  });

  test('starts empty when what was remembered cannot be read', async () => {
    const book = new RunBook(storage([{ id: 3 }, 'nonsense']));
    await book.restore();
    expect(book.runs).toEqual([]);
    const other = new RunBook(storage({ strange: true }));
    await other.restore();
    expect(other.runs).toEqual([]);
  });
});

describe('a remembered run', () => {
  const run = (count: number): Run => ({
    id: 'r',
    name: 'run',
    notebook: 'a.ipynb',
    hidden: true,
    color: 2,
    spec: spec('r', {}, count),
  });

  test('comes back as it was', () => {
    expect(unpackRun(JSON.parse(JSON.stringify(packRun(run(50)))))).toEqual(run(50));
  });

  test('keeps 300 points of a long series, its last point and every extreme', () => {
    const long = run(1000);
    long.spec.series[0].value[777] = -55;
    const { value, low, high, step } = unpackRun(JSON.parse(JSON.stringify(packRun(long)))).spec.series[0];
    expect([value.length, low?.length, high?.length]).toEqual([300, 300, 300]);
    expect([step.at(-1), value.at(-1)]).toEqual([1000, 1]);
    expect(Math.min(...(low as number[]))).toBe(-55);
    expect(Math.max(...(high as number[]))).toBe(1000);
  });

  test('that cannot be read is left out', () => {
    expect(unpackRuns([packRun(run(3)), { id: 'broken' }]).map(({ id }) => id)).toEqual(['r']);
  });

  test('can be saved as CSV and as JSON', () => {
    const runs = [run(2)];
    expect(runsCsv(runs)).toBe(
      'run,panel,series,step,epoch,seconds,value\nrun,loss,loss,1,0.01,1,2\nrun,loss,loss,2,0.02,2,1\n',
    );
    expect(JSON.parse(runsJson(runs))).toMatchObject([{ name: 'run', notebook: 'a.ipynb', id: 'r', version: 1 }]);
  });
});
