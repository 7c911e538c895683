import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('subshells', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  const create = async () => (await client.request('control', 'create_subshell_request', {})).content.subshell_id;
  const list = async () => (await client.request('control', 'list_subshell_request', {})).content.subshell_id;
  const codeOf = (cell: string) => client.replyTo(cell);

  /** Starts a cell that never ends by itself and waits until it runs. */
  async function busy(): Promise<string> {
    const cell = await client.begin("console.log('busy');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    return cell;
  }

  it('are a feature that the kernel tells about', async () => {
    const { content } = await client.request('control', 'kernel_info_request', {});
    expect(content.supported_features).toContain('kernel subshells');
  });

  it('are created, listed and deleted', async () => {
    const [first, second] = [await create(), await create()];
    expect(await list()).toEqual(expect.arrayContaining([first, second]));
    expect((await client.request('control', 'delete_subshell_request', { subshell_id: first })).content).toEqual({
      status: 'ok',
    });
    expect(await list()).not.toContain(first);
    const again = await client.request('control', 'delete_subshell_request', { subshell_id: first });
    expect(again.content).toMatchObject({ status: 'error', evalue: expect.stringContaining(String(first)) });
  });

  it('answer completion, inspection and comm messages while the main shell computes', async () => {
    const subshell = String(await create());
    await client.execute(`
      const echo = (globalThis as any)[Symbol.for('lectern.host')].openChannel('lectern.view', {});`);
    const cell = await busy();
    const ask = (type: string, content: Record<string, unknown>) =>
      client.send('shell', type, content, { subshell }).then((id) => client.replyTo(id));
    expect((await ask('complete_request', { code: 'Math.sq', cursor_pos: 7 })).content.matches).toContain('sqrt');
    expect((await ask('inspect_request', { code: 'Math', cursor_pos: 2, detail_level: 0 })).content.found).toBe(true);
    const info = await ask('comm_info_request', {});
    expect(info.parent).toMatchObject({ subshell_id: subshell });
    const [comm_id] = Object.keys(info.content.comms as object);
    await client.idle(await client.send('shell', 'comm_msg', { comm_id, data: {} }, { subshell }));
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
  });

  it('run their cells when the running cell has ended, before those that wait in the main shell', async () => {
    const subshell = String(await create());
    await client.execute('const order: string[] = [];');
    const running = await client.begin(
      "console.log('busy');\nconst t0 = prompt('hold'); // holds the thread until it is answered",
    );
    const asked = await client.waitFor(({ type, parent }) => type === 'input_request' && parent.msg_id === running);
    const main = await client.begin("order.push('main');");
    const side = await client.begin("order.push('side');", {}, { subshell });
    await client.send('stdin', 'input_reply', { status: 'ok', value: 'x' }, { parent: asked.header });
    for (const cell of [running, main, side]) expect((await codeOf(cell)).content.status).toBe('ok');
    expect((await client.execute('order')).result).toBe("[ 'side', 'main' ]");
  });

  it('abort after an error only what waits in the same shell', async () => {
    const subshell = String(await create());
    const failing = await client.begin("prompt('hold');\nthrow new Error('stop here');");
    const asked = await client.waitFor(({ type, parent }) => type === 'input_request' && parent.msg_id === failing);
    const main = await client.begin('1');
    const side = await client.begin('2', {}, { subshell });
    await client.send('stdin', 'input_reply', { status: 'ok', value: 'x' }, { parent: asked.header });
    expect((await codeOf(failing)).content.status).toBe('error');
    expect((await codeOf(main)).content.status).toBe('aborted');
    expect((await client.finish(side)).result).toBe('2');
  });

  it('that are unknown make their requests fail', async () => {
    const cell = await client.begin('1', {}, { subshell: 'nowhere' });
    expect((await codeOf(cell)).content).toMatchObject({
      status: 'error',
      evalue: "subshell: expected the id of an open one, got 'nowhere'",
    });
  });
});
