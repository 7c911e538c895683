import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient, type Received } from '../helpers/kernel-client.js';

describe('prompt', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  const asked = (cell: string) =>
    client.waitFor(
      ({ channel, type, parent }) => channel === 'stdin' && type === 'input_request' && parent.msg_id === cell,
    );
  const answer = (request: Received, value: string) =>
    client.send('stdin', 'input_reply', { status: 'ok', value }, { parent: request.header });

  it('asks the front end that sent the cell and returns the text, synchronously', async () => {
    const cell = await client.begin("const name = prompt('Name?');\nconst again = prompt();\n[name, again]");
    const first = await asked(cell);
    expect(first.content).toEqual({ prompt: 'Name?', password: false });
    await answer(first, 'Ada 🎓');
    const second = await client.waitFor(({ type, content }) => type === 'input_request' && content.prompt === '');
    await answer(second, '');
    expect((await client.finish(cell)).result).toBe("[ 'Ada 🎓', '' ]");
  });

  it('returns null at once when the front end takes no input', async () => {
    const cell = await client.execute("prompt('Anyone?')", { allow_stdin: false });
    expect(cell.result).toBe('null');
    expect(client.received.some(({ type, content }) => type === 'input_request' && content.prompt === 'Anyone?')).toBe(
      false,
    );
  });

  it('may have a value for when nobody can be asked', async () => {
    const cell = await client.execute("prompt('Anyone?', 'preset')", { allow_stdin: false });
    expect(cell.result).toBe("'preset'");
  });

  it('has a sibling that asks for yes or no', async () => {
    const cell = await client.begin("[confirm('Sure?'), confirm('Really?')]");
    const first = await asked(cell);
    expect(first.content).toEqual({ prompt: 'Sure? [y/N] ', password: false });
    await answer(first, 'Yes');
    await answer(await client.waitFor(({ content }) => content.prompt === 'Really? [y/N] '), 'maybe');
    expect((await client.finish(cell)).result).toBe('[ true, false ]');
  });

  it('has a sibling that can hide what is typed, and fails when nobody can be asked', async () => {
    const cell = await client.begin("function ask() { return input('Key?', { password: true }); }\nask().length");
    const request = await asked(cell);
    expect(request.content).toEqual({ prompt: 'Key?', password: true });
    await answer(request, 'secret');
    expect((await client.finish(cell)).result).toBe('6');
    const refused = await client.execute("Lectern.input('Key?')", { allow_stdin: false });
    expect(refused.reply.content.evalue).toBe(
      "input: expected a front end that can ask 'Key?', got one that takes no input",
    );
  });

  it('can be interrupted while it waits', async () => {
    const cell = await client.begin("const kept = 1;\nprompt('Never answered');");
    await asked(cell);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(cell)).reply.content.ename).toBe('Interrupted');
    expect((await client.execute('kept')).result).toBe('1');
  });
});
