import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

const HOST = "(globalThis as any)[Symbol.for('lectern.host')]";

describe('interrupt', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
    await client.execute('let kept = 5;');
  });
  afterAll(() => client.stop());

  /** Runs a cell that prints `go` and then never ends by itself, and interrupts it. */
  async function interrupted(code: string) {
    const id = await client.begin(code);
    await client.waitFor(
      ({ type, parent, content }) => type === 'stream' && parent.msg_id === id && /go/.test(String(content.text)),
    );
    const reply = await client.request('control', 'interrupt_request', {});
    expect(reply.content.status).toBe('ok');
    return client.finish(id);
  }

  const cases: [name: string, code: string][] = [
    ['an endless loop', "console.log('go');\nwhile (true);"],
    ['a pending await', "console.log('go');\nawait new Promise(() => {});"],
    ['an endless loop after an await', "await null;\nconsole.log('go');\nwhile (true);"],
    [
      'an endless loop in an async function after a turn of the event loop',
      "async function spin() { await new Promise((r) => setImmediate(r)); console.log('go'); while (true); }\nawait spin();",
    ],
    ['a chain of short awaits', "console.log('go');\nwhile (true) await new Promise((r) => setImmediate(r));"],
    ['a chain of settled awaits', "console.log('go');\nwhile (true) await null;"],
  ];
  it.each(cases)('stops %s and keeps the variables', async (_name, code) => {
    const cell = await interrupted(code);
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'Interrupted' });
    expect(cell.outputs.filter(({ type }) => type === 'error')).toHaveLength(1);
    expect((await client.execute('kept')).result).toBe('5');
    expect((await client.execute('await new Promise((r) => setTimeout(() => r(kept + 1), 1))')).result).toBe('6');
  });

  it('keeps the variables also when contexts of asynchronous code are followed, and follows them still', async () => {
    await client.execute(
      `import { AsyncLocalStorage } from 'node:async_hooks';\nconst context = new AsyncLocalStorage<string>();\n${HOST}.capture(() => {}, () => true);`,
    );
    const loops = [
      'await null;\nwhile (true);',
      'while (true) await null;',
      "await context.run('inner', async () => { await null; while (true); });",
    ];
    for (const loop of [...loops, ...loops]) {
      const cell = await interrupted(`console.log('go');\n${loop}`);
      expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'Interrupted' });
    }
    expect((await client.execute('kept')).result).toBe('5');
    const followed =
      "await context.run('seen', async () => { await new Promise((r) => setImmediate(r)); return context.getStore(); })";
    expect((await client.execute(followed)).result).toBe("'seen'");
  });

  it('can be sent again and again', async () => {
    for (let round = 0; round < 5; round++) {
      const cell = await interrupted("console.log('go');\nwhile (true);");
      expect(cell.reply.content.ename).toBe('Interrupted');
    }
    expect((await client.execute('kept')).result).toBe('5');
  });

  it('tells a library that left a function for it, so that it can reset its modes', async () => {
    await client.execute(
      "let resets = 0;\n(globalThis as any)[Symbol.for('lectern.interrupted')] = () => { resets++; };",
    );
    await interrupted("console.log('go');\nwhile (true);");
    await interrupted("await null;\nconsole.log('go');\nwhile (true);");
    await client.execute("throw new Error('no interrupt')");
    expect((await client.execute('resets')).result).toBe('2');
    await interrupted(`console.log('go');\n${HOST}.capture(() => { while (true); }, () => true);`);
    expect((await client.execute('resets')).result).toBe('3');
  });

  it('runs the callbacks for the end of the cell', async () => {
    const cell = await interrupted(`${HOST}.atCellEnd(() => console.log('ended'));\nconsole.log('go');\nwhile (true);`);
    expect(cell.stream('stdout')).toContain('ended');
  });

  it('does nothing when no cell runs', async () => {
    expect((await client.request('control', 'interrupt_request', {})).content.status).toBe('ok');
    expect((await client.execute('kept')).result).toBe('5');
  });

  it('aborts the cells that wait behind', async () => {
    const id = await client.begin("console.log('go');\nwhile (true);");
    const next = await client.begin('kept = 6;');
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(id)).reply.content.status).toBe('error');
    expect((await client.finish(next)).reply.content.status).toBe('aborted');
    expect((await client.execute('kept')).result).toBe('5');
  });

  it('also works as a signal to the kernel', async () => {
    const id = await client.begin("console.log('go');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    client.process.kill('SIGINT');
    expect((await client.finish(id)).reply.content.ename).toBe('Interrupted');
    expect((await client.execute('kept')).result).toBe('5');
  });

  it('is possible as soon as a cell was sent', async () => {
    const id = await client.begin('while (true);');
    await client.waitFor(({ type, parent }) => type === 'execute_input' && parent.msg_id === id);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(id)).reply.content.ename).toBe('Interrupted');
    expect((await client.execute('kept')).result).toBe('5');
  });
});
