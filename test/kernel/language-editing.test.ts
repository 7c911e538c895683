import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Project } from '../../kernel/dist/language/project.js';
import { TypeScriptService } from '../../kernel/dist/language/service.js';
import { createTypeScriptLanguage } from '../../kernel/dist/language/typescript.js';
import { LanguageNotebook } from '../helpers/language-notebook.js';

let notebook: LanguageNotebook;
beforeAll(async () => {
  notebook = new LanguageNotebook();
  await notebook.run(
    '/** How far. */\nconst distance = 3;\nclass Car { wheels = 4; drive(to: string) { return to; } }',
  );
});
afterAll(() => notebook.close());

/** The code without its `|`, and where that stood. */
function at(marked: string): [code: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

const complete = (marked: string) => notebook.language.complete(...at(marked));
const names = async (marked: string) => (await complete(marked)).matches.map(({ text }) => text);
const inspect = (marked: string, detail: 0 | 1 = 0) => notebook.language.inspect(...at(marked), detail);

describe('completion', () => {
  it('offers exactly the names that begin with what is typed', async () => {
    expect(await complete('Math.sq|')).toEqual({
      start: 5,
      end: 7,
      matches: [{ text: 'sqrt', kind: 'method', signature: '(x: number): number' }],
    });
    expect(await names('Math.nothingLikeThis|')).toEqual([]);
  });

  it('knows the names of earlier cells and of the preload, with kind, signature and documentation', async () => {
    expect((await complete('dist|')).matches).toEqual([
      { text: 'distance', kind: 'const', signature: '3', documentation: 'How far.' },
    ]);
    expect((await complete('tens|')).matches).toEqual([
      {
        text: 'tensor',
        kind: 'function',
        signature: '(data: number[]): Tensor',
        documentation: 'Makes a tensor of a list.',
      },
    ]);
    expect(await names('new Ca|')).toEqual(['Car']);
    expect(await names('let t: Tens|')).toEqual(['Tensor']);
  });

  it('offers members of what has a type, also in the middle of an unfinished cell', async () => {
    expect(await names('const c = new Car();\nc.|')).toEqual(['drive', 'wheels']);
    expect(await names('function f(car: Car) {\n  if (car.wh|')).toEqual(['wheels']);
  });

  it('writes `?.` before members of what may be undefined', async () => {
    expect(await complete('const c = [new Car()].at(0);\nc.wh|')).toMatchObject({
      start: 30,
      end: 33,
      matches: [{ text: '?.wheels', kind: 'property' }],
    });
  });

  it('offers the strings that fit', async () => {
    const code = 'function set(mode: "train" | "test") {}\nset("tr';
    const completion = await notebook.language.complete(`${code}")`, code.length);
    expect(completion.matches.map(({ text }) => text)).toEqual(['train']);
    expect(completion.start).toBe(code.length - 2);
  });

  it('writes the whole import of a name that is typed in an `import` without `from`', async () => {
    expect(await complete('1;\nimport { existsSyn|')).toEqual({
      start: 3,
      end: 21,
      matches: [
        { text: 'import { existsSync } from "node:fs";', kind: 'function', signature: 'existsSync from node:fs' },
      ],
    });
    expect(await names("import { existsSyn| } from 'node:fs'")).toEqual(['existsSync']);
  });

  it('tells which value to look at where types say nothing', async () => {
    await notebook.run('const config: any = { a: { b: 1 } };');
    expect(await complete('config.a.le|')).toEqual({ start: 9, end: 11, matches: [], valuePath: ['config', 'a'] });
    expect((await complete('new Car().|')).valuePath).toBeUndefined();
    expect((await complete('config.a().|')).valuePath).toBeUndefined();
  });

  it('hides internal names until two underscores are typed', async () => {
    expect((await names('|')).filter((name) => name.startsWith('__'))).toEqual([]);
    expect(await names('__dir|')).toEqual(['__dirname']);
  });
});

describe('inspection', () => {
  it('tells the signature and the documentation, as text and as markdown', async () => {
    expect(await inspect('tens|or([1])')).toEqual({
      text: 'function tensor(data: number[]): Tensor\n\nMakes a tensor of a list.',
      markdown: '```typescript\nfunction tensor(data: number[]): Tensor\n```\n\nMakes a tensor of a list.',
    });
  });

  it('reads documentation of earlier cells, of the language and of Node', async () => {
    expect((await inspect('distance|'))?.text).toContain('How far.');
    expect((await inspect('Math.sqrt|(2)'))?.text).toContain('square root');
    expect((await inspect("import { existsSync } from 'node:fs'; exists|Sync"))?.text).toContain('if the path exists');
  });

  it('tells the function inside the brackets of its call', async () => {
    expect((await inspect('tensor([1]).add(|)'))?.text).toMatch(/^\(method\) Tensor\.add\(/);
  });

  it('adds the tags of the comment at detail 1', async () => {
    expect((await inspect('tensor([1]).ad|d(1)', 0))?.text).not.toContain('@param');
    expect((await inspect('tensor([1]).ad|d(1)', 1))?.text).toContain('@param other what to add');
  });

  it('finds nothing where nothing is', async () => {
    expect(await inspect('  |  ')).toBeUndefined();
  });
});

describe('conversion ahead', () => {
  it('is found by the run of the same text, until the scope changes', async () => {
    const service = new TypeScriptService({ cwd: notebook.folder, preload: { module: 'none' } });
    const loads = vi.spyOn(Project.prototype, 'load');
    try {
      const code = 'const ahead: number = 1;\nahead';
      expect(service.diagnostics(code)).toEqual([]);
      loads.mockClear();
      const first = service.convert(code, 'cell 5');
      expect(loads).not.toHaveBeenCalled();
      expect(first.ok && JSON.parse(first.map).sources).toEqual(['cell 5']);
      service.prepare('ahead.toFixed()');
      expect(service.convert('ahead.toFixed()', 'cell').ok).toBe(false);
      if (first.ok) service.commit(first.id);
      expect(service.convert('ahead.toFixed()', 'cell').ok).toBe(true);
    } finally {
      loads.mockRestore();
    }
  });
});

describe('completeness', () => {
  it.each(['', '1 + 1', 'const a = 1', '# note\n1', 'f(`\n`)', 'for (const a of b) {\n  f(a);\n}', 'x =>\n  1'])(
    'takes %j as complete',
    async (code) => {
      expect(await notebook.language.isComplete(code)).toEqual({ status: 'complete' });
    },
  );

  it.each([
    ['f(', '  '],
    ['function f() {\n  return 1;', '  '],
    ['class A {\n  m() {', '    '],
    ['const a = {\n  b: [', '    '],
    ['`text', ''],
    ['/* text', ''],
    ['const x =', ''],
    ['x.', ''],
    ['if (x) {\n} else', ''],
  ])('takes %j as incomplete', async (code, indent) => {
    expect(await notebook.language.isComplete(code)).toEqual({ status: 'incomplete', indent });
  });

  it.each(['let = 7q', 'f(1))', '}', '"text', 'const 1a = 2;'])('takes %j as invalid', async (code) => {
    expect(await notebook.language.isComplete(code)).toEqual({ status: 'invalid' });
  });
});

describe('the worker', () => {
  it('fails the calls that it cannot answer, and no others', async () => {
    await expect(notebook.language.commit(12345)).rejects.toThrow(/^commit: .*12345/);
    expect(await notebook.run('1 + 1')).toBe(2);
  });

  it('goes on with the scope of the cells that ran when a cell was too much for its memory', async () => {
    const small = new LanguageNotebook({ maxMemory: 200 });
    try {
      await small.run('const kept = 1; type Kept = number;');
      const huge = `const numbers = [${'[1], '.repeat(600_000)}];`;
      await expect(small.language.convert(huge, 'cell')).rejects.toThrow(/^language worker: ended, .*memory/);
      expect(await small.run('const more: Kept = kept + 1; more')).toBe(2);
    } finally {
      await small.close();
    }
  });

  it('fails calls made after it was closed', async () => {
    const language = createTypeScriptLanguage({ cwd: notebook.folder });
    await language.close();
    await expect(language.isComplete('1')).rejects.toThrow(/^language worker: to be used before it is closed/);
  });
});
