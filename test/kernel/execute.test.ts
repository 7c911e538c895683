import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('execute', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('sends busy, execute_input, execute_result and idle, in this order', async () => {
    const cell = await client.execute('const answer: number = 42;\nanswer');
    expect(cell.messages.map(({ type }) => type)).toEqual(['status', 'execute_input', 'execute_result', 'status']);
    expect(cell.messages[1].content.code).toBe('const answer: number = 42;\nanswer');
    expect(cell.reply.content).toMatchObject({ status: 'ok', payload: [], user_expressions: {} });
    expect(cell.messages[2].content.execution_count).toBe(cell.reply.content.execution_count);
  });

  it('keeps variables, functions, classes and types for later cells', async () => {
    await client.execute('interface Point { x: number }\nclass Origin implements Point { x = 0 }\nlet moves = 0;');
    await client.execute('function move(p: Point) { moves++; return { x: p.x + 1 }; }');
    expect((await client.execute('move(move(new Origin()))')).result).toBe('{ x: 2 }');
    expect((await client.execute('moves')).result).toBe('2');
  });

  it('lets a later cell declare a name anew with another type', async () => {
    await client.execute('const again: number = 1;');
    await client.execute("const again: string = 'one';");
    expect((await client.execute('again.toUpperCase()')).result).toBe("'ONE'");
  });

  it('awaits at the top level', async () => {
    const code = 'const late = await new Promise<number>((resolve) => setTimeout(() => resolve(7), 1));\nlate';
    expect((await client.execute(code)).result).toBe('7');
  });

  it('publishes nothing for undefined', async () => {
    expect((await client.execute('undefined')).outputs).toEqual([]);
    expect((await client.execute('const quiet = 1;')).outputs).toEqual([]);
    expect((await client.execute('void 0;')).outputs).toEqual([]);
  });

  it('prints numbers plainly and quotes strings', async () => {
    expect((await client.execute('0.5')).result).toBe('0.5');
    expect((await client.execute("'0.5'")).result).toBe("'0.5'");
    expect((await client.execute('null')).result).toBe('null');
    expect((await client.execute('[1, { a: [true] }]')).result).toBe('[ 1, { a: [ true ] } ]');
  });

  it('counts stored cells and no others', async () => {
    const first = (await client.execute('1')).reply.content.execution_count as number;
    expect((await client.execute('2', { store_history: false })).reply.content.execution_count).toBe(first + 1);
    expect((await client.execute('', {})).reply.content.execution_count).toBe(first + 1);
    expect((await client.execute('3')).reply.content.execution_count).toBe(first + 1);
  });

  it('publishes only its status when it is silent', async () => {
    const before = (await client.execute('0')).reply.content.execution_count as number;
    const cell = await client.execute("console.log('x'); display(1); throw new Error('heard')", { silent: true });
    expect(cell.reply.content.status).toBe('error');
    const quiet = await client.execute("console.log('x'); display(1); 5", { silent: true });
    expect(quiet.reply.content.status).toBe('ok');
    for (const { messages } of [cell, quiet]) expect(messages.map(({ type }) => type)).toEqual(['status', 'status']);
    expect((await client.execute('0')).reply.content.execution_count).toBe(before + 1);
  });

  it('evaluates user expressions after the cell', async () => {
    const user_expressions = { sum: 'base + 1', wrong: 'base.nothing', thrown: '(() => { throw new Error("no"); })()' };
    const { reply } = await client.execute('const base = 41;', { user_expressions });
    const results = reply.content.user_expressions as Record<string, Record<string, unknown>>;
    expect(results.sum).toEqual({ status: 'ok', data: { 'text/plain': '42' }, metadata: {} });
    expect(results.wrong).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(results.thrown).toMatchObject({ status: 'error', ename: 'Error', evalue: 'no' });
  });

  it('aborts what is already queued after an error, and nothing that comes later', async () => {
    const ids = [];
    for (const code of ["throw new Error('first')", 'const aborted = 1;', '2']) ids.push(await client.begin(code));
    const [failed, second, third] = await Promise.all(ids.map((id) => client.finish(id)));
    expect(failed.reply.content.status).toBe('error');
    for (const cell of [second, third]) {
      expect(cell.reply.content.status).toBe('aborted');
      expect(cell.messages.map(({ type }) => type)).toEqual(['status', 'status']);
    }
    expect((await client.execute('3')).result).toBe('3');
  });

  it('runs what is queued after an error when stop_on_error is false', async () => {
    const failing = await client.begin("throw new Error('first')", { stop_on_error: false });
    const next = await client.begin('11', { stop_on_error: false });
    expect((await client.finish(failing)).reply.content.status).toBe('error');
    expect((await client.finish(next)).result).toBe('11');
  });

  it('imports Node modules, also by require', async () => {
    expect((await client.execute("import { basename } from 'node:path';\nbasename('/a/b.ts')")).result).toBe("'b.ts'");
    expect((await client.execute("import * as os from 'os';\ntypeof os.cpus")).result).toBe("'function'");
  });
});
