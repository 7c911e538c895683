import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DebugClient } from '../helpers/debug-client.js';
import { KernelClient } from '../helpers/kernel-client.js';
import { gone } from '../helpers/processes.js';

describe('exceptions in the debugger', () => {
  let client: KernelClient;
  let debug: DebugClient;
  beforeEach(async () => {
    client = await KernelClient.start();
    debug = new DebugClient(client);
    await debug.start();
  });
  afterEach(() => client.stop());

  const CATCHING =
    "function risky(): number {\n  throw new RangeError('too far');\n}\nlet caught = '';\ntry {\n  risky();\n} catch (error) {\n  caught = String(error);\n}\ncaught";

  it('stop the program where they are thrown, all of them or only those that the code does not catch', async () => {
    await debug.ask('setExceptionBreakpoints', { filters: ['all'] });
    const first = await client.begin(CATCHING);
    expect(await debug.stopped()).toMatchObject({
      reason: 'exception',
      text: 'RangeError: too far',
      frames: [{ name: 'risky', line: 2 }, { line: 6 }],
    });
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(first)).result).toBe("'RangeError: too far'");

    await debug.ask('setExceptionBreakpoints', { filters: ['uncaught'] });
    expect((await client.execute(CATCHING)).result).toBe("'RangeError: too far'");
    const late =
      'async function fails() {\n  await null;\n  risky();\n}\ntry {\n  await fails();\n} catch {}\nawait fails();';
    const second = await client.begin(late);
    const { frames } = await debug.stopped();
    expect(frames.map(({ name, line }) => [name, line])).toEqual([
      ['risky', 2],
      ['fails', 3],
    ]);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(second)).reply.content.ename).toBe('RangeError');

    await debug.ask('setExceptionBreakpoints', { filters: [] });
    expect((await client.execute('risky()')).reply.content.ename).toBe('RangeError');
  });

  it('that Node and the kernel throw and catch themselves do not stop the program', async () => {
    await debug.ask('setExceptionBreakpoints', { filters: ['all'] });
    // The package is not beside the notebook, so the kernel looks again beside itself.
    expect((await client.execute("require('zeromq/package.json').name")).result).toBe("'zeromq'");
    const cell = await client.begin("import { readFileSync } from 'node:fs';\nreadFileSync('/nowhere');");
    expect(await debug.stopped()).toMatchObject({ reason: 'exception', frames: [{ line: 2 }] });
    await debug.ask('setExceptionBreakpoints', { filters: [] });
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).reply.content.status).toBe('error');
  });

  it('of the library stop the program at the line of the user', async () => {
    await debug.ask('setExceptionBreakpoints', { filters: ['uncaught'] });
    const cell = await client.begin('const a = ones(2, 3);\nconst b = a.matmul(ones(2, 3));');
    const { reason, text, frames } = await debug.stopped();
    expect(reason).toBe('exception');
    expect(text).toMatch(/^ShapeError: matmul/);
    expect(frames).toMatchObject([{ line: 2 }]);
    expect((await debug.scopes(frames[0]))['Cell variables'].a).toMatch(/^Tensor\[2, 3\]/);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).reply.content.ename).toBe('ShapeError');
  });

  it('let a step go on that meets one which is caught', async () => {
    await client.execute(CATCHING);
    await debug.ask('setExceptionBreakpoints', { filters: ['uncaught'] });
    const code = 'function safe() {\n  try {\n    risky();\n  } catch {}\n}\nsafe();\ncaught = "done";\ncaught';
    await debug.breakIn(code, [6]);
    const cell = await client.begin(code);
    expect((await debug.stopped()).frames[0].line).toBe(6);
    expect((await debug.move('next')).frames).toMatchObject([{ line: 7 }]);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe("'done'");
  });
});

describe('a program that stands still', () => {
  let client: KernelClient;
  let debug: DebugClient;
  const CODE =
    'let kept = 5;\nasync function pausing() {\n  await null;\n  kept++;\n  return kept;\n}\nawait pausing()';
  beforeEach(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
    debug = new DebugClient(client);
    await debug.start();
  });
  afterEach(() => client.stop());

  async function stoppedAt(code: string, line: number): Promise<string> {
    await debug.breakIn(code, [line]);
    const cell = await client.begin(code);
    expect((await debug.stopped()).frames[0].line).toBe(line);
    return cell;
  }

  it.each([
    ['in synchronous code', 'let kept = 5;\nkept++;\nkept', 2],
    ['after an await', CODE, 4],
  ])('is interrupted %s, and the next cell runs', async (_where, code, line) => {
    const cell = await stoppedAt(code, line);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(cell)).reply.content.ename).toBe('Interrupted');
    await debug.event('continued');
    expect((await client.execute('kept')).result).toBe('5');
    expect((await debug.ask('debugInfo')).stoppedThreads).toEqual([]);
  });

  it('is interrupted while it evaluates without end', async () => {
    const cell = await stoppedAt('let kept = 5;\nkept++;\nkept', 2);
    const [{ id }] = (await debug.ask('stackTrace', { threadId: 1 })).stackFrames;
    const evaluation = debug.try('evaluate', { expression: "console.log('go'); while (true);", frameId: id });
    await client.waitFor(({ type, content }) => type === 'stream' && String(content.text).includes('go'));
    await client.request('control', 'interrupt_request', {});
    expect((await evaluation).success).toBe(false);
    expect((await client.finish(cell)).reply.content.ename).toBe('Interrupted');
    expect((await client.execute('kept')).result).toBe('5');
  });

  it('leaves control, completion and heartbeat answered', async () => {
    const cell = await stoppedAt(CODE, 4);
    expect(await client.beat('alive')).toBe('alive');
    expect((await client.request('control', 'kernel_info_request', {})).content.status).toBe('ok');
    const { content } = await client.request('shell', 'complete_request', { code: 'Math.sq', cursor_pos: 7 });
    expect(content.matches).toContain('sqrt');
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(cell)).result).toBe('6');
  });

  it('is stopped again by its breakpoint after its runner was replaced', async () => {
    const cell = await stoppedAt(CODE, 4);
    const [frame] = (await debug.ask('stackTrace', { threadId: 1 })).stackFrames;
    await debug.try('evaluate', { expression: "process.kill(process.pid, 'SIGKILL')", frameId: frame.id });
    expect((await client.finish(cell)).reply.content.ename).toBe('RunnerDiedError');
    await debug.event('continued');
    expect((await debug.ask('debugInfo')).breakpoints).toHaveLength(1);
    const again = await client.begin(CODE);
    expect((await debug.stopped()).frames[0].line).toBe(4);
    await debug.ask('continue', { threadId: 1 });
    expect((await client.finish(again)).result).toBe('6');
  });

  it('leaves no process behind when its kernel is shut down', async () => {
    const pid = Number((await client.execute('process.pid')).result);
    await stoppedAt(CODE, 4);
    await client.stop();
    await gone(pid);
  });

  it('leaves no process behind when its kernel is killed', async () => {
    const pid = Number((await client.execute('process.pid')).result);
    await stoppedAt(CODE, 4);
    client.process.kill('SIGKILL');
    await client.exited;
    await gone(pid);
  });

  it('ends with its process when the code asks for it, and prints nothing of its own', async () => {
    const cell = await client.execute('process.exit(3)');
    expect(cell.reply.content.evalue).toMatch(/ended with exit code 3/);
    expect(cell.outputs.map(({ type }) => type)).toEqual(['error']);
  });
});
