import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HistoryStore } from '../../kernel/dist/session/history/store.js';
import { KernelClient } from '../helpers/kernel-client.js';

describe('history', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--language', 'echo', '--preload', 'none'] });
    for (const code of ['1 + 1', '2 + 2', 'void 0', '1 + 1']) await client.execute(code);
    await client.execute('3 + 3', { store_history: false });
  });
  afterAll(() => client.stop());

  const find = async (query: object) => {
    const defaults = { output: false, raw: true };
    return (await client.request('shell', 'history_request', { ...defaults, ...query })).content.history;
  };

  it('gives the last cells, and leaves out those that were not stored', async () => {
    expect(await find({ hist_access_type: 'tail', n: 2 })).toEqual([
      [1, 3, 'void 0'],
      [1, 4, '1 + 1'],
    ]);
  });

  it('gives outputs when asked', async () => {
    expect(await find({ hist_access_type: 'tail', n: 3, output: true })).toEqual([
      [1, 2, ['2 + 2', '4']],
      [1, 3, ['void 0', null]],
      [1, 4, ['1 + 1', '2']],
    ]);
  });

  it('gives a range of a session', async () => {
    expect(await find({ hist_access_type: 'range', session: 1, start: 2, stop: 4 })).toHaveLength(2);
    expect(await find({ hist_access_type: 'range', session: 0, start: 1, stop: 2 })).toEqual([[1, 1, '1 + 1']]);
    expect(await find({ hist_access_type: 'range', session: 9, start: 0, stop: 9 })).toEqual([]);
  });

  it('searches by pattern, all, unique, or the last few', async () => {
    expect(await find({ hist_access_type: 'search', pattern: '? + ?' })).toHaveLength(3);
    expect(await find({ hist_access_type: 'search', pattern: '1*', unique: true })).toEqual([[1, 4, '1 + 1']]);
    expect(await find({ hist_access_type: 'search', pattern: '*+*', n: 1 })).toEqual([[1, 4, '1 + 1']]);
    expect(await find({ hist_access_type: 'search', pattern: '(' })).toEqual([]);
  });
});

describe('the history file', () => {
  let folder: string;
  const clients: KernelClient[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-history-'));
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.stop()));
    rmSync(folder, { recursive: true });
  });

  async function start(file: string): Promise<KernelClient> {
    const args = ['--language', 'echo', '--preload', 'none'];
    const client = await KernelClient.start({ args, env: { LECTERN_HISTORY: join(folder, file) } });
    clients.push(client);
    return client;
  }

  const find = async (client: KernelClient, query: object) =>
    (await client.request('shell', 'history_request', { output: false, raw: true, ...query })).content.history;

  it('keeps the cells over a restart, as sessions that a range finds by number or from the end', async () => {
    const first = await start('kept.sqlite');
    await first.execute('1 + 1');
    await first.stop();
    const second = await start('kept.sqlite');
    await second.execute('2 + 2');
    expect(await find(second, { hist_access_type: 'tail', n: 10 })).toEqual([
      [1, 1, '1 + 1'],
      [2, 1, '2 + 2'],
    ]);
    expect(await find(second, { hist_access_type: 'range', session: -1, start: 0 })).toEqual([[1, 1, '1 + 1']]);
    expect(await find(second, { hist_access_type: 'range', session: 0, start: 0 })).toEqual([[2, 1, '2 + 2']]);
    expect(await find(second, { hist_access_type: 'search', pattern: '1*' })).toEqual([[1, 1, '1 + 1']]);
  });

  it('is shared by several kernels at once', async () => {
    const [one, two] = [await start('shared.sqlite'), await start('shared.sqlite')];
    for (let n = 0; n < 5; n++) await Promise.all([one.execute(`${n} + 1`), two.execute(`${n} + 2`)]);
    const own = { hist_access_type: 'range', session: 0, start: 0 };
    expect(await find(one, own)).toHaveLength(5);
    expect(await find(two, own)).toHaveLength(5);
    const all = (await find(one, { hist_access_type: 'tail', n: 100 })) as [number, number, string][];
    expect(new Set(all.map(([session]) => session))).toEqual(new Set([1, 2]));
    expect(all).toHaveLength(10);
  });

  it('that is no database is put aside for a fresh one', async () => {
    writeFileSync(join(folder, 'broken.sqlite'), 'no database at all, but long enough to be read as one. '.repeat(100));
    const client = await start('broken.sqlite');
    await client.execute('3 + 3');
    expect(await find(client, { hist_access_type: 'tail', n: 1 })).toEqual([[1, 1, '3 + 3']]);
    expect(readdirSync(folder)).toContain('broken.sqlite.unreadable');
  });

  it('that cannot be written leaves a history in memory', async () => {
    writeFileSync(join(folder, 'file'), '');
    const client = await start(join('file', 'below', 'history.sqlite'));
    await client.execute('4 + 4');
    expect(await find(client, { hist_access_type: 'tail', n: 1 })).toEqual([[1, 1, '4 + 4']]);
  });

  it('is written although a killed process has left its lock', () => {
    const path = join(folder, 'locked.sqlite');
    const lock = `${path}.lock`;
    mkdirSync(lock);
    utimesSync(lock, new Date(0), new Date(0));
    const store = new HistoryStore(path);
    store.add({ line: 1, input: '5 + 5', output: '10' });
    expect(store.find({ hist_access_type: 'tail', output: true })).toEqual([[1, 1, ['5 + 5', '10']]]);
  });
});
