import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('the protocol', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('welcomes a subscriber before anything else', () => {
    const [first] = client.received.filter(({ channel }) => channel === 'iopub');
    expect([first.type, first.content]).toEqual(['iopub_welcome', { subscription: '' }]);
    expect(first.parent).toEqual({});
  });

  it('tells about the kernel on shell and control alike', async () => {
    for (const channel of ['shell', 'control'] as const) {
      const { content } = await client.request(channel, 'kernel_info_request', {});
      expect(content).toMatchObject({ status: 'ok', implementation: 'lectern', protocol_version: '5.4' });
      expect(content.language_info).toMatchObject({ name: 'typescript', file_extension: '.ts' });
    }
  });

  it('tells the version of TypeScript that converts the cells', async () => {
    const { language_info } = (await client.request('shell', 'kernel_info_request', {})).content;
    const { version } = language_info as { version: string };
    expect((await client.execute("require('typescript').version as string")).result).toBe(`'${version}'`);
  });

  it('drops messages with a wrong signature and goes on', async () => {
    const forged = await client.send('shell', 'execute_request', { code: 'let forged = 1;' }, { key: 'wrong' });
    expect((await client.execute('typeof forged')).reply.content.ename).toBe('TypeScriptError');
    expect(client.received.some(({ parent }) => parent.msg_id === forged)).toBe(false);
  });

  it('drops frames that are no message and goes on', async () => {
    const header = JSON.stringify({ msg_id: 'm', msg_type: 'execute_request', session: 's' });
    for (const channel of ['shell', 'control', 'stdin'] as const) {
      for (const frames of [[''], ['<IDS|MSG>'], ['<IDS|MSG>', 'x', '{}'], ['a', 'b', 'c', 'd', 'e', 'f', 'g']])
        await client.sendRaw(channel, [], frames);
      await client.sendRaw(channel, ['no json', '{}', '{}', '{}']);
      await client.sendRaw(channel, ['[]', '{}', '{}', '{}']);
      await client.sendRaw(channel, ['5', 'null', 'null', 'null']);
      await client.sendRaw(channel, [header, 'null', '7', '"text"']);
    }
    expect((await client.execute('1 + 1')).result).toBe('2');
    expect((await client.request('control', 'kernel_info_request', {})).content.status).toBe('ok');
  });

  it('answers every request whose fields have the wrong type', async () => {
    for (const type of ['execute', 'complete', 'inspect', 'is_complete', 'history', 'comm_info', 'delete_subshell']) {
      const reply = await client.request('shell', `${type}_request`, { code: {}, cursor_pos: 'x', subshell_id: [] });
      expect(reply.type).toBe(`${type}_reply`);
    }
    expect((await client.execute('1 + 1')).result).toBe('2');
  });

  it('wraps requests of an unknown type in busy and idle, without a reply', async () => {
    const id = await client.send('shell', 'strange_request', {});
    await client.idle(id);
    expect(client.messagesOf(id).map(({ content }) => content.execution_state)).toEqual(['busy', 'idle']);
  });

  it('answers a request with broken content by an error reply', async () => {
    const reply = await client.request('shell', 'complete_request', { code: 5 });
    expect(reply.content.status).toBe('error');
    expect((await client.execute('1')).result).toBe('1');
  });

  it('gives every answer the header of its request as parent', async () => {
    const id = await client.begin('1');
    const { reply, messages } = await client.finish(id);
    for (const message of [reply, ...messages])
      expect(message.parent).toMatchObject({ msg_id: id, session: client.session });
    expect(reply.header.session).not.toBe(client.session);
  });

  it('answers control and heartbeat while a cell computes', async () => {
    const cell = await client.begin("console.log('go');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    expect((await client.request('control', 'kernel_info_request', {})).content.status).toBe('ok');
    expect(await client.beat('ping')).toBe('ping');
    expect((await client.request('shell', 'kernel_info_request', {})).content.status).toBe('ok');
    expect(client.messagesOf(cell).at(-1)?.content.execution_state).not.toBe('idle');
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
  });

  it('tells its ports and what it uses', async () => {
    const ports = (await client.request('shell', 'connect_request', {})).content;
    expect(ports).toMatchObject({ status: 'ok', shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4 });
    const first = (await client.request('control', 'usage_request', {})).content;
    expect(first.kernel_memory).toBeGreaterThan(20_000_000);
    await client.execute('let total = 0;\nfor (let n = 0; n < 3e7; n++) total += n;');
    const second = (await client.request('control', 'usage_request', {})).content;
    expect(second.kernel_cpu).toBeGreaterThan(0);
  });

  it('shuts down on the shell channel too', async () => {
    const other = await KernelClient.start({ args: ['--preload', 'none'] });
    const reply = await other.request('shell', 'shutdown_request', { restart: false });
    expect(reply.content).toEqual({ status: 'ok', restart: false });
    expect(await other.exited).toBe(0);
    await other.stop();
  });
});
