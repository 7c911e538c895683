import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';
import { gone, isRunning } from '../helpers/processes.js';

describe('the runner process', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none', '--max-memory', '100'] });
  });
  afterAll(() => client.stop());

  const deaths: [how: string, code: string, evalue: RegExp][] = [
    ['exits', 'process.exit(3)', /ended with exit code 3/],
    ['is killed', "process.kill(process.pid, 'SIGKILL');\nwhile (true);", /killed by SIGKILL/],
    ['aborts', 'process.abort()', /killed by SIGABRT/],
    [
      'runs out of memory',
      'const hold: number[][] = [];\nwhile (true) hold.push(new Array(10000).fill(1.5));',
      /ran out of memory/,
    ],
    [
      'takes too much memory outside of the heap',
      'const hold: Uint8Array[] = [];\nwhile (true) hold.push(new Uint8Array(5_000_000).fill(1));',
      /ran out of memory \(100 MB are allowed\)/,
    ],
  ];
  it.each(deaths)(
    'that %s makes an error of its cell, says what is lost, and is replaced',
    async (_how, code, evalue) => {
      await client.execute('const before = 1;');
      const cell = await client.execute(code);
      expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'RunnerDiedError' });
      expect(cell.reply.content.evalue).toMatch(evalue);
      expect(cell.reply.content.evalue).toMatch(/variables are lost/);
      expect(cell.outputs.at(-1)?.type).toBe('error');
      expect((await client.execute('before')).reply.content.ename).toBe('TypeScriptError');
      expect((await client.execute('const before = 2;\nbefore')).result).toBe('2');
    },
  );

  it('that dies between cells says so, and the next cell runs in a fresh one', async () => {
    const id = await client.begin('const lost = 1;\nconst timer = setTimeout(() => process.exit(0), 1);');
    const note = await client.waitFor(
      ({ type, parent, content }) => type === 'stream' && parent.msg_id === id && content.name === 'stderr',
    );
    expect(note.content.text).toMatch(/variables are lost/);
    expect((await client.execute('1 + 1')).result).toBe('2');
  });

  it('that dies closes its comms', async () => {
    const cell = await client.execute(
      "const channel = (globalThis as any)[Symbol.for('lectern.host')].openChannel('lectern.view', {});\nchannel.id as string",
    );
    const id = cell.result?.replaceAll("'", '');
    await client.execute('process.exit(0)');
    await client.waitFor(({ type, content }) => type === 'comm_close' && content.comm_id === id);
    expect((await client.request('shell', 'comm_info_request', {})).content.comms).toEqual({});
  });
});

describe('what cells have started', () => {
  /** A cell that starts a program which runs for long, and gives its number. */
  const start = (options: string) =>
    `import { spawn } from 'node:child_process';\nspawn('sleep', ['1000'], ${options}).pid`;
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('ends with the runner', async () => {
    const pid = Number((await client.execute(start("{ stdio: 'ignore' }"))).result);
    expect(isRunning(pid)).toBe(true);
    await client.execute('process.exit(0)');
    await gone(pid);
  });

  it('may outlive it when detached, and keeps nobody waiting even if it holds the output', async () => {
    const pid = Number((await client.execute(start("{ stdio: 'inherit', detached: true }"))).result);
    const cell = await client.execute('process.exit(4)');
    expect(cell.reply.content.evalue).toMatch(/ended with exit code 4/);
    expect(isRunning(pid)).toBe(true);
    expect((await client.execute('1 + 1')).result).toBe('2');
    process.kill(pid, 'SIGKILL');
  });

  it('ends with the kernel', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const other = await KernelClient.start({ args: ['--preload', 'none'] });
      const pid = Number((await other.execute(start("{ stdio: 'ignore' }"))).result);
      const runner = await runnerOf(other);
      other.process.kill(signal);
      await other.exited;
      await gone(runner);
      await gone(pid);
      await other.stop();
    }
  });
});

describe('the end of a kernel', () => {
  it('leaves no process behind after a shutdown, also while a cell runs', async () => {
    const client = await KernelClient.start({ args: ['--preload', 'none'] });
    const runner = await runnerOf(client);
    await client.begin("console.log('go');\nwhile (true);");
    await client.waitFor(({ type }) => type === 'stream');
    const id = await client.send('control', 'shutdown_request', { restart: true });
    expect((await client.replyTo(id)).content).toEqual({ status: 'ok', restart: true });
    expect(await client.exited).toBe(0);
    await gone(runner);
    await client.stop();
  });

  it('that is killed takes a runner in an endless loop with it', async () => {
    const client = await KernelClient.start({ args: ['--preload', 'none'] });
    const runner = await runnerOf(client);
    await client.begin("console.log('go');\nwhile (true);");
    await client.waitFor(({ type }) => type === 'stream');
    client.process.kill('SIGKILL');
    await client.exited;
    await gone(runner);
    await client.stop();
  });
});

async function runnerOf(client: KernelClient): Promise<number> {
  return Number((await client.execute('process.pid')).result);
}
