import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('the language in the kernel', () => {
  let client: KernelClient;
  let folder: string;
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-language-'));
    client = await KernelClient.start({ args: ['--preload', 'none'], cwd: folder });
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const result = async (code: string) => {
    const cell = await client.execute(code);
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
    return cell.result;
  };
  const complete = async (code: string) =>
    (await client.request('shell', 'complete_request', { code, cursor_pos: [...code].length })).content;

  it('imports packages that are for `import` only or await at their top', async () => {
    const manifest = { name: 'modern', type: 'module', exports: { import: './main.js' }, types: './main.d.ts' };
    write('node_modules/modern/package.json', JSON.stringify(manifest));
    write(
      'node_modules/modern/main.js',
      'export const late = await Promise.resolve(5);\nexport default () => late + 1;',
    );
    write(
      'node_modules/modern/main.d.ts',
      'export declare const late: number;\ndeclare const f: () => number;\nexport default f;',
    );
    const code =
      "import f, { late as l, type late as T } from 'modern';\nimport * as all from 'modern';\n[f(), l, all.late]";
    expect(await result(code)).toBe('[ 6, 5, 5 ]');
    expect(await result('f() + all.default()')).toBe('12');
    expect(await result("%cd /\nimport { late as again } from 'modern';\n%cd\nagain")).toBe('5');
    expect(await result("(await import('modern')).late")).toBe('5');
  });

  it('loads a local file anew when it has changed', async () => {
    write('rate.ts', 'export const rate = 1;');
    expect(await result("import { rate } from './rate';\nrate")).toBe('1');
    write('rate.ts', "export const rate = 'now a text';");
    expect(await result("import { rate } from './rate';\nrate.length")).toBe('10');
  });

  it('offers the members of run-time values where types say `any`, without running their getters', async () => {
    await client.execute(
      'let touched = 0;\nclass Base { go() {} }\nclass Box extends Base { size = 1; _inner = 2; get trap() { touched++; return {}; } }\n' +
        'const loose: any = { box: new Box(), list: [1], proxy: new Proxy({}, { ownKeys() { touched++; return []; } }) };',
    );
    expect(((await complete('loose.box.')).matches as string[]).sort()).toEqual(['go', 'size', 'trap']);
    expect((await complete('loose.box._')).matches).toEqual(['_inner']);
    expect((await complete('const x = loose.list.ma')).matches).toEqual(['map']);
    expect((await complete('loose.box.trap.')).matches).toEqual([]);
    expect((await complete('loose.proxy.')).matches).toEqual([]);
    expect(await result('touched')).toBe('0');
  });

  it('looks at values also while a cell runs that never yields, and does not disturb it', async () => {
    await client.execute('const kept: any = { inner: 1 };');
    const cell = await client.begin("console.log('go');\nlet turns = 0;\nwhile (true) turns++;");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    expect((await complete('kept.')).matches).toEqual(['inner']);
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
    expect((await complete('kept.')).matches).toEqual(['inner']);
  });

  it('tells the errors of a cell that is being edited over a comm, in code points', async () => {
    const comm_id = 'diagnostics-1';
    await client.send('shell', 'comm_open', { comm_id, target_name: 'lectern.diagnostics', data: {} });
    const ask = async (id: number, code: string) => {
      await client.send('shell', 'comm_msg', { comm_id, data: { id, code } });
      const answer = await client.waitFor(
        ({ type, content }) => type === 'comm_msg' && (content.data as { id: number }).id === id,
      );
      return (answer.content.data as { diagnostics: Record<string, unknown>[] }).diagnostics;
    };
    expect(await ask(1, 'const fine = 1;')).toEqual([]);
    expect(await ask(2, "'🎓';\n'🎓'; const n: number = '';\n")).toMatchObject([
      { start: 16, end: 17, line: 1, column: 11, code: 2322, category: 'error' },
    ]);
    expect(await ask(3, '%tmie 1')).toMatchObject([{ start: 0, end: 5, code: 0, category: 'error' }]);
    expect((await client.execute('typeof fine')).reply.content.status).toBe('error');
  });
});
