import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, Script as VmScript } from 'node:vm';
import type { Script } from '../contract/frames.js';
import { LocalModules } from './local-modules.js';
import type { Stacks } from './stack.js';

const HEAD = 'function (exports, require, module, __filename, __dirname) {';

/** What all cells share: the object that holds their names, and `require`. */
export class Scope {
  /** The names of the cells; a cell reads and writes its own and earlier names here. */
  readonly exports: Record<string, unknown> = {};
  /** The preloaded names. */
  readonly library: Record<string, unknown> = {};
  private readonly module = { exports: this.exports };
  private readonly file: string;
  private readonly packages = new Map<string, unknown>();
  private readonly localModules: LocalModules;
  private readonly fromNotebook: NodeJS.Require;
  /** `import()` from the notebook's folder, wherever the working folder is. */
  private readonly importModule: (id: string) => Promise<unknown>;
  private readonly fromKernel = createRequire(import.meta.url);

  constructor(
    private readonly cwd: string,
    private readonly stacks: Stacks,
  ) {
    this.file = join(cwd, 'notebook.ts');
    this.fromNotebook = createRequire(this.file);
    this.importModule = new VmScript('(id) => import(id)', {
      filename: this.file,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext();
    this.localModules = new LocalModules(stacks);
  }

  /** Puts every export of a package in scope and makes `require(name)` give that very package from anywhere. */
  preload(name: string, namespace: Record<string, unknown>): void {
    this.packages.set(name, namespace);
    for (const [key, value] of Object.entries(namespace)) if (key !== 'default') this.library[key] = value;
    Object.assign(this.exports, this.library);
  }

  /** Makes `require(name)` give these exports from anywhere, though there is no such package. */
  provide(name: string, names: Record<string, unknown>): void {
    this.packages.set(name, names);
  }

  /** Compiles a script; the returned function runs it, and returns a promise when the script is async. */
  compile(script: Script): () => unknown {
    this.stacks.add(script.name, script.source, script.map);
    this.localModules.update(script.modules);
    const text = `(${script.async ? 'async ' : ''}${HEAD}\n${script.js}\n})`;
    const compiled = new VmScript(text, {
      filename: script.name,
      lineOffset: -1,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext();
    return () => compiled(this.exports, this.requireFrom(this.cwd), this.module, this.file, this.cwd);
  }

  /** The names that cells have declared, with their values; a preloaded name only if a cell has declared it anew. */
  variables(): [name: string, value: unknown][] {
    return Object.entries(this.exports).filter(
      ([name, value]) =>
        !/^\$+last$/.test(name) && !(Object.hasOwn(this.library, name) && this.library[name] === value),
    );
  }

  /** Forgets what cells have declared. */
  forgetVariables(): void {
    for (const name of Object.keys(this.exports)) delete this.exports[name];
    Object.assign(this.exports, this.library);
  }

  /** Takes the value of a script's last expression; it is not kept, so that a big one can be freed. */
  takeResult(script: Script): unknown {
    if (!script.lastExpression) return undefined;
    const value = this.exports[script.lastExpression];
    delete this.exports[script.lastExpression];
    return value;
  }

  private requireFrom(folder: string): NodeJS.Require {
    const load = (id: string): unknown => {
      if (this.packages.has(id)) return this.packages.get(id);
      const local = this.localModules.find(id, folder);
      if (local) return this.localModules.load(local, (inner) => this.requireFrom(inner));
      const own = folder === this.cwd ? this.fromNotebook : createRequire(join(folder, 'module.ts'));
      return this.requireWithFallback(own, id);
    };
    return Object.assign(load, this.fromNotebook, { importModule: this.importModule }) as NodeJS.Require;
  }

  /** Packages that are not beside the notebook may be beside the kernel: `lectern` is. */
  private requireWithFallback(own: NodeJS.Require, id: string): unknown {
    try {
      return own(id);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
      if (!missing || id.startsWith('.') || id.startsWith('/') || !String(error).includes(`'${id}'`)) throw error;
      try {
        return this.fromKernel(id);
      } catch {
        throw error;
      }
    }
  }
}
