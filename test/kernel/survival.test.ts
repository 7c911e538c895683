import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Execution, KernelClient } from '../helpers/kernel-client.js';

/** What is not shown is said in a line of this form. */
const NOTE = /\n\[… (.*) not shown: they came faster than a page can take …\]\n/;

describe('a kernel survives', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  /** Cells of each kind still run: with a result, with an await, with output, with an error. */
  async function goesOn(): Promise<void> {
    expect((await client.execute('1 + 1')).result).toBe('2');
    const later = 'await new Promise<number>((resolve) => setTimeout(() => resolve(3), 1))';
    expect((await client.execute(later)).result).toBe('3');
    expect((await client.execute("display('shown')")).outputs).toHaveLength(1);
    const failed = await client.execute("throw new RangeError('on purpose')");
    expect(failed.reply.content).toMatchObject({ ename: 'RangeError', evalue: 'on purpose' });
  }

  /** Waits for text on stderr that belongs to a cell. */
  const stderrOf = (cell: string, text: RegExp) =>
    client.waitFor(
      ({ type, parent, content }) =>
        type === 'stream' && parent.msg_id === cell && content.name === 'stderr' && text.test(String(content.text)),
    );

  it('a promise that is rejected later, and an error in a timer, and tells both with their places', async () => {
    const rejected = await client.begin("Promise.reject(new Error('nobody caught me'));\n'ok'");
    expect((await client.finish(rejected)).result).toBe("'ok'");
    await stderrOf(rejected, /nobody caught me[\s\S]*cell \d+, line 1, column \d+/);
    const thrown = await client.begin("setTimeout(() => { throw new TypeError('in a timer'); }, 1);\n'ok'");
    expect((await client.finish(thrown)).reply.content.status).toBe('ok');
    await stderrOf(thrown, /TypeError: in a timer[\s\S]*cell \d+, line 1, column \d+/);
    await goesOn();
  });

  it('a million lines: the first and the last are shown, and how many are not', { timeout: 120_000 }, async () => {
    const id = await client.begin("for (let line = 1; line <= 1_000_000; line++) console.log('line', line);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    expect((await client.request('control', 'kernel_info_request', {})).content.status).toBe('ok');
    const cell = await client.finish(id);
    const text = cell.stream('stdout');
    expect(text.length).toBeLessThan(8_000_000);
    expect(text).toMatch(/^line 1\nline 2\n/);
    expect(text.endsWith('line 999999\nline 1000000\n')).toBe(true);
    expect(cell.messages.at(-1)?.content.execution_state).toBe('idle');
    const shown = text.split('\n').filter((line) => /^line \d+$/.test(line)).length;
    const hidden = [...text.matchAll(new RegExp(NOTE, 'g'))].reduce(
      (sum, [, what]) => sum + Number(/^([\d,]+) lines/.exec(what)?.[1].replaceAll(',', '')),
      0,
    );
    // A line may be cut in two where the text was.
    expect(Math.abs(shown + hidden - 1_000_000)).toBeLessThanOrEqual(20);
    await goesOn();
  });

  it('a string of 200 MB, printed and as a result', async () => {
    const printed = await client.execute("console.log('x'.repeat(200_000_000))");
    expect(printed.stream('stdout').length).toBeLessThan(4_000_000);
    expect(printed.stream('stdout')).toMatch(NOTE);
    const result = await client.execute("'y'.repeat(200_000_000)");
    expect(result.result).toMatch(/^'y+'\.\.\. 199990000 more characters$/);
    await goesOn();
  });

  it('twenty thousand displays and updates, of which the last update is shown', async () => {
    const displays = await client.execute('for (let n = 0; n < 20_000; n++) display(n);');
    expect(displays.outputs.length).toBeLessThan(10_000);
    expect(displays.stream('stderr')).toMatch(/[\d,]+ displays not shown/);
    const updates = await client.execute(
      "display('first', { id: 'spot' });\nfor (let n = 0; n < 20_000; n++) Lectern.updateDisplay('spot', n);",
    );
    expect(updates.outputs.length).toBeLessThan(10_000);
    expect(updates.outputs.at(-1)?.content.data).toEqual({ 'text/plain': '19999' });
    await goesOn();
  });

  const vandalism: [what: string, code: string][] = [
    ['no Atomics', '(globalThis as any).Atomics = null;'],
    ['a console that throws', "console.log = () => { throw new Error('mine'); };"],
    ['no console', 'delete (globalThis as any).console;'],
    ['another JSON', "JSON.stringify = () => '{}';\nJSON.parse = () => { throw new Error('mine'); };"],
    ['another Promise', '(globalThis as any).Promise = class { static resolve() { return 1; } };'],
    [
      'other methods of promises',
      'Promise.prototype.then = function () { return this as any; };\nPromise.all = null as any;',
    ],
    ['another process.stdout.write', 'process.stdout.write = () => { throw new Error("mine"); };'],
    [
      'no process, Buffer and Symbol',
      "for (const name of ['process', 'Buffer', 'Symbol', 'global']) delete (globalThis as any)[name];",
    ],
    ['another globalThis', '(globalThis as any).globalThis = undefined;'],
    ['no display, Lectern and prompt', "for (const name of ['Lectern', 'prompt']) delete (globalThis as any)[name];"],
    ['no listeners', 'process.removeAllListeners();'],
    ['a global object that cannot grow', 'Object.preventExtensions(globalThis);'],
    ['another prepareStackTrace', 'Error.prepareStackTrace = () => { throw new Error("mine"); };'],
    ['no stdin', "process.stdin.destroy();\nimport { closeSync } from 'node:fs';\ncloseSync(0);"],
    ['another folder', "process.chdir('/');"],
  ];
  it.each(vandalism)('a cell that leaves %s', async (_what, code) => {
    const pid = Number((await client.execute('process.pid')).result);
    const cell = await client.execute(code);
    expect(['ok', 'error']).toContain(cell.reply.content.status);
    expect((await client.execute('1 + 1')).result).toBe('2');
    expect((await client.execute('await null;\n2 + 2')).result).toBe('4');
    const failed = await client.execute("throw new RangeError('on purpose')");
    expect(failed.reply.content).toMatchObject({ ename: 'RangeError', evalue: 'on purpose' });
    const loop = await client.begin("display('go');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'display_data' && parent.msg_id === loop);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(loop)).reply.content.status).toBe('error');
    const last = await client.begin('3 + 3');
    expect((await client.finish(last)).result).toBe('6');
    // The next case begins with a fresh runner; one of them has lost it to the interrupt already.
    if (kill(pid)) await stderrOf(last, /variables are lost/);
  });

  it.each([
    ['arrays without map', 'Array.prototype.map = undefined as any;'],
    ['no Buffer.from and write', 'Buffer.from = null as any;\nBuffer.prototype.write = null as any;'],
  ])('a cell that leaves %s, which it cannot do without: the next cell runs in a fresh runner', async (_what, code) => {
    const cell = await client.execute(code);
    expectDeath(cell, /was ended, because a cell has replaced built-in objects that it needs/);
    await goesOn();
  });

  const deaths: [what: string, code: string, evalue: RegExp][] = [
    ['a segmentation fault', "process.kill(process.pid, 'SIGSEGV');\nwhile (true);", /was killed by SIGSEGV/],
    [
      'foreign bytes in a pipe of the kernel',
      "import { writeSync } from 'node:fs';\nwriteSync(4, 'x'.repeat(100));\nwhile (true);",
      /wrote to a pipe of the kernel and was ended/,
    ],
    [
      'a closed pipe of the kernel',
      "import { closeSync } from 'node:fs';\ncloseSync(4);\nwhile (true);",
      /closed a pipe of the kernel and was ended/,
    ],
  ];
  it.each(deaths)('%s: the cell says what happened and that the variables are lost', async (_what, code, evalue) => {
    const cell = await client.execute(code);
    expectDeath(cell, evalue);
    await goesOn();
  });

  it('a runner that is killed from outside', async () => {
    const pid = Number((await client.execute('process.pid')).result);
    const id = await client.begin("console.log('busy');\nawait new Promise(() => {});");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    process.kill(pid, 'SIGKILL');
    expectDeath(await client.finish(id), /was killed by SIGKILL/);
    await goesOn();
  });

  it('displays that are no bundle, and results that JSON cannot say', async () => {
    const show = (bundle: string) => `({ [Symbol.for('Jupyter.display')]: () => (${bundle}) })`;
    expect((await client.execute(show("{ 'no mime type': 1 }"))).result).toMatch(/its display failed: TypeError/);
    expect((await client.execute(show("{ 'text/plain': 5 }"))).result).toBe('5');
    const big = await client.execute(show("{ 'application/json': { n: 5n } }"));
    expect(big.reply.content).toMatchObject({ status: 'error', ename: 'TypeError' });
    const never = await client.begin(`display(${show('new Promise(() => {})')});`);
    await client.waitFor(({ type, parent }) => type === 'execute_input' && parent.msg_id === never);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(never)).reply.content.ename).toBe('Interrupted');
    await goesOn();
  });
});

function expectDeath(cell: Execution, evalue: RegExp): void {
  expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'RunnerDiedError' });
  expect(cell.reply.content.evalue).toMatch(evalue);
  expect(cell.reply.content.evalue).toMatch(/all variables are lost/);
  expect(cell.outputs.at(-1)?.type).toBe('error');
}

/** Ends a process; false when it is gone. */
function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
