import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DebugClient } from '../helpers/debug-client.js';
import { KernelClient } from '../helpers/kernel-client.js';

describe('the debugger', () => {
  let client: KernelClient;
  let debug: DebugClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
    debug = new DebugClient(client);
    await debug.start();
  });
  afterEach(async () => {
    const { breakpoints, stoppedThreads } = await debug.ask('debugInfo');
    for (const { source } of breakpoints)
      await debug.ask('setBreakpoints', { source: { path: source }, breakpoints: [] });
    // Only after a failure: the next test shall not hang.
    if (stoppedThreads.length) await debug.ask('continue', { threadId: 1 });
  });
  afterAll(() => client.stop());

  const LOOP =
    '// adds up\ninterface Unused { a: number }\nlet sum: number = 0;\nfor (let i = 0; i < 3; i++) {\n  sum += i;\n}\nsum';

  it('stops at a breakpoint in a loop, each time round, and shows where and what', async () => {
    const path = await debug.breakIn(LOOP, [5]);
    const cell = await client.begin(LOOP);
    for (const [i, sum] of [
      ['0', '0'],
      ['1', '0'],
      ['2', '1'],
    ]) {
      const { reason, frames } = await debug.stopped();
      expect(reason).toBe('breakpoint');
      expect(frames).toMatchObject([{ name: expect.stringMatching(/^cell \d+$/), line: 5, source: { path } }]);
      expect(await debug.scopes(frames[0])).toMatchObject({ Locals: { i }, 'Cell variables': { sum } });
      await debug.ask('continue', { threadId: 1 });
      await debug.event('continued');
    }
    expect((await client.finish(cell)).result).toBe('3');
  });

  const AREA = 'function area(w: number, h: number): number {\n  const product = w * h;\n  return product;\n}';

  it('stops in a function of an earlier cell, and shows only frames of the user', async () => {
    await client.execute(AREA);
    const earlier = await debug.breakIn(AREA, [3]);
    const code = 'const side = 4;\n[side].map((s) => area(s, 2))';
    const cell = await client.begin(code);
    const { frames } = await debug.stopped();
    expect(frames.map(({ name, line }) => [name, line])).toEqual([
      ['area', 3],
      ['(anonymous)', 2],
      [expect.stringMatching(/^cell/), 2],
    ]);
    expect(frames[0].source.path).toBe(earlier);
    expect((await debug.scopes(frames[0])).Locals).toMatchObject({ w: '4', h: '2', product: '8' });
    expect((await debug.scopes(frames[1])).Locals).toEqual({ s: '4' });
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe('[ 8 ]');
  });

  it('steps over, into and out of calls by the lines that the user wrote', async () => {
    const code = `${AREA}\nlet first = 1, second = 2;\nconst a = area(first, second);\nconst b = area(a, 3);\nb`;
    await debug.breakIn(code, [6]);
    const cell = await client.begin(code);
    expect((await debug.stopped()).frames[0].line).toBe(6);
    expect((await debug.move('next')).frames[0].line).toBe(7);
    const inside = await debug.move('stepIn');
    expect(inside).toMatchObject({ reason: 'step', frames: [{ name: 'area', line: 2 }, { line: 7 }] });
    expect((await debug.move('next')).frames[0].line).toBe(3);
    const outside = await debug.move('stepOut');
    expect(outside.frames).toHaveLength(1);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe('6');
  });

  it('steps past the last line to the end of the cell', async () => {
    const code = 'let one = 1;\none += 1;';
    await debug.breakIn(code, [2]);
    const cell = await client.begin(code);
    await debug.stopped();
    await debug.ask('next', { threadId: 1 });
    expect((await client.finish(cell)).reply.content.status).toBe('ok');
    expect((await debug.ask('debugInfo')).stoppedThreads).toEqual([]);
    expect((await client.execute('one')).result).toBe('2');
  });

  it('stops at a debugger statement, and skips what packages and Node do when it steps in', async () => {
    const code =
      "import { EventEmitter } from 'node:events';\nconst emitter = new EventEmitter();\n" +
      "emitter.on('go', (n: number) => {\n  debugger;\n  emitter.emit('end', n);\n});\n" +
      "emitter.on('end', (n: number) => {\n  console.log(n);\n});\nemitter.emit('go', 7);";
    const cell = await client.begin(code);
    const { reason, frames } = await debug.stopped();
    expect([reason, frames[0].line]).toEqual(['breakpoint', 4]);
    expect((await debug.move('next')).frames[0].line).toBe(5);
    expect((await debug.move('stepIn')).frames.map(({ line }) => line)).toEqual([8, 5, 10]);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).stream('stdout')).toBe('7\n');
  });

  it('steps over an await to the line after it', async () => {
    const code =
      'let later = 0;\nlater = await new Promise<number>((done) => setTimeout(() => done(5), 1));\nlater += 1;\nlater';
    await debug.breakIn(code, [2]);
    const cell = await client.begin(code);
    expect((await debug.stopped()).frames[0].line).toBe(2);
    let { frames } = await debug.move('next');
    while (frames[0].line === 2) ({ frames } = await debug.move('next'));
    expect(frames[0].line).toBe(3);
    expect(await debug.evaluate('later', frames[0])).toBe('5');
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe('6');
  });
});
