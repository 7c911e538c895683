import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('streams', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('carry console and process writes to stdout and stderr, uncoloured', async () => {
    const cell = await client.execute(
      "console.log('a', 1, { b: 2 }); console.error('c'); process.stdout.write('d'); process.stderr.write(Buffer.from('é'))",
    );
    expect(cell.stream('stdout')).toBe('a 1 { b: 2 }\nd');
    expect(cell.stream('stderr')).toBe('c\né');
  });

  it('keep their order among each other and with displays', async () => {
    const cell = await client.execute("console.log(1); display('x'); console.log(2); console.error(3); console.log(4)");
    expect(cell.outputs.map(({ type, content }) => content.text ?? type)).toEqual([
      '1\n',
      'display_data',
      '2\n',
      '3\n',
      '4\n',
    ]);
  });

  it('arrive while a synchronous loop still runs', async () => {
    const id = await client.begin("console.log('started');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    expect(client.messagesOf(id).at(-1)?.content.execution_state).not.toBe('idle');
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(id)).stream('stdout')).toBe('started\n');
  });

  it('bring 5,000 lines before idle, in few messages', async () => {
    const cell = await client.execute("for (let line = 0; line < 5000; line++) console.log('line', line);");
    const lines = cell.stream('stdout').split('\n');
    expect(lines).toHaveLength(5001);
    expect(lines[4999]).toBe('line 4999');
    expect(cell.messages.at(-1)?.content.execution_state).toBe('idle');
    expect(cell.outputs.length).toBeLessThan(100);
  });

  it('bring 2,000 displays before idle, each in its place', async () => {
    const cell = await client.execute('for (let n = 0; n < 2000; n++) display(n);');
    expect(cell.outputs.map(({ content }) => Number((content.data as Record<string, string>)['text/plain']))).toEqual(
      Array.from({ length: 2000 }, (_, n) => n),
    );
  });

  it('carry a very long line whole', async () => {
    const cell = await client.execute("console.log('x'.repeat(2_000_000))");
    expect(cell.stream('stdout').length).toBe(2_000_001);
  });

  it('carry what child processes write to the same descriptors, before idle', async () => {
    const cell = await client.execute(
      "import { spawnSync } from 'node:child_process';\nconst done = spawnSync('sh', ['-c', 'echo out; echo err >&2'], { stdio: 'inherit' });",
    );
    expect(cell.stream('stdout')).toBe('out\n');
    expect(cell.stream('stderr')).toBe('err\n');
  });

  it('that come after the cell belong to the last cell', async () => {
    const id = await client.begin("const timer = setTimeout(() => console.log('afterwards'), 1);");
    const late = await client.waitFor(({ content }) => content.text === 'afterwards\n');
    expect(late.parent.msg_id).toBe(id);
  });
});
