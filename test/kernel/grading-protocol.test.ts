import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

/** What nbgrader asks of a cell, as nbclient sends it. */
const GRADING = { allow_stdin: false, stop_on_error: false };

/** Ways in which a submission fails, and the name of the error. */
const FAILURES: [story: string, code: string, ename: string][] = [
  ['throws', "throw new RangeError('too far')", 'RangeError'],
  ['throws something that is no Error', "throw 'text'", ''],
  ['fails an assertion', "(await import('node:assert')).default.equal(1, 2)", 'AssertionError'],
  ['does not compile', "const n: number = 'text';", 'TypeScriptError'],
  ['is no TypeScript at all', 'let = 7q', 'TypeScriptError'],
  ['rejects', "await Promise.reject(new TypeError('no'))", 'TypeError'],
  ['ends the process', 'process.exit(0)', ''],
];

describe('what a grader relies on', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ env: { NBGRADER_EXECUTION: 'autograde' } });
  });
  afterAll(() => kernel.stop());

  const grade = (code: string) => kernel.execute(code, GRADING);

  it.each(FAILURES)('a cell that %s gives one error, the same in the reply, and nothing on stderr', async (...row) => {
    const [, code, ename] = row;
    const { reply, outputs, stream } = await grade(code);
    const errors = outputs.filter(({ type }) => type === 'error');
    expect(errors).toHaveLength(1);
    const { content } = errors[0];
    expect(reply.content).toMatchObject({ status: 'error', ename: content.ename, evalue: content.evalue });
    expect(reply.content.traceback).toEqual(content.traceback);
    expect(content.traceback).not.toEqual([]);
    expect(String(content.ename)).not.toBe('');
    if (ename) expect(content.ename).toBe(ename);
    expect(stream('stderr')).toBe('');
  });

  it('cells after a failed one are run, never aborted', async () => {
    const ids = await Promise.all(["throw new Error('first')", '1 + 1'].map((code) => kernel.begin(code, GRADING)));
    const [failed, next] = await Promise.all(ids.map((id) => kernel.finish(id)));
    expect(failed.reply.content.status).toBe('error');
    expect([next.reply.content.status, next.result]).toEqual(['ok', '2']);
  });

  it.each([
    ['0.5', '0.5'],
    ['2', '2'],
    ['[1, 2, 3].filter((x) => x > 1).length', '2'],
    ['tensor([0.5, 1]).sum().item()', '1.5'],
    ['0', '0'],
  ])('the value of %s is a plain number', async (code, text) => {
    const { outputs, result } = await grade(code);
    expect(result).toBe(text);
    expect(outputs).toHaveLength(1);
  });

  it.each([
    'undefined',
    'const points = 1;',
    'if (true) { 1; }',
    'for (const i of [1]) i;',
    'function f() { return 1; }',
    "import assert from 'node:assert'; assert.ok(true);",
    'await Promise.resolve();',
    '// nothing',
    '# a notice of the grader\n\nconst after = 1;',
  ])('%j shows nothing', async (code) => {
    const { reply, outputs } = await grade(code);
    expect(reply.content.status).toBe('ok');
    expect(outputs).toEqual([]);
  });

  it('what the compiler only suggests is not shown', async () => {
    const code =
      'function unused(a: number) { let b = 1; return 1; }\nvar x = 1; var x = 2;\nlabel: for (;;) { break; }';
    const { reply, outputs } = await grade(code);
    expect([reply.content.status, outputs]).toEqual(['ok', []]);
  });

  it('a submission can tell that it is graded', async () => {
    expect((await grade('process.env.NBGRADER_EXECUTION')).result).toBe("'autograde'");
  });

  it('a question is answered at once with null where nobody can answer', async () => {
    const { reply, result } = await grade("prompt('name?')");
    expect([reply.content.status, result]).toEqual(['ok', 'null']);
  });

  it.each([
    ['loop', 'while (true) {}'],
    ['await', 'await new Promise(() => {})'],
    ['loop that catches everything', 'while (true) { try { while (true) {} } catch {} }'],
  ])('an interrupted %s ends with an error, and the next cell runs with its variables', async (_story, code) => {
    await grade('const kept = 7;');
    const id = await kernel.begin(`console.log('running');\n${code}`, GRADING);
    await kernel.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    await kernel.request('control', 'interrupt_request', {});
    const { reply, outputs } = await kernel.finish(id);
    expect(reply.content.status).toBe('error');
    expect(outputs.filter(({ type }) => type === 'error')).toHaveLength(1);
    expect((await grade('kept')).result).toBe('7');
  });

  it('silent cells show nothing and are not counted', async () => {
    const before = await grade('1');
    const silent = await kernel.execute("console.log('heard'); 2", { ...GRADING, silent: true, store_history: false });
    const after = await grade('3');
    expect(silent.outputs).toEqual([]);
    expect(after.reply.content.execution_count).toBe(Number(before.reply.content.execution_count) + 1);
  });
});
