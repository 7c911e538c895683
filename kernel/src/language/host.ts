import { dirname } from 'node:path';
import { ts } from './compiler.js';
import { muteLibraryDocs } from './library-docs.js';
import { cellOptions } from './options.js';
import { nodeTypesRoot, type Resolver } from './resolution.js';

/** Files that exist only in memory: the cell being worked on, earlier cells, the preload, the globals. */
export class VirtualFiles {
  readonly #files = new Map<string, { text: string; version: number; snapshot: ts.IScriptSnapshot }>();
  #generation = 0;

  /** Changes when a file does, and when {@link touch} says that real files may have. */
  get generation(): string {
    return `${this.#generation}`;
  }

  /** Makes the language service look at the world again. */
  touch(): void {
    this.#generation++;
  }

  get names(): string[] {
    return [...this.#files.keys()];
  }

  /** Writes a file; with `force`, as a new version even if the text is the same. */
  write(name: string, text: string, force = false): void {
    const old = this.#files.get(name);
    if (old && old.text === text && !force) return;
    this.#generation++;
    this.#files.set(name, {
      text,
      version: (old?.version ?? 0) + 1,
      snapshot: ts.ScriptSnapshot.fromString(text),
    });
  }

  get(name: string): { text: string; version: number; snapshot: ts.IScriptSnapshot } | undefined {
    return this.#files.get(name);
  }
}

/** The compiler's types leave one member out that it looks for. */
type LanguageHost = ts.LanguageServiceHost & Pick<ts.CompilerHost, 'getModuleResolutionCache'>;

/** What the language service asks of the world: virtual files over the real ones. */
export function createHost(cwd: string, files: VirtualFiles, resolver: Resolver): LanguageHost {
  const options: ts.CompilerOptions = { ...cellOptions, typeRoots: [nodeTypesRoot(cwd)] };
  const libFolder = dirname(ts.getDefaultLibFilePath(options));
  const snapshots = new Map<string, ts.IScriptSnapshot>();

  /** Files of packages and of the compiler do not change while the kernel lives; the user's own may. */
  const versionOf = (name: string): string => {
    if (name.startsWith(libFolder) || name.includes('/node_modules/') || name.endsWith('.d.ts')) return '1';
    const modified = ts.sys.getModifiedTime?.(name);
    return modified ? `${modified.getTime()}` : '0';
  };

  return {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => cwd,
    getProjectVersion: () => files.generation,
    // The compiler asks of every file whether it is an ES module; without this it reads `package.json` each time.
    getModuleResolutionCache: () => resolver.installed,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    getScriptFileNames: () => files.names,
    getScriptVersion: (name) => files.get(name)?.version.toString() ?? versionOf(name),
    getScriptSnapshot: (name) => {
      const virtual = files.get(name);
      if (virtual) return virtual.snapshot;
      const key = `${name}\0${versionOf(name)}`;
      const known = snapshots.get(key);
      if (known) return known;
      const text = ts.sys.readFile(name);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(muteLibraryDocs(name, text));
      snapshots.set(key, snapshot);
      return snapshot;
    },
    fileExists: (name) => files.get(name) !== undefined || ts.sys.fileExists(name),
    readFile: (name) => files.get(name)?.text ?? ts.sys.readFile(name),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    readDirectory: ts.sys.readDirectory,
    realpath: ts.sys.realpath,
    useCaseSensitiveFileNames: () => true,
    resolveModuleNameLiterals: (literals, containingFile) =>
      literals.map(({ text }) => ({ resolvedModule: resolver.resolve(text, containingFile) })),
  };
}
