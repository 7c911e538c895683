import { dirname, join, resolve } from 'node:path';
import { Script } from 'node:vm';
import type { Stacks } from './stack.js';

type Require = (id: string) => unknown;

interface LoadedModule {
  exports: unknown;
}

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/;

/** The local TypeScript files that cells import, already converted by the language. */
export class LocalModules {
  private readonly texts = new Map<string, string>();
  private readonly loaded = new Map<string, LoadedModule>();

  constructor(private readonly stacks: Stacks) {}

  /**
   * Takes the texts that came with a cell. When one of them changed, all local modules are loaded anew by the next import,
   * because those that import it hold on to its old exports.
   */
  update(texts: Record<string, string> = {}): void {
    for (const [path, text] of Object.entries(texts)) {
      if (this.texts.get(path) === text) continue;
      this.texts.set(path, text);
      this.stacks.add(path, '', inlineMapOf(text));
      this.loaded.clear();
    }
  }

  /** The path of the converted file that `id` means when imported from `folder`, if there is one. */
  find(id: string, folder: string): string | undefined {
    if (!/^(\.{0,2}\/|\.{1,2}$)/.test(id)) return undefined;
    const base = resolve(folder, id);
    const candidates = [
      base,
      `${base}.ts`,
      `${base}.tsx`,
      join(base, 'index.ts'),
      base.replace(/\.([cm]?)js$/, '.$1ts'),
    ];
    return candidates.find((path) => this.texts.has(path));
  }

  /** The exports of a converted file; runs it the first time. `requireFrom` makes the `require` of a folder. */
  load(path: string, requireFrom: (folder: string) => Require): unknown {
    const known = this.loaded.get(path);
    if (known) return known.exports;
    const module: LoadedModule = { exports: {} };
    // Noted before it runs, so that files which import each other see what is there so far.
    this.loaded.set(path, module);
    try {
      const head = '(function (exports, require, module, __filename, __dirname) {\n';
      const script = new Script(`${head}${this.texts.get(path)}\n})`, { filename: path, lineOffset: -1 });
      script.runInThisContext()(module.exports, requireFrom(dirname(path)), module, path, dirname(path));
    } catch (error) {
      this.loaded.delete(path);
      throw error;
    }
    return module.exports;
  }
}

function inlineMapOf(text: string): string {
  const encoded = INLINE_MAP.exec(text)?.[1];
  return encoded ? Buffer.from(encoded, 'base64').toString('utf8') : '';
}
