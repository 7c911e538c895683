import { SourceMap, type SourceMapping } from 'node:module';
import { describe, expect, it } from 'vitest';
import { emptyNotebook } from '../helpers/language-notebook.js';

const notebook = emptyNotebook();

describe('conversion', () => {
  it('names the value of the last expression, and none after a declaration', async () => {
    expect(await notebook.run('1;\n2 + 3;\n')).toBe(5);
    expect((await notebook.convert('const x = 1;')).lastExpression).toBeUndefined();
    expect(await notebook.run('const $last = 1; $last + 1')).toBe(2);
  });

  it.each(['', '   \n', '// only a comment', '/* a\nb */', '# a line for the grader', ';'])(
    'takes %j as a cell that does nothing',
    async (code) => {
      expect(await notebook.run(code)).toBeUndefined();
    },
  );

  it('awaits at the top and only then asks for an async function', async () => {
    expect(await notebook.run('const v = await Promise.resolve(4); v')).toBe(4);
    expect(await notebook.run('const out: number[] = []; for await (const v of [1, 2]) out.push(v); out')).toEqual([
      1, 2,
    ]);
    expect((await notebook.convert('async function f() { await 1; }')).async).toBe(false);
    expect((await notebook.convert('await 1')).async).toBe(true);
  });

  it('runs enums, namespaces, generics, abstract classes, decorators, overloads and satisfies', async () => {
    await notebook.run(
      'enum E { A = 1, B } const enum C { X = 7 } namespace N { export const z = 3; export type Z = number }',
    );
    await notebook.run('abstract class Base<T> { abstract get(): T; twice() { return [this.get(), this.get()]; } }');
    await notebook.run('class Sub extends Base<number> { static make = () => new Sub(); get() { return 4; } }');
    expect(await notebook.run('const n: N.Z = N.z; [E.B, C.X, n, Sub.make().twice()]')).toEqual([2, 7, 3, [4, 4]]);
    await notebook.run(
      'const seen: string[] = [];\nfunction mark(_: unknown, context: ClassMethodDecoratorContext) { seen.push(String(context.name)); }',
    );
    expect(await notebook.run('class D { @mark go() {} }\nseen')).toEqual(['go']);
    await notebook.run(
      'function pick(a: number): number; function pick(a: string): string; function pick(a: unknown) { return a; }',
    );
    expect(
      await notebook.run("const o = { a: 1 } satisfies Record<string, number>; [pick(1), pick('b'), o.a]"),
    ).toEqual([1, 'b', 1]);
  });

  it('disposes what `using` holds when the cell ends, also when it fails', async () => {
    await notebook.run(
      'const log: string[] = [];\nconst open = (name: string) => ({ name, [Symbol.dispose]() { log.push(name); } });',
    );
    expect(await notebook.run("using a = open('a');\nusing b = open('b');\nlog.push(a.name + b.name);\nlog")).toEqual([
      'ab',
      'b',
      'a',
    ]);
    await notebook.run('log.length = 0;');
    await expect(notebook.run("using c = open('c');\nthrow new Error(c.name);")).rejects.toThrow('c');
    expect(await notebook.run('log')).toEqual(['c']);
    await notebook.run("await using d = { async [Symbol.asyncDispose]() { log.push('d'); } };");
    expect(await notebook.run('function inner() { using e = open("e"); return log.length; }\n[inner(), log]')).toEqual([
      2,
      ['c', 'd', 'e'],
    ]);
  });

  it('runs decorators of classes, fields and accessors', async () => {
    await notebook.run(
      'const twice = (_: unknown, context: ClassFieldDecoratorContext) => (v: number) => 2 * v;\nfunction tag(c: new () => object, context: ClassDecoratorContext) { context.addInitializer(function () { Object.assign(c, { tag: context.name }); }); }',
    );
    expect(
      await notebook.run(
        '@tag class D { @twice n = 4; accessor m = 1; }\nconst d = new D(); d.m++;\n[d.n, d.m, Reflect.get(D, "tag")]',
      ),
    ).toEqual([8, 2, 'D']);
  });

  it('takes `export` as if it were not there', async () => {
    await notebook.run(
      'export const a = 1; export default function f() { return a; } export type T = number; export { a as b };',
    );
    expect(await notebook.run('const t: T = f(); t')).toBe(1);
    expect(await notebook.run("export { sep } from 'node:path'; export * from 'node:os'; sep")).toBe('/');
  });

  it('keeps the names of functions and their missing `this`', async () => {
    await notebook.run('const arrow = () => 1; function self(this: unknown) { return this; }');
    expect(await notebook.run('arrow.name')).toBe('arrow');
    expect(await notebook.run('self()')).toBeUndefined();
  });

  it('keeps characters beyond the first plane and Windows line ends', async () => {
    expect(await notebook.run('const ünï = "é";\r\nconst s = "😀" + ünï;\r\ns')).toBe('😀é');
  });

  it('converts ten thousand lines', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `const v${i} = ${i};`);
    expect(await notebook.run([...lines, 'v9999'].join('\n'))).toBe(9999);
  });

  it('does not demand annotations', async () => {
    await notebook.run('const losses = []; function add(a, b) { return a + b; }');
    expect(await notebook.run('losses.push(add(1, 2)); losses.push(1); losses')).toEqual([3, 1]);
  });

  it('knows what Node 20 has', async () => {
    expect(await notebook.run('[3, 1, 2].toSorted().toReversed()')).toEqual([3, 2, 1]);
    expect(
      await notebook.run("[typeof fetch, Buffer.from('a').length, typeof process.cwd(), structuredClone(1)]"),
    ).toEqual(['function', 1, 'string', 1]);
  });
});

describe('the source map', () => {
  /** Line and column (from zero) in the cell for the place of a text in the script. */
  async function origin(code: string, text: string): Promise<[number, number, string]> {
    const { js, map } = await notebook.convert(code);
    const offset = js.indexOf(text);
    expect(offset).toBeGreaterThan(-1);
    const before = js.slice(0, offset).split('\n');
    const entry = new SourceMap(JSON.parse(map)).findEntry(
      before.length - 1,
      before.at(-1)?.length ?? 0,
    ) as SourceMapping;
    return [entry.originalLine, entry.originalColumn, entry.originalSource];
  }

  it('leads to the line and column in the cell, its only source', async () => {
    const code = 'interface A { b: number }\nconst a = 1;\n  throw new Error(String(a));';
    const { map } = await notebook.convert(code);
    expect(JSON.parse(map).sources).toEqual([expect.stringMatching(/^cell \d+$/)]);
    expect((await origin(code, 'throw')).slice(0, 2)).toEqual([2, 2]);
    expect((await origin(code, 'new Error')).slice(0, 2)).toEqual([2, 8]);
  });

  it('leads from a rewritten name to where it stands', async () => {
    await notebook.run('const far: any = {};');
    expect((await origin('1;\n\n   far.away.too', 'exports.far')).slice(0, 2)).toEqual([2, 3]);
    expect((await origin('if (1)\n  tensor([1]).add(\n    far.away);', 'exports.far')).slice(0, 2)).toEqual([2, 4]);
  });

  it('counts a leading comment line of a grader', async () => {
    expect((await origin('# YOUR CODE HERE\nthrow 1', 'throw')).slice(0, 2)).toEqual([1, 0]);
  });
});

describe('type errors', () => {
  it('stop the conversion and tell where they are', async () => {
    const code = "# first line\nconst ok = 1;\n  const bad: number = 'x';";
    const result = await notebook.language.convert(code, 'cell');
    expect(result).toEqual({
      ok: false,
      diagnostics: [
        {
          start: code.indexOf('bad'),
          end: code.indexOf('bad') + 3,
          line: 2,
          column: 8,
          message: "Type 'string' is not assignable to type 'number'.",
          code: 2322,
          category: 'error',
        },
      ],
    });
  });

  it('come as one message with its reasons on further lines', async () => {
    const [message] = await notebook.errors('const f: (a: { b: number }) => void = (a: { b: string }) => {};');
    expect(message.split('\n').length).toBeGreaterThan(1);
  });

  it('are syntax errors alone when the syntax is wrong', async () => {
    const errors = await notebook.language.diagnostics('let = 7q; unknownName;');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ code }) => code < 2000)).toBe(true);
  });

  it('are found in a cell that is being edited, without running it', async () => {
    expect(await notebook.language.diagnostics('1 + 1')).toEqual([]);
    expect(await notebook.language.diagnostics('nothing')).toMatchObject([{ code: 2304, start: 0, end: 7 }]);
  });

  it('leave the language able to convert the next cell', async () => {
    await notebook.errors('const broken: = {');
    expect(await notebook.run('1 + 1')).toBe(2);
  });
});
