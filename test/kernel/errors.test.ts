import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Execution, KernelClient } from '../helpers/kernel-client.js';

const traceback = (cell: Execution) => cell.reply.content.traceback as string[];

describe('errors', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('are the same on iopub and in the reply, and the only output', async () => {
    const cell = await client.execute("throw new RangeError('too far')");
    expect(cell.outputs).toHaveLength(1);
    const { ename, evalue } = cell.reply.content;
    expect([ename, evalue]).toEqual(['RangeError', 'too far']);
    expect(cell.outputs[0].content).toEqual({ ename, evalue, traceback: traceback(cell) });
  });

  it('name the cell, line and column that the user wrote, with the source line and a caret', async () => {
    const cell = await client.execute(
      "interface Gone { a: number }\nconst ok: Gone = { a: 1 };\nif (ok.a)\n\tthrow new Error('here');",
    );
    const count = cell.reply.content.execution_count;
    expect(traceback(cell)).toEqual([
      'Error: here',
      `  cell ${count}, line 4, column 8`,
      "    \tthrow new Error('here');",
      '    \t      ^',
    ]);
  });

  it('follow calls into functions of earlier cells and leave out the frames of Node and the kernel', async () => {
    const first = await client.execute('function outer(f: () => void) {\n  [1].forEach(() => f());\n}');
    const second = await client.execute("outer(() => {\n  throw new Error('deep');\n});");
    const text = traceback(second).join('\n');
    const [a, b] = [first, second].map(({ reply }) => reply.content.execution_count);
    expect(text).toContain(`cell ${b}, line 2,`);
    expect(text).toContain(`cell ${a}, line 2,`);
    expect(text).toContain(`cell ${b}, line 1,`);
    expect(text).not.toMatch(/node:|kernel\/dist/);
  });

  it('keep their places after an await', async () => {
    const cell = await client.execute(
      "async function later() {\n  await null;\n  throw new Error('late');\n}\nawait later();",
    );
    const count = cell.reply.content.execution_count;
    expect(traceback(cell).join('\n')).toMatch(new RegExp(`cell ${count}, line 3, column \\d+ in (async )?later`));
  });

  it('point at the name of a called function of the same cell', async () => {
    const cell = await client.execute(
      "function fail(): never {\n  throw new Error('in');\n}\nconst o = { fail };\n  1 + fail();",
    );
    const lines = traceback(cell);
    expect(lines[lines.findIndex((line) => line.includes('line 5')) + 2]).toBe('          ^');
    const later = await client.execute('[1].map((x) => fail());');
    expect(traceback(later)).toContain(`  cell ${later.reply.content.execution_count}, line 1, column 16`);
  });

  it('fold recursion and the middle of a long stack, and keep the outermost call', async () => {
    const recursive = await client.execute(
      "const dive = (n: number): number => (n ? dive(n - 1) : Number.parse());\nnamespace Number { export const parse = (): never => { throw new Error('deep'); }; }\ndive(20);",
    );
    const places = traceback(recursive).filter((line) => line.includes(', line '));
    expect(places).toHaveLength(4);
    expect(places[2]).toMatch(/line 1, column \d+ in dive, 20 times$/);
    expect(places[3]).toMatch(/line 3, column 1$/);
    const steps = Array.from({ length: 12 }, (_, i) => `function s${i}(): number { return s${i + 1}() + 1; }`);
    const long = await client.execute(
      [...steps, "function s12(): number { throw new Error('x'); }", 's0();'].join('\n'),
    );
    expect(traceback(long)).toContain('  … 6 calls more');
    expect(traceback(long).at(-2)).toBe('    s0();');
  });

  it('tell the errors of an AggregateError', async () => {
    const cell = await client.execute("throw new AggregateError([new TypeError('one'), 2], 'both')");
    const text = traceback(cell).join('\n');
    expect(text).toMatch(/^AggregateError: both\n[\s\S]*\n {2}TypeError: one\n[\s\S]*\n {2}Thrown: 2$/);
    expect(text).not.toContain(String.fromCharCode(27));
  });

  it('tell their causes', async () => {
    const cell = await client.execute("throw new Error('outer', { cause: new TypeError('inner') })");
    expect(traceback(cell).join('\n')).toMatch(/^Error: outer[\s\S]*caused by TypeError: inner/);
  });

  it('are named after their class when they have no name of their own', async () => {
    const cell = await client.execute("class ShapeError extends Error {}\nthrow new ShapeError('bad shape')");
    expect(cell.reply.content.ename).toBe('ShapeError');
  });

  it('may be any value', async () => {
    const cell = await client.execute('throw { code: 7 }');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'Thrown', evalue: '{ code: 7 }' });
    expect((await client.execute('throw undefined')).reply.content.evalue).toBe('undefined');
  });

  it('show mapped places in error.stack too', async () => {
    const cell = await client.execute("\nnew Error('seen').stack!");
    expect(cell.result).toContain(`cell ${cell.reply.content.execution_count}:2:1`);
  });

  it('of type stop the cell before it runs and point at the text', async () => {
    const cell = await client.execute('console.log("ran");\nconst n: number = "a";');
    expect(cell.outputs).toHaveLength(1);
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(cell.reply.content.evalue).toContain("'string' is not assignable to type 'number'");
    const count = cell.reply.content.execution_count;
    expect(traceback(cell).slice(1)).toEqual([
      `  cell ${count}, line 2, column 7`,
      '    const n: number = "a";',
      '          ^',
    ]);
  });

  it('of syntax stop the cell too', async () => {
    const cell = await client.execute('let = 7q');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
  });

  it('thrown by a timer after the cell go to stderr and leave the kernel alive', async () => {
    const cell = await client.execute(
      "setTimeout(() => { throw new Error('from a timer'); }, 0); void Promise.reject(new Error('unheard'))",
    );
    expect(cell.reply.content.status).toBe('ok');
    for (const text of ['from a timer', 'unheard'])
      await client.waitFor(({ type, content }) => type === 'stream' && String(content.text).includes(text));
    expect((await client.execute('1')).result).toBe('1');
  });

  it('of hostile objects do not hurt the kernel', async () => {
    const hostile = "({ get [Symbol.toStringTag](): string { throw new Error('no'); } })";
    expect((await client.execute(hostile)).reply.content.status).toBe('ok');
    const custom = "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } })";
    expect((await client.execute(custom)).result).toContain('cannot be shown: Error: no');
    const thrower = 'class Bad extends Error { get message(): string { throw 1; } }\nthrow new Bad()';
    expect((await client.execute(thrower)).reply.content.status).toBe('error');
  });
});
