import { beforeAll, describe, expect, it } from 'vitest';
import { emptyNotebook } from '../helpers/language-notebook.js';

const notebook = emptyNotebook();
beforeAll(() => {
  const packageFile = (name: string, fields: object) =>
    notebook.write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...fields }));
  packageFile('es-only', { type: 'module', exports: { '.': { types: './main.d.ts', default: './main.js' } } });
  notebook.write('node_modules/es-only/main.js', "export default () => 'es'; export const a = 1;");
  notebook.write(
    'node_modules/es-only/main.d.ts',
    'declare const f: () => string; export default f; export const a: number;',
  );
  packageFile('es-named', { type: 'module', exports: './main.js', types: './main.d.ts' });
  notebook.write('node_modules/es-named/main.js', 'export const b = 2;');
  notebook.write('node_modules/es-named/main.d.ts', 'export const b: number;');
  packageFile('common', { main: 'main.js', types: 'main.d.ts' });
  notebook.write('node_modules/common/main.js', 'module.exports = () => 3; module.exports.c = 4;');
  notebook.write(
    'node_modules/common/main.d.ts',
    'declare function f(): number; declare namespace f { const c: number } export = f;',
  );
  packageFile('untyped', { main: 'main.js' });
  notebook.write('node_modules/untyped/main.js', 'exports.z = 7;');
  notebook.write('data.json', '{ "rows": [1, 2] }');
});

describe('imports', () => {
  it('read Node modules by default, by name and as a namespace', async () => {
    const code =
      "import path, { join as j, type ParsedPath } from 'node:path'; import * as fs from 'fs'; import 'node:os';";
    expect(await notebook.run(`${code} [path.sep, j('a', 'b'), typeof fs.existsSync]`)).toEqual([
      '/',
      'a/b',
      'function',
    ]);
  });

  it('stay in scope for later cells, also when their own cell does not use them', async () => {
    await notebook.run("import path from 'node:path'; import type { Stats } from 'node:fs';");
    expect(await notebook.run("const s: Stats | undefined = undefined; path.basename('a/b')")).toBe('b');
  });

  it('read packages that are ES modules only', async () => {
    const code = "import f, { a } from 'es-only'; import * as all from 'es-only'; import { b } from 'es-named';";
    expect(await notebook.run(`${code} [f(), a, all.default(), all.a, b]`)).toEqual(['es', 1, 'es', 1, 2]);
  });

  it('read CommonJS packages, whose default is the module itself', async () => {
    const code = "import f from 'common'; import g = require('common'); import { c } from 'common';";
    expect(await notebook.run(`${code} [f(), g(), c]`)).toEqual([3, 3, 4]);
  });

  it('read packages without types as `any`, and JSON with its type', async () => {
    expect(await notebook.run("import { z } from 'untyped'; import data from './data.json'; [z, data.rows]")).toEqual([
      7,
      [1, 2],
    ]);
    expect(await notebook.errors("import data from './data.json'; data.columns")).toHaveLength(1);
  });

  it('may be dynamic', async () => {
    expect(await notebook.run("(await import('es-named')).b + (await import('common')).default()")).toBe(5);
    expect(await notebook.run("await import('not-' + 'here').catch((error) => error.code)")).toBe('MODULE_NOT_FOUND');
  });

  it('read local TypeScript files and what these import, and see their changes', async () => {
    notebook.write('lib/deep.ts', 'export const deep = (x: number): number => x + 1;');
    notebook.write(
      'helper.ts',
      "import { deep } from './lib/deep';\nexport type T = number;\nexport const twice = (x: T) => 2 * deep(x);",
    );
    const code =
      "import { twice, type T } from './helper'; import { deep } from './lib/deep.ts'; const t: T = 1; [twice(t), deep(t)]";
    expect(await notebook.run(code)).toEqual([4, 2]);
    notebook.write('helper.ts', 'export type T = number;\nexport const twice = (x: T) => x.toFixed(1).slice(0, 2);');
    expect(await notebook.run("import { twice } from './helper'; twice(5).length")).toBe(2);
  });

  it('report the errors of a local file with its name', async () => {
    notebook.write('wrong.ts', "export const n: number = 'x';");
    const result = await notebook.language.convert("import { n } from './wrong'; n", 'cell');
    expect(result).toMatchObject({ ok: false, diagnostics: [{ file: 'wrong.ts', line: 0, code: 2322 }] });
  });

  it('find a package that was installed after the cell had failed', async () => {
    const code = "import { late } from 'late'; late";
    expect(await notebook.errors(code)).toEqual([expect.stringContaining("Cannot find module 'late'")]);
    notebook.write('node_modules/late/package.json', '{ "name": "late", "main": "main.js", "types": "main.d.ts" }');
    notebook.write('node_modules/late/main.js', 'exports.late = 1;');
    notebook.write('node_modules/late/main.d.ts', 'export const late: number;');
    expect(await notebook.run(code)).toBe(1);
  });
});
