import { join } from 'node:path';
import { localsOf, nestIn, ts } from './compiler.js';
import { isEsModule } from './es-modules.js';
import { globalDeclarations } from './globals.js';
import { createHost, VirtualFiles } from './host.js';
import type { LanguageOptions } from './messages.js';
import { preloadText } from './preload.js';
import { createResolver, isPath, kernelFile, type Resolver } from './resolution.js';
import { Scope } from './scope.js';

/** A checked state of the project: one cell inside the scope of the earlier ones. */
export interface Snapshot {
  program: ts.Program;
  checker: ts.TypeChecker;
  cell: ts.SourceFile;
  /** Files whose top-level names live on `exports` at run time: earlier cells and the preload. */
  outer: ReadonlySet<ts.SourceFile>;
}

/**
 * One language service for the whole life of the kernel. It holds a single current cell, whose text changes, and the
 * cells that ran. Library files are parsed and bound once.
 */
export class Project {
  readonly cellFile: string;
  readonly service: ts.LanguageService;
  readonly resolver: Resolver;
  readonly #files = new VirtualFiles();
  readonly #scope = new Scope();
  readonly #preloadFile = join(kernelFile, '..', '__preload__.d.ts');
  readonly #cwd: string;
  readonly #preloaded: string;
  #slots: string[] = [];
  #freed: string[] = [];
  #prunable = false;
  #slotCount = 0;

  constructor(options: LanguageOptions) {
    const preload = options.preload ?? { module: 'lectern' };
    this.#cwd = options.cwd;
    this.#preloaded = preload.module;
    this.cellFile = join(options.cwd, '__cell__.ts');
    this.resolver = createResolver(options.cwd, preload.module);
    this.#files.write(join(kernelFile, '..', '__globals__.d.ts'), globalDeclarations);
    this.#files.write(this.cellFile, '');
    const types = this.resolver.resolve(preload.module, kernelFile)?.resolvedFileName;
    if (types) this.#files.write(this.#preloadFile, preloadText(preload.module, types, preload.names));
    this.#addSlots(16);
    this.service = ts.createLanguageService(createHost(options.cwd, this.#files, this.resolver));
  }

  /** Puts a text into the current cell and binds it inside the scope of the earlier cells; with `alone`, of none. */
  load(text: string, { force = false, alone = false } = {}): Snapshot {
    for (const file of this.#freed.splice(0)) {
      this.#files.write(file, '');
      this.#slots.push(file);
    }
    this.#files.write(this.cellFile, text, force);
    this.#files.touch();
    return this.#bind(alone);
  }

  /**
   * Makes a cell that ran the innermost level of the scope. `uses` are the files it mentions. Returns the ids of the
   * levels.
   */
  commit(id: number, text: string, uses: ReadonlySet<string>): number[] {
    if (this.#slots.length === 0) this.#addSlots(this.#slotCount);
    const file = this.#slots.pop() as string;
    this.#files.write(file, text);
    this.#scope.push({ id, file, uses });
    this.#prunable = true;
    return this.#scope.levels.map((level) => level.id);
  }

  /** Forgets the earlier cells. */
  reset(): void {
    this.#freed.push(...this.#scope.clear());
  }

  /** Whether an imported package is an ES module, and not the preloaded one, which the runner has. */
  loadsLater(specifier: string): boolean {
    if (specifier === this.#preloaded || specifier === 'tslab') return false;
    const local = isPath(specifier) ? this.resolver.resolve(specifier, this.cellFile) : undefined;
    return !local && isEsModule(specifier, this.#cwd);
  }

  /** Whether an earlier cell or the preload declares the name. */
  isDeclared(name: string): boolean {
    const program = this.service.getProgram();
    const files = [...this.#scope.levels.map((level) => level.file), this.#preloadFile];
    return files.some((file) => {
      const source = program?.getSourceFile(file);
      return source !== undefined && localsOf(source).has(ts.escapeLeadingUnderscores(name));
    });
  }

  #bind(alone: boolean): Snapshot {
    const program = this.service.getProgram() as ts.Program;
    // The checker binds new files and clears their `parent`, so it has to exist before they are linked.
    const checker = program.getTypeChecker();
    const cell = program.getSourceFile(this.cellFile) as ts.SourceFile;
    const preload = program.getSourceFile(this.#preloadFile);
    if (this.#prunable) {
      // Emptying the files now would make this program stale, so that waits for the next text.
      this.#freed.push(...this.#scope.prune(program));
      this.#prunable = false;
    }
    if (alone) nestIn(cell, preload);
    else this.#scope.link(program, cell, preload);
    const names = [this.#preloadFile, ...(alone ? [] : this.#scope.levels.map(({ file }) => file))];
    return { program, checker, cell, outer: new Set(names.flatMap((name) => program.getSourceFile(name) ?? [])) };
  }

  /**
   * Files for later cells exist from the start, empty: a program whose list of files is the same as before takes over
   * the old one's structure and need not resolve every import again.
   */
  #addSlots(count: number): void {
    for (let index = 0; index < count; index++) {
      const file = join(this.#cwd, `__cell_${++this.#slotCount}__.ts`);
      this.#files.write(file, '');
      this.#slots.push(file);
    }
  }
}
