import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { afterAll, beforeEach } from 'vitest';
import type { Conversion, Converted, Language } from '../../kernel/dist/language/language.js';
import { createTypeScriptLanguage } from '../../kernel/dist/language/typescript.js';

/** Types and code of a small package that stands in for `lectern`. */
const stockFiles: Record<string, string> = {
  'stock/index.d.ts': `export { Tensor, tensor } from './tensor.js';
export type { Options } from './tensor.js';
export declare namespace view {
  /** Draws a line. */
  function line(x: import('./tensor.js').Tensor): string;
}
`,
  'stock/tensor.d.ts': `/** Numbers with a shape. */
export declare class Tensor {
  readonly values: Float32Array<ArrayBuffer>;
  constructor(data: number[]);
  /**
   * Adds.
   * @param other what to add
   */
  add(other: Tensor | number): Tensor;
}
/** Makes a tensor of a list. */
export declare function tensor(data: number[]): Tensor;
export interface Options { lr: number }
`,
};

/** A language with a folder of files, and a runner that is only as much as the scripts need. */
export class LanguageNotebook {
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-language-'));
  readonly language: Language;
  /** The names of all cells. */
  exports: Record<string, unknown> = {};
  readonly #modules = new Map<string, { text: string; exports: unknown }>();
  #count = 0;

  constructor(options: { maxMemory?: number } = {}) {
    for (const [name, text] of Object.entries(stockFiles)) this.write(name, text);
    const module = join(this.folder, 'stock/index.js');
    this.language = createTypeScriptLanguage({ cwd: this.folder, preload: { module }, ...options });
    this.restart();
  }

  /** Empties the scope as a fresh runner does, and puts the preloaded values into it. */
  restart(): void {
    class Tensor {
      constructor(readonly values: number[]) {}
      add(other: Tensor | number) {
        return new Tensor(this.values.map((value, i) => value + (other instanceof Tensor ? other.values[i] : other)));
      }
    }
    const view = { line: (x: Tensor) => x.values.join('-') };
    this.exports = { Tensor, tensor: (data: number[]) => new Tensor(data), view };
  }

  /** Puts a file into the notebook's folder. */
  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Converts and runs a cell, and returns the value of its last expression. */
  async run(code: string): Promise<unknown> {
    const conversion = await this.convert(code);
    await this.language.commit(conversion.id);
    const body = conversion.async ? `return (async () => {${conversion.js}\n})()` : conversion.js;
    const script = compileFunction(body, ['exports', 'require']);
    for (const [path, text] of Object.entries(conversion.modules ?? {})) {
      if (this.#modules.get(path)?.text !== text) this.#modules.set(path, { text, exports: undefined });
    }
    await script(this.exports, this.#require);
    return conversion.lastExpression && this.exports[conversion.lastExpression];
  }

  /** Converts a cell that must be right. */
  async convert(code: string): Promise<Converted> {
    const conversion = await this.language.convert(code, `cell ${++this.#count}`);
    if (!conversion.ok) throw new Error(`cell is wrong: ${JSON.stringify(conversion.diagnostics)}\n${code}`);
    return conversion;
  }

  /** The messages of a cell that must be wrong. */
  async errors(code: string): Promise<string[]> {
    const conversion: Conversion = await this.language.convert(code, `cell ${++this.#count}`);
    if (conversion.ok) throw new Error(`cell is right: ${code}`);
    return conversion.diagnostics.map(({ message }) => message);
  }

  async close(): Promise<void> {
    await this.language.close();
    rmSync(this.folder, { recursive: true });
  }

  #require = Object.assign((id: string) => this.#load(id), { importModule: (id: string) => import(id) });

  #load(id: string): unknown {
    const known = this.#modules.get(id);
    if (!known) return createRequire(join(this.folder, 'notebook.ts'))(id);
    if (known.exports === undefined) {
      const module = { exports: {} };
      compileFunction(known.text, ['exports', 'require', 'module'])(module.exports, this.#require, module);
      known.exports = module.exports;
    }
    return known.exports;
  }
}

/** A notebook for the tests of a file, each of which finds it without cells. */
export function emptyNotebook(): LanguageNotebook {
  const notebook = new LanguageNotebook();
  beforeEach(async () => {
    await notebook.language.reset();
    notebook.restart();
  });
  afterAll(() => notebook.close());
  return notebook;
}
