import { augmentsOthers, localsOf, nestIn, type ts } from './compiler.js';

/** A cell that has run: one level of the scope in which later cells are checked. */
export interface ScopeLevel {
  /** The conversion it came from. */
  id: number;
  file: string;
  /** Earlier levels whose names it mentions. */
  uses: ReadonlySet<string>;
}

/**
 * The declarations of earlier cells. Each cell that ran is kept as a file of its own, nested in the one before it, and
 * the preload is the outermost. So a name means its latest declaration, while a value keeps the type that it had where
 * it was made, even when the class of that name has been declared anew since.
 */
export class Scope {
  #levels: ScopeLevel[] = [];

  get levels(): readonly ScopeLevel[] {
    return this.#levels;
  }

  push(level: ScopeLevel): void {
    this.#levels.push(level);
  }

  clear(): string[] {
    const freed = this.#levels.map((level) => level.file);
    this.#levels = [];
    return freed;
  }

  /** Links the files of a bound program: `innermost` in the latest level, …, the earliest in `outermost`. */
  link(program: ts.Program, innermost: ts.SourceFile, outermost: ts.SourceFile | undefined): void {
    let outer = outermost;
    for (const { file } of this.#levels) {
      const source = program.getSourceFile(file);
      if (!source) continue;
      nestIn(source, outer);
      outer = source;
    }
    nestIn(innermost, outer);
  }

  /**
   * Drops the levels that nothing can reach any more: every name is declared again by a later level and no kept level
   * mentions one. Running one cell a thousand times so costs one level, not a thousand. Returns the freed files.
   */
  prune(program: ts.Program): string[] {
    const hidden = new Set<ts.__String>();
    const kept = new Set<string>();
    for (const level of [...this.#levels].reverse()) {
      const source = program.getSourceFile(level.file);
      if (!source) continue;
      const names = [...localsOf(source).keys()];
      const visible = names.some((name) => !hidden.has(name));
      if (visible || augmentsOthers(source) || kept.has(level.file)) {
        kept.add(level.file);
        for (const used of level.uses) kept.add(used);
      }
      for (const name of names) hidden.add(name);
    }
    const freed = this.#levels.filter((level) => !kept.has(level.file)).map((level) => level.file);
    this.#levels = this.#levels.filter((level) => kept.has(level.file));
    return freed;
  }
}
