import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

const HOST = "(globalThis as any)[Symbol.for('lectern.host')]";

describe('comms', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
    await client.execute(`const host = ${HOST};\nconst heard: unknown[] = [];`);
  });
  afterAll(() => client.stop());

  /** Opens a channel whose messages are collected in `heard` and sent back. */
  async function open(name: string): Promise<string> {
    const cell = await client.execute(`
      const ${name} = host.openChannel('lectern.view', { view: '${name}' });
      ${name}.onMessage = (data: any, buffers: DataView[]) => {
        heard.push(data);
        ${name}.send({ echo: data }, buffers.map((view) => new Uint8Array([view.getUint8(0) + 1])));
      };`);
    const opened = cell.outputs.find(({ type }) => type === 'comm_open');
    expect(opened?.content).toMatchObject({ target_name: 'lectern.view', data: { view: name } });
    return opened?.content.comm_id as string;
  }

  const message = (comm_id: string, data: object, buffers: Uint8Array[] = []) =>
    client.send('shell', 'comm_msg', { comm_id, data }, { buffers });

  it('carry JSON and binary buffers both ways, between busy and idle of the message', async () => {
    const id = await open('both');
    const sent = await message(id, { ask: 1 }, [new Uint8Array([41])]);
    await client.idle(sent);
    const answer = client.messagesOf(sent);
    expect(answer.map(({ type }) => type)).toEqual(['status', 'comm_msg', 'status']);
    expect(answer[1].content).toEqual({ comm_id: id, data: { echo: { ask: 1 } } });
    expect([...answer[1].buffers[0]]).toEqual([42]);
  });

  it('are delivered while a cell awaits', async () => {
    const id = await open('awaiting');
    const cell = await client.begin(`
      console.log('waiting');
      await new Promise<void>((resolve) => { awaiting.onMessage = () => resolve(); });
      'heard'`);
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    const sent = await message(id, { go: true });
    expect((await client.finish(cell)).result).toBe("'heard'");
    await client.idle(sent);
  });

  it('wait for the end of a synchronous cell, and are not lost', async () => {
    const id = await open('patient');
    const cell = await client.begin("heard.length = 0;\nconsole.log('looping');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    const sent = [await message(id, { n: 1 }), await message(id, { n: 2 })];
    await Promise.all(sent.map((message) => client.idle(message)));
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
    await client.waitFor(
      ({ type, content }) => type === 'comm_msg' && JSON.stringify(content.data) === '{"echo":{"n":2}}',
    );
    expect((await client.execute('heard')).result).toBe('[ { n: 1 }, { n: 2 } ]');
  });

  it('run a callback to its end that begins when a cell has just been interrupted', async () => {
    const id = await open('after');
    await client.execute(`
      after.onMessage = () => host.capture(() => {
        // Longer than the kernel waits before it takes the event loop for stuck.
        for (const end = performance.now() + 500; performance.now() < end; );
        heard.push('to its end');
      }, () => true);`);
    const cell = await client.begin("console.log('looping');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    const sent = await message(id, {});
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
    await client.idle(sent);
    expect((await client.execute('heard.at(-1)')).result).toBe("'to its end'");
    const endless = await client.begin("console.log('again');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === endless);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(endless)).reply.content.ename).toBe('Interrupted');
    expect((await client.execute('heard.at(-1)')).result).toBe("'to its end'");
  });

  it('leave a callback that loops after an await when it is interrupted, and lose nothing', async () => {
    const id = await open('looping');
    await client.execute(`
      looping.onMessage = () => host.capture(async () => {
        await null;
        console.log('begun');
        while (true);
      }, () => false);`);
    const sent = await message(id, {});
    await client.waitFor(({ type, content }) => type === 'stream' && String(content.text).includes('begun'));
    await client.request('control', 'interrupt_request', {});
    await client.idle(sent);
    expect((await client.execute('heard.length > 0')).result).toBe('true');
  });

  it('are listed by comm_info, all or by target', async () => {
    const id = await open('listed');
    const all = await client.request('shell', 'comm_info_request', {});
    expect(all.content.comms).toHaveProperty(id, { target_name: 'lectern.view' });
    const other = await client.request('shell', 'comm_info_request', { target_name: 'something.else' });
    expect(other.content.comms).toEqual({});
  });

  it('can be closed from both sides', async () => {
    const here = await open('here');
    const cell = await client.execute('here.close({ bye: 1 });\nhere.send({ after: 1 });');
    expect(cell.outputs.map(({ type, content }) => [type, content])).toEqual([
      ['comm_close', { comm_id: here, data: { bye: 1 } }],
    ]);
    const there = await open('there');
    await client.idle(await client.send('shell', 'comm_close', { comm_id: there, data: {} }));
    const { comms } = (await client.request('shell', 'comm_info_request', {})).content;
    expect(Object.keys(comms as object)).not.toContain(here);
    expect(Object.keys(comms as object)).not.toContain(there);
    expect((await client.execute('there.send({ late: true })')).outputs).toEqual([]);
  });

  it('carry metadata both ways', async () => {
    const cell = await client.execute(`
      const labelled = host.openChannel('lectern.view', {}, [], { at: 'open' });
      labelled.onMessage = (data: any, buffers: DataView[], metadata: any) => labelled.send(data, buffers, { ...metadata, back: true });`);
    const opened = cell.outputs.find(({ type }) => type === 'comm_open');
    expect(opened?.metadata).toEqual({ at: 'open' });
    const comm_id = opened?.content.comm_id as string;
    const sent = await client.send('shell', 'comm_msg', { comm_id, data: {} }, { metadata: { there: 1 } });
    await client.idle(sent);
    expect(client.messagesOf(sent)[1].metadata).toEqual({ there: 1, back: true });
  });

  it('are opened by the front end on a target that the code takes', async () => {
    await client.execute(`
      host.acceptChannels('my.target', (channel: any, data: any, buffers: DataView[]) => {
        channel.send({ hello: data, first: buffers[0].getUint8(0) });
        channel.onMessage = (message: any) => channel.send({ echo: message });
      });`);
    const buffers = [new Uint8Array([7])];
    const opening = await client.send(
      'shell',
      'comm_open',
      { comm_id: 'mine', target_name: 'my.target', data: 5 },
      {
        buffers,
      },
    );
    await client.idle(opening);
    expect(client.messagesOf(opening)[1].content).toEqual({ comm_id: 'mine', data: { hello: 5, first: 7 } });
    const { comms } = (await client.request('shell', 'comm_info_request', { target_name: 'my.target' })).content;
    expect(comms).toEqual({ mine: { target_name: 'my.target' } });
    const sent = await message('mine', { x: 1 });
    await client.idle(sent);
    expect(client.messagesOf(sent)[1].content.data).toEqual({ echo: { x: 1 } });
  });

  it('to an unknown target are closed again', async () => {
    const id = await client.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'nobody', data: {} });
    await client.idle(id);
    expect(client.messagesOf(id).map(({ type }) => type)).toEqual(['status', 'comm_close', 'status']);
  });

  it('with a handler that throws tell so on stderr and stay open', async () => {
    const id = await open('throwing');
    await client.execute("throwing.onMessage = () => { throw new Error('in the handler'); };");
    const sent = await message(id, {});
    await client.idle(sent);
    await client.waitFor(({ type, content }) => type === 'stream' && String(content.text).includes('in the handler'));
    expect((await client.execute('1')).result).toBe('1');
  });
});
