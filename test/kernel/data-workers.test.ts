import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('worker threads of a loader in a notebook', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start();
    await client.execute(`
const exits: Promise<void>[] = [];
process.on('worker', (worker: { on(event: 'exit', listener: () => void): void }) => {
  exits.push(new Promise((exited) => worker.on('exit', exited)));
});
const set = new data.FunctionDataset({ length: 40, args: { add: 1 }, get: (index: number, { add }) => [index, index + add] });
const hangs = new data.FunctionDataset({ length: 4, get: (index: number) => { while (index > 0); return index; } });
const ended = async () => (await Promise.all(exits)).length;
`);
  });
  afterAll(() => client.stop());

  it('make samples by a function of a cell', async () => {
    const cell = await client.execute(`
let sum = 0;
for (const [x, y] of new data.DataLoader(set, { batchSize: 10, numWorkers: 2 })) sum += y.sub(x).sum().item();
sum`);
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
    expect(cell.result).toBe('40');
    expect((await client.execute('await ended()')).result).toBe('2');
  });

  const cases: [name: string, code: string][] = [
    ['its body', "for (const _ of new data.DataLoader(set, { numWorkers: 2 })) { console.log('go'); while (true); }"],
    ['the wait for a batch', "for (const _ of new data.DataLoader(hangs, { numWorkers: 2 })) console.log('go');"],
    [
      'the wait of for await',
      "for await (const _ of new data.DataLoader(hangs, { numWorkers: 2 })) console.log('go');",
    ],
  ];
  it.each(cases)('end with a loop that is interrupted in %s', async (_name, code) => {
    const before = Number((await client.execute('await ended()')).result);
    const id = await client.begin(code);
    await client.waitFor(
      ({ type, parent, content }) => type === 'stream' && parent.msg_id === id && /go/.test(String(content.text)),
    );
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(id)).reply.content).toMatchObject({ status: 'error', ename: 'Interrupted' });
    expect((await client.execute('await ended()')).result).toBe(`${before + 2}`);
  });
});
