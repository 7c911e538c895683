import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DebugClient, type Variable } from '../helpers/debug-client.js';
import { KernelClient } from '../helpers/kernel-client.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const pairs = (variables: Variable[]) => Object.fromEntries(variables.map(({ name, value }) => [name, value]));

describe('without being started, the debugger', () => {
  let client: KernelClient;
  let debug: DebugClient;
  beforeAll(async () => {
    client = await KernelClient.start();
    debug = new DebugClient(client);
  });
  afterAll(() => client.stop());

  it('is announced by the kernel', async () => {
    const { content } = await client.request('shell', 'kernel_info_request', {});
    expect(content).toMatchObject({ debugger: true, supported_features: expect.arrayContaining(['debugger']) });
  });

  it('lists the variables of the cells, each in one line, and none of the library', async () => {
    expect((await debug.ask('inspectVariables')).variables).toEqual([]);
    await client.execute(
      "const x = tensor([[1, 2], [3, 4]]);\nlet text = 'a\\nb';\nconst counts = new Map([['one', 1]]);\n" +
        'const long = Array.from({ length: 1000 }, (_, i) => i);\nconst nothing = null;\nfunction f(a: number) { return a; }',
    );
    const { variables } = await debug.ask('inspectVariables');
    expect(pairs(variables)).toEqual({
      x: expect.stringMatching(/^Tensor\[2, 2\] f32 .*μ=2.5/),
      text: "'a\\nb'",
      counts: "Map(1) { 'one' => 1 }",
      long: '[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... 990 more items ]',
      nothing: 'null',
      f: '[Function: f]',
    });
    for (const { value } of variables) expect(value).not.toContain('\n');
  });

  it('opens values part by part, as many as are asked for', async () => {
    const { variables } = await debug.ask('inspectVariables');
    const partsOf = async (name: string, paging = {}) => {
      const { variablesReference } = variables.find((variable: Variable) => variable.name === name);
      return pairs((await debug.ask('variables', { variablesReference, ...paging })).variables);
    };
    expect(await partsOf('counts')).toEqual({ "'one'": '1' });
    expect(Object.keys(await partsOf('long'))).toHaveLength(201);
    expect((await partsOf('long'))['…']).toBe('800 more');
    expect(await partsOf('long', { filter: 'indexed', start: 500, count: 2 })).toMatchObject({
      500: '500',
      501: '501',
    });
    expect(variables.find(({ name }: Variable) => name === 'nothing').variablesReference).toBe(0);
  });

  it('shows the rich form of a variable', async () => {
    const { data } = await debug.ask('richInspectVariables', { variableName: 'x' });
    expect(data['text/plain']).toContain('Tensor[2, 2]');
    expect(Object.keys(data)).toContain('application/vnd.lectern.tensor.v1+json');
    expect((await debug.try('richInspectVariables', { variableName: 'unknown' })).success).toBe(false);
  });

  it('looks at the variables while a cell computes without a pause', async () => {
    const cell = await client.begin("let rounds = 0;\nconsole.log('go');\nwhile (true) rounds++;");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    const variables = pairs((await debug.ask('inspectVariables')).variables);
    expect(Number(variables.rounds)).toBeGreaterThan(0);
    expect(variables.x).toBe('Tensor[2, 2]');
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(cell)).reply.content.ename).toBe('Interrupted');
  });

  it('says nothing in the name of a running cell, or a front end that looks at every message would look for ever', async () => {
    const cell = await client.begin("console.log('go');\nawait new Promise(() => {});");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    const before = client.messagesOf(cell).length;
    const id = await client.send('control', 'debug_request', { type: 'request', seq: 1, command: 'inspectVariables' });
    await client.idle(id);
    // What follows on the same socket shows that nothing came between.
    await client.waitFor(
      ({ type, parent, content }) => type === 'status' && !parent.msg_id && content.execution_state === 'busy',
    );
    expect(client.messagesOf(cell)).toHaveLength(before);
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
  });

  it('survives values that throw when they are looked at', async () => {
    await client.execute(
      'const hostile = { get a(): number { throw 1; } };\n' +
        "const shy = { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } };\n" +
        'const proxy = new Proxy({}, { get() { throw 2; }, ownKeys() { throw 3; } });',
    );
    const variables = pairs((await debug.ask('inspectVariables')).variables);
    expect(variables.hostile).toBe('{ a: [Getter] }');
    expect(variables.shy).toContain('cannot be shown');
    expect(variables.proxy).toBe('{}');
  });

  it('refuses what needs it started, and what it does not know', async () => {
    expect(await debug.try('stackTrace', { threadId: 1 })).toMatchObject({
      success: false,
      message: 'debug: expected the debugger to be started first, got stackTrace',
    });
    expect((await debug.try('levitate')).success).toBe(false);
  });

  it('tells how cells are called, and that nothing is going on', async () => {
    expect(await debug.ask('debugInfo')).toMatchObject({
      isStarted: false,
      hashMethod: 'Murmur2',
      hashSeed: expect.any(Number),
      tmpFileSuffix: '.ts',
      breakpoints: [],
      stoppedThreads: [],
      richRendering: true,
      copyToGlobals: true,
    });
  });
});

describe('a started debugger', () => {
  let client: KernelClient;
  let debug: DebugClient;
  const folder = temporaryFolder();
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'], cwd: folder });
    debug = new DebugClient(client);
    await debug.start();
  });
  afterAll(() => client.stop());

  it('says what it can do', async () => {
    const body = await debug.ask('initialize', { clientID: 'test' });
    expect(body.exceptionBreakpointFilters.map(({ filter }: { filter: string }) => filter)).toEqual([
      'uncaught',
      'all',
    ]);
    expect(await debug.ask('threads')).toEqual({ threads: [{ id: 1, name: 'notebook' }] });
    expect((await debug.try('configurationDone')).success).toBe(true);
  });

  it('gives the text of a cell back by its path', async () => {
    const { sourcePath } = await debug.ask('dumpCell', { code: 'const é = 1;' });
    expect((await debug.ask('source', { source: { path: sourcePath }, sourceReference: 0 })).content).toBe(
      'const é = 1;',
    );
    expect((await debug.try('source', { source: { path: '/nowhere.ts' } })).success).toBe(false);
  });

  it('gives the breakpoints back to a client that comes back', async () => {
    const path = await debug.breakIn('1;\n2;\n3;', [2, 3]);
    const again = await new DebugClient(client).ask('debugInfo');
    expect(again).toMatchObject({
      isStarted: true,
      breakpoints: [{ source: path, breakpoints: [{ line: 2 }, { line: 3 }] }],
    });
    await debug.ask('setBreakpoints', { source: { path }, breakpoints: [] });
    expect((await debug.ask('debugInfo')).breakpoints).toEqual([]);
  });

  it('moves a breakpoint on a line without code to the next line with code', async () => {
    const code = 'interface A {\n  b: number;\n}\nconst c: A = { b: 1 };\nc.b';
    await client.execute(code);
    const { sourcePath } = await debug.ask('dumpCell', { code });
    const source = { path: sourcePath };
    const { breakpoints } = await debug.ask('setBreakpoints', { source, breakpoints: [{ line: 2 }] });
    expect(breakpoints).toMatchObject([{ verified: true, line: 4 }]);
    await debug.ask('setBreakpoints', { source, breakpoints: [] });
  });

  it('stops in a local file that a cell imports, and lists it', async () => {
    const path = join(folder, 'helper.ts');
    writeFileSync(
      path,
      'interface Unused { a: number }\nexport function twice(n: number): number {\n  const m = 2 * n;\n  return m;\n}\n',
    );
    await debug.ask('setBreakpoints', { source: { path }, breakpoints: [{ line: 4 }] });
    const cell = await client.begin("import { twice } from './helper';\ntwice(21)");
    const { frames } = await debug.stopped();
    expect(frames).toMatchObject([{ name: 'twice', line: 4, source: { path } }, { line: 2 }]);
    expect((await debug.scopes(frames[0])).Locals).toMatchObject({ n: '21', m: '42' });
    expect((await debug.ask('modules')).modules).toMatchObject([{ name: 'helper.ts', path }]);
    expect((await debug.ask('source', { source: { path } })).content).toContain('2 * n');
    await debug.ask('setBreakpoints', { source: { path }, breakpoints: [] });
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe('42');
  });

  const PLACE =
    'let total = 10;\nfunction add(by: number) {\n  const inner = by * 2;\n  return total + inner;\n}\nadd(1)';

  it('evaluates in a frame, with the names of the function and of the cells', async () => {
    await debug.breakIn(PLACE, [4]);
    const cell = await client.begin(PLACE);
    const { frames } = await debug.stopped();
    const [frame, top] = frames;
    expect(await debug.evaluate('inner + total', frame)).toBe('12');
    expect(await debug.evaluate('add.name', frame)).toBe("'add'");
    expect(await debug.evaluate('total = 20', frame)).toBe('20');
    expect(await debug.evaluate('total', top)).toBe('20');
    expect(await debug.evaluate('let double = inner * 2; total += double', frame)).toBe('undefined');
    expect(await debug.try('evaluate', { expression: 'missing', frameId: frame.id })).toMatchObject({
      success: false,
      message: 'ReferenceError: missing is not defined',
    });
    const { variablesReference } = await debug.ask('evaluate', { expression: '({ by, inner })', frameId: frame.id });
    expect(pairs((await debug.ask('variables', { variablesReference })).variables)).toEqual({ by: '1', inner: '2' });
    expect((await debug.ask('richInspectVariables', { variableName: 'inner', frameId: frame.id })).data).toEqual({
      'text/plain': '2',
    });
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe('26');
  });

  it('copies a variable of a function to the cells', async () => {
    const cell = await client.begin(PLACE);
    const { frames } = await debug.stopped();
    await debug.ask('copyToGlobals', { srcVariableName: 'inner', dstVariableName: 'copied', srcFrameId: frames[0].id });
    await debug.ask('continue', { threadId: 1 });
    await client.finish(cell);
    expect((await client.execute('copied + 1')).result).toBe('3');
  });

  it('stops running code when the user asks for a pause', async () => {
    const cell = await client.begin("let spins = 0;\nconsole.log('go');\nwhile (spins >= 0) {\n  spins++;\n}");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    await debug.ask('pause', { threadId: 1 });
    const { reason, frames } = await debug.stopped();
    expect(reason).toBe('pause');
    expect([3, 4]).toContain(frames[0].line);
    await debug.evaluate('spins = -2', frames[0]);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).reply.content.status).toBe('ok');
  });

  it('ends with disconnect: code that stands still goes on, and breakpoints are gone', async () => {
    await debug.breakIn(PLACE, [4]);
    const cell = await client.begin(PLACE);
    await debug.stopped();
    await debug.ask('disconnect', { restart: false, terminateDebuggee: false });
    expect((await client.finish(cell)).result).toBe('12');
    expect((await client.execute(PLACE)).result).toBe('12');
    expect(await debug.ask('debugInfo')).toMatchObject({ isStarted: false, breakpoints: [], stoppedThreads: [] });
  });
});
