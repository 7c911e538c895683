import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
