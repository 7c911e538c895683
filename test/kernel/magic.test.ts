import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';
import { gone } from '../helpers/processes.js';

describe('magics', () => {
  let client: KernelClient;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-magic-'));
    client = await KernelClient.start({ args: ['--preload', 'none'], cwd: folder });
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  /** What a cell that must succeed prints. */
  const printed = async (code: string): Promise<string> => {
    const cell = await client.execute(code);
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
    expect(cell.stream('stderr')).toBe('');
    return cell.stream('stdout');
  };
  const failure = async (code: string) => (await client.execute(code)).reply.content;

  it('stand among lines of TypeScript and run in their order', async () => {
    const code =
      "console.log('a');\n!echo b\nconsole.log('c')\n%env LECTERN_SEEN=d\nconsole.log(process.env.LECTERN_SEEN);";
    expect(await printed(code)).toBe('a\nb\nc\nLECTERN_SEEN=d\nd\n');
  });

  it('are TypeScript where TypeScript has a line like that', async () => {
    const code = 'const text = `\n%who\n!ls`;\n/*\n%who\n*/\nconst b = 3;\nconst rest = 8\n%b;\n[text, rest]';
    expect((await client.execute(code)).result).toBe("[ '\\n%who\\n!ls', 2 ]");
  });

  it('leave the positions of type errors and of failures as they are', async () => {
    const wrong = await client.execute('!true\nconst fine = 1;\n%time const n: number = "x";');
    const count = wrong.reply.content.execution_count;
    expect(wrong.reply.content.traceback).toContain(`  cell ${count}, line 3, column 13`);
    expect(wrong.stream('stdout')).toBe('');
    const failing = await client.execute('%cd .\n%time null!.x;\n');
    const magic = await client.execute('const before = 1;\n%cd nowhere');
    expect(magic.reply.content.traceback).toEqual([
      "MagicError: %cd: expected a folder, got 'nowhere'",
      `  cell ${magic.reply.content.execution_count}, line 2, column 1`,
      '    %cd nowhere',
      '    ^',
    ]);
    expect((failing.reply.content.traceback as string[]).join('\n')).toContain('    %time null!.x;');
  });

  it('that are unknown fail the cell before it runs, with the nearest names', async () => {
    const cell = await client.execute("console.log('ran');\n  %tmie 1 + 1");
    expect(cell.outputs).toHaveLength(1);
    expect(cell.reply.content).toMatchObject({ ename: 'MagicError' });
    expect(cell.reply.content.evalue).toMatch(/^%tmie: expected a magic that exists, .*did you mean %time/);
    expect((cell.reply.content.traceback as string[])[2]).toBe('      %tmie 1 + 1');
    expect((await failure('%qqqqqq')).evalue).toMatch(/%lsmagic lists them$/);
  });

  it('%lsmagic lists every magic with its use and help', async () => {
    const lines = (await printed('%lsmagic')).trimEnd().split('\n');
    const names = '! cd env load lsmagic memory npm reset time timeit who file html javascript markdown'.split(' ');
    expect(lines).toHaveLength(names.length);
    for (const name of names) expect(lines.some((line) => line.match(/^%*(!|\w+)/)?.[1] === name)).toBe(true);
    for (const line of lines) expect(line).toMatch(/ {2}\S.*\.$/);
  });

  it('%time prints the duration of a statement and leaves its names and value', async () => {
    const cell = await client.execute('%time const sum = [1, 2].reduce((a, b) => a + b)');
    expect(cell.stream('stdout')).toMatch(/^took [\d.]+ (ns|µs|ms|s) \(processor [\d.]+ \S+\)\n$/);
    const value = await client.execute('%time await Promise.resolve(sum + 1)');
    expect(value.result).toBe('4');
    expect(value.stream('stdout')).toMatch(/^took /);
  });

  it('%%time takes the whole cell, functions and magics included', async () => {
    const cell = await client.execute('%%time\nlater();\nfunction later() { console.log("in"); }\n!echo out\n6 * 7');
    expect(cell.stream('stdout')).toMatch(/^in\nout\ntook /);
    expect(cell.result).toBe('42');
    expect(await printed('later()')).toBe('in\n');
  });

  it('%timeit finds the number of calls itself and prints the median', async () => {
    const cell = await client.execute('let calls = 0;\n%timeit calls++');
    expect(cell.stream('stdout')).toMatch(
      /^[\d.]+ \S+ ± [\d.]+ \S+ a call \(median ± half the interquartile range; 7 runs of [\d,]+ calls\)\n$/,
    );
    expect(cell.result).toBeUndefined();
    expect(Number((await client.execute('calls')).result)).toBeGreaterThan(1000);
  });

  it('%timeit takes the numbers of calls and runs, and statements that await', async () => {
    const cell = await client.execute('let seen = 0;\n%timeit -n 5 -r 2 await Promise.resolve(seen++)');
    expect(cell.stream('stdout')).toContain('; 2 runs of 5 calls)');
    expect((await client.execute('seen')).result).toBe('11');
    expect((await failure('%timeit -n 0 1')).evalue).toMatch(/at least 1 for -n, got 0/);
  });

  it('%who lists names with types and shapes', async () => {
    await client.execute('%reset');
    await client.execute(
      "class Box { shape = [2, 3]; dtype = 'float32' }\nconst box = new Box(), list = [1, 2], n = 1;\nfunction f() {}",
    );
    expect((await printed('%who')).split('\n')).toEqual([
      'name  type      shape',
      'box   Box       [2, 3] float32',
      'Box   class',
      'f     function',
      'list  Array     2',
      'n     number',
      '',
    ]);
    expect(await printed('%who Box number')).not.toContain('list');
  });

  it('%reset forgets names and their types', async () => {
    await client.execute('const gone = 1; interface Gone { a: 1 }');
    expect(await printed('%reset')).toBe('');
    expect(await printed('%who')).toBe('no variables\n');
    expect((await failure('gone')).evalue).toContain("Cannot find name 'gone'");
    expect((await client.execute("%reset\nconst gone = 'new';\ngone")).result).toBe("'new'");
    expect((await client.execute('gone.length')).result).toBe('3');
  });

  it('%env lists, shows and sets variables', async () => {
    expect(await printed('%env LECTERN_A = 1 2')).toBe('LECTERN_A=1 2\n');
    expect(await printed('%env LECTERN_A')).toBe('LECTERN_A=1 2\n');
    expect(await printed('%env')).toContain('\nLECTERN_A=1 2\n');
    expect(await failure('%env LECTERN_NOT_SET')).toMatchObject({ ename: 'MagicError' });
  });

  it('%load offers the text of a file as the cell', async () => {
    writeFileSync(join(folder, 'snippet.ts'), 'const a = 1;\n');
    const { reply } = await client.execute('%load snippet.ts');
    expect(reply.content.payload).toEqual([{ source: 'set_next_input', text: 'const a = 1;\n', replace: true }]);
    expect((await failure('%load nothing.ts')).evalue).toBe(
      "%load: expected a file that can be read, got 'nothing.ts'",
    );
  });

  it('%cd changes the working folder, and back', async () => {
    expect(await printed('%cd /')).toBe('/\n');
    expect((await client.execute('process.cwd()')).result).toBe("'/'");
    expect(await printed('!pwd')).toBe('/\n');
    await printed('%cd');
    expect((await client.execute('process.cwd()')).result).toBe(`'${folder}'`);
    expect((await failure('%cd nowhere')).evalue).toBe("%cd: expected a folder, got 'nowhere'");
  });

  it('%memory tells what the process holds', async () => {
    expect(await printed('%memory')).toMatch(/^process +[\d.]+ MB\nheap +[\d.]+ MB of [\d.]+ MB\noutside/);
  });

  it('!command shows output while it runs, on the stream that it was written to', async () => {
    const id = await client.begin('!echo first; until [ -e go ]; do sleep 0.02; done; echo second; echo oops >&2');
    const shows = (text: string) =>
      client.waitFor(({ type, parent, content }) => type === 'stream' && parent.msg_id === id && content.text === text);
    await shows('first\n');
    expect(client.messagesOf(id).some(({ content }) => content.text === 'second\n')).toBe(false);
    writeFileSync(join(folder, 'go'), '');
    const cell = await client.finish(id);
    expect(cell.stream('stdout')).toBe('first\nsecond\n');
    expect(cell.stream('stderr')).toBe('oops\n');
  });

  it('!command that fails fails the cell with its exit code', async () => {
    expect(await failure('!exit 3')).toMatchObject({
      status: 'error',
      ename: 'CommandError',
      evalue: 'exit 3: ended with exit code 3',
    });
  });

  it('!command is stopped by an interrupt, with what it has started', async () => {
    const id = await client.begin('!sleep 600 & echo $!; wait');
    const started = await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    await client.request('control', 'interrupt_request', {});
    expect((await client.finish(id)).reply.content.ename).toBe('Interrupted');
    const pid = Number(String(started.content.text).trim());
    await gone(pid);
  });

  it('%npm installs a package that the next line can import', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "notebook", "private": true }');
    const local = join(folder, 'local-package');
    await client.execute(`%%file ${local}/index.js\nexport const answer = await Promise.resolve(42);`);
    await client.execute(`%%file ${local}/index.d.ts\nexport declare const answer: number;`);
    const manifest = { name: 'local-package', version: '1.0.0', type: 'module', exports: { import: './index.js' } };
    writeFileSync(join(local, 'package.json'), JSON.stringify({ ...manifest, types: './index.d.ts' }));
    const cell = await client.execute("%npm install ./local-package\nimport { answer } from 'local-package';\nanswer");
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
    expect(cell.stream('stdout')).toContain('added 1 package');
    expect(cell.result).toBe('42');
    expect((await failure('%npm no-such-command')).ename).toBe('CommandError');
  });

  it.each([
    ['html', 'text/html', '<b>bold</b>\n'],
    ['markdown', 'text/markdown', '# Title\n%who\n'],
    ['javascript', 'application/javascript', 'let = "not TypeScript";\n'],
  ])('the cell magic %s shows the rest of the cell as %s', async (name, mime, body) => {
    const { outputs, reply } = await client.execute(`%%${name}\n${body}`);
    expect(reply.content.status).toBe('ok');
    expect(outputs.map(({ type, content }) => [type, content.data])).toEqual([['display_data', { [mime]: body }]]);
  });

  it('%%file writes the rest of the cell, or adds it', async () => {
    expect(await printed('%%file sub/out.txt\none\ntwo')).toBe('wrote 2 lines to sub/out.txt\n');
    expect(await printed('%%file -a sub/out.txt\nthree\n')).toBe('added 1 line to sub/out.txt\n');
    expect(readFileSync(join(folder, 'sub/out.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('are completed at the start of a line and explained', async () => {
    const ask = async (code: string) =>
      (await client.request('shell', 'complete_request', { code, cursor_pos: code.length })).content;
    expect(await ask('1;\n%tim')).toMatchObject({ matches: ['%time', '%timeit'], cursor_start: 3, cursor_end: 7 });
    expect((await ask('%%m')).matches).toEqual(['%%markdown']);
    expect((await ask('const x = 5 %tim')).matches).toEqual([]);
    expect((await ask('%time Math.sq')).matches).toEqual(['sqrt']);
    const request = { code: '%timeit 1', cursor_pos: 3, detail_level: 0 };
    const { data } = (await client.request('shell', 'inspect_request', request)).content;
    expect((data as Record<string, string>)['text/plain']).toMatch(/^%timeit .*\n\nRuns a statement/);
  });

  it('do not make a cell look incomplete or invalid', async () => {
    for (const code of ['%%html\n<b>(', '!ls (', '%time f()'])
      expect((await client.request('shell', 'is_complete_request', { code })).content.status).toBe('complete');
    const open = await client.request('shell', 'is_complete_request', { code: '%time f(' });
    expect(open.content.status).toBe('incomplete');
  });
});
