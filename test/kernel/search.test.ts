import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { search } from 'lectern';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';
import { gone } from '../helpers/processes.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const quiet = { progress: false, parallel: 1 } as const;
const bowl = {
  x: search.uniform(-1, 1),
  scale: search.logUniform(1e-3, 1),
  kind: search.choice(['a', 'b']),
};

/** What is the same from run to run. */
const facts = (result: { runs: readonly { seconds: number }[] }) => result.runs.map(({ seconds: _, ...run }) => run);

describe('search', () => {
  it('draws and scores the same trials whatever runs at a time, each with its own seed', async () => {
    const options = {
      ...quiet,
      space: bowl,
      trials: 6,
      seed: 3,
      run: ({ x, scale, kind }: { x: number; scale: number; kind: string }) =>
        x ** 2 + scale + (kind === 'a' ? 0 : 0.1),
    };
    const [one, three] = [await search({ ...options, parallel: 1 }), await search({ ...options, parallel: 3 })];
    expect(facts(one)).toEqual(facts(three));
    expect(one.trials.map(({ score }) => score)).toEqual(one.runs.map(({ score }) => score!).sort((a, b) => a - b));
    expect(one.best).toEqual(one.trials[0]);
    expect(new Set(one.runs.map(({ seed }) => seed)).size).toBe(6);
    for (const { params, score } of one.runs) {
      const { x, scale, kind } = params;
      expect([x >= -1 && x < 1, scale >= 1e-3 && scale < 1, ['a', 'b'].includes(kind)]).toEqual([true, true, true]);
      expect(score).toBe(x ** 2 + scale + (kind === 'a' ? 0 : 0.1));
    }
  });

  it('runs the library in its processes, on data that it was given', async () => {
    const result = await search({
      ...quiet,
      space: { lr: search.choice([1e-6, 0.1]) },
      method: 'grid',
      data: { x: Float32Array.from([1, 2, 3]), y: [2, 4, 6] },
      // The names of the library are in scope there; here the test's own would be renamed.
      run: new Function(
        'params',
        'trial',
        `const { data } = trial;
         const model = new nn.Linear(1, 1);
         const train = [[tensor(data.x).view(-1, 1), tensor(data.y).view(-1, 1)]];
         const optimizer = new optim.Adam(model.parameters(), { lr: params.lr });
         return fit(model, { train, loss: new nn.MSELoss(), optimizer, epochs: 60, progress: false }).last.loss;`,
      ) as (params: { lr: number }) => number,
    });
    expect(result.trials.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(result.best?.params).toEqual({ lr: 0.1 });
    expect(result.best?.score).toBeLessThan(result.trials[1].score! / 2);
  });

  it('makes a row of a trial that throws, gives no number, or ends its process', async () => {
    const result = await search({
      ...quiet,
      space: { what: search.choice(['good', 'throw', 'text', 'nan', 'die', 'free']) },
      method: 'grid',
      parallel: 2,
      run: ({ what }) => {
        if (what === 'throw') throw new RangeError('too large');
        if (what === 'text') return 'low' as unknown as number;
        if (what === 'nan') return Number.NaN;
        if (what === 'die') (globalThis as unknown as { process: { abort(): void } }).process.abort();
        if (what === 'free') return folder.length;
        return 1;
      },
    });
    const errors = Object.fromEntries(result.trials.map(({ params, error }) => [params.what, error]));
    expect(errors).toEqual({
      good: undefined,
      throw: 'RangeError: too large',
      text: 'expected a number, or an object with score, from the objective, got low',
      nan: 'expected a finite score, got NaN',
      die: expect.stringContaining('the process ended with SIGABRT'),
      free: 'ReferenceError: folder is not defined; a function travels as text, without what stands around it: pass values by data, or use module',
    });
    expect(result.best?.params.what).toBe('good');
    expect(String(result)).toMatch(
      /^trial +what +score +seconds +error\n +1 +good +1 .*\n +2 +throw +– .*RangeError: too large/,
    );
  });

  it('takes the larger scores for better when asked', async () => {
    const result = await search({
      ...quiet,
      space: { n: search.integer(1, 4) },
      method: 'grid',
      mode: 'max',
      run: ({ n }) => n,
    });
    expect(result.trials.map(({ score }) => score)).toEqual([4, 3, 2, 1]);
  });

  it('halves: gives more to the better ones, round by round', async () => {
    const result = await search({
      ...quiet,
      space: { n: search.integer(1, 1000) },
      method: 'halving',
      trials: 9,
      budget: { min: 2, max: 18 },
      seed: 1,
      parallel: 3,
      run: ({ n }, { budget }) => n + 100 / budget!,
    });
    const at = (budget: number) => result.runs.filter((run) => run.budget === budget);
    expect([2, 6, 18].map((budget) => at(budget).length)).toEqual([9, 3, 1]);
    const smallest = at(2)
      .map(({ params }) => params.n)
      .sort((a, b) => a - b);
    expect(
      at(6)
        .map(({ params }) => params.n)
        .sort((a, b) => a - b),
    ).toEqual(smallest.slice(0, 3));
    expect(result.best).toMatchObject({ budget: 18, params: { n: smallest[0] }, score: smallest[0] + 100 / 18 });
    expect(result.trials).toHaveLength(9);
    expect(result.trials.map(({ budget }) => budget)).toEqual([18, 6, 6, 2, 2, 2, 2, 2, 2]);
  });

  it('goes on from its record: finished trials are not run again, failed ones are', async () => {
    const resume = join(folder, 'record.jsonl');
    const log = join(folder, 'log.txt');
    const flag = join(folder, 'flag');
    const run = ({ n }: { n: number }, { data }: { data: { log: string; flag: string } }) => {
      const fs = process.getBuiltinModule('node:fs');
      fs.appendFileSync(data.log, `${n} `);
      if (n === 2 && !fs.existsSync(data.flag)) throw new Error('not yet');
      return n;
    };
    const options = {
      ...quiet,
      space: { n: search.integer(1, 3) },
      method: 'grid',
      parallel: 1,
      data: { log, flag },
      resume,
      run,
    } as const;
    const first = await search(options);
    expect(first.trials.map(({ score }) => score)).toEqual([1, 3, undefined]);
    writeFileSync(flag, '');
    // As if the process had ended while it wrote.
    writeFileSync(resume, `${readFileSync(resume, 'utf8')}{"number":9`);
    const second = await search(options);
    expect(second.trials.map(({ score }) => score)).toEqual([1, 2, 3]);
    expect(readFileSync(log, 'utf8')).toBe('1 2 3 2 ');
    expect(facts(await search(options))).toEqual(facts(second));
    expect(readFileSync(log, 'utf8')).toBe('1 2 3 2 ');
    await expect(search({ ...options, seed: 5 })).rejects.toThrow(
      'search: expected a record of the same space, method, trials and seed in',
    );
  });

  it('takes a module, which finds the library by its name', async () => {
    const module = join(folder, 'objective.mjs');
    writeFileSync(module, "import { tensor } from 'lectern';\nexport const run = ({ n }) => tensor([n, 1]).sum();\n");
    const result = await search({ ...quiet, space: { n: search.integer(1, 2) }, method: 'grid', module });
    expect(result.trials.map(({ score }) => score)).toEqual([2, 3]);
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, 'export const other = 1;\n');
    await expect(search({ ...quiet, space: { n: search.integer(1, 2) }, module: empty })).rejects.toThrow(
      /search: expected an objective that can be loaded, got TypeError: expected .*empty.mjs to export a function run, got other/,
    );
  });

  const space = { lr: search.logUniform(0.1, 1) };
  const run = () => 1;
  const refused: [what: string, options: object, message: string][] = [
    [
      'a grid over fractions',
      { space, run, method: 'grid' },
      'search: a grid needs choice or integer, got logUniform(0.1, 1) for lr',
    ],
    ['no objective', { space }, 'search: expected either run or module, got neither'],
    [
      'a missing module',
      { space, module: '/no/where.mjs' },
      'search: expected a module, got /no/where.mjs, which is not there',
    ],
    [
      'a value in place of a distribution',
      { space: { lr: 0.1 }, run },
      'search: expected search.choice or the like for lr, got 0.1',
    ],
    ['half a trial', { space, run, trials: 0.5 }, 'search: trials must be whole and at least 1, got 0.5'],
    ['halving without budget', { space, run, method: 'halving' }, "search: method 'halving' needs budget, got none"],
  ];
  it.each(refused)('refuses %s', async (_what, options, message) => {
    await expect(search(options as unknown as Parameters<typeof search>[0])).rejects.toThrow(message);
  });

  it('refuses ranges that are none', () => {
    expect(() => search.logUniform(0, 1)).toThrow('search.logUniform: expected 0 < low < high, got 0 and 1');
    expect(() => search.choice([])).toThrow('search.choice: expected at least one value, got an empty list');
  });
});

describe('the processes of a search', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start();
  });
  afterAll(() => client.stop());

  /** Runs trials that never end, in a process that says the ids of theirs. */
  /** Code that waits until two trials have written their process numbers, a line each. */
  const untilBothRun = (pidFile: string) => `
    const { existsSync, readFileSync, watch } = require('node:fs');
    const both = () => existsSync(${JSON.stringify(pidFile)}) && readFileSync(${JSON.stringify(pidFile)}, 'utf8').split('\\n').length === 3;
    const watcher = watch(${JSON.stringify(folder)});
    if (!both()) await new Promise((done) => watcher.on('change', () => both() && done(undefined)));
    watcher.close();`;
  const endless = (pidFile: string) => `
    (async () => {
      const { search } = await import('lectern');
      search({ space: { n: search.integer(1, 2) }, method: 'grid', parallel: 2, data: ${JSON.stringify(pidFile)}, progress: false,
        run: async (_params, { data }) => { (await import('node:fs')).appendFileSync(data, process.pid + '\\n'); for (;;); } });
      ${untilBothRun(pidFile)}
      console.log('running');
    })();`;

  it('end when the process that searches is killed, also in the middle of a trial', async () => {
    const file = join(folder, 'pids');
    const child = spawn(process.execPath, ['-e', endless(file)], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: child.stdout }), 'line');
    const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    child.kill('SIGKILL');
    await Promise.all(pids.map(gone));
  });

  it('end when the cell is interrupted', async () => {
    const file = join(folder, 'kernel-pids');
    const id = await client.begin(
      [
        `const waiting = search({ space: { n: search.integer(1, 2) }, method: 'grid', parallel: 2, data: ${JSON.stringify(file)},`,
        "  run: async ({ n }, { data }) => { (await import('node:fs')).appendFileSync(data, process.pid + '\\n'); for (;;); } });",
        untilBothRun(file),
        "console.log('running');",
        'await waiting;',
      ].join('\n'),
    );
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    expect(existsSync(file)).toBe(true);
    const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    await client.request('control', 'interrupt_request', {});
    const cell = await client.finish(id);
    expect(cell.reply.content.ename).toBe('Interrupted');
    expect(cell.stream('stdout')).toContain('interrupted after 0 trials');
    await Promise.all(pids.map(gone));
  });

  it('run a function of a notebook, which shows the table', async () => {
    const cell = await client.execute(
      [
        'await search({ space: { lr: search.logUniform(1e-3, 1), bias: search.choice([true, false]) }, trials: 4, seed: 2,',
        '  run({ lr, bias }, { seed }) {',
        '    const net = new nn.Linear(2, 1, { bias });',
        '    const x = randn(8, 2);',
        '    const optimizer = new optim.SGD(net.parameters(), { lr });',
        '    const history = fit(net, { train: [[x, x.sum({ dim: 1, keepdim: true })]], loss: new nn.MSELoss(), optimizer, epochs: 5 });',
        '    return { score: history.last.loss, first: history.columns.loss[0] };',
        '  },',
        '})',
      ].join('\n'),
    );
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
    expect(cell.result).toMatch(/^trial +lr +bias +score +first +seconds\n/);
    expect(cell.result?.split('\n')).toHaveLength(5);
    const data = cell.outputs.find(({ type }) => type === 'execute_result')?.content.data as Record<string, unknown>;
    expect(Object.keys(data).sort()).toEqual([
      'application/vnd.lectern.table.v1+json',
      'image/png',
      'text/html',
      'text/plain',
    ]);
    const again = cell.outputs.filter(({ type }) => type === 'display_data' || type === 'update_display_data');
    expect(JSON.stringify(again.at(-1)?.content.data)).toMatch(/^\{"text\/plain":"4 of 4 trials {2}best /);
  });
});
