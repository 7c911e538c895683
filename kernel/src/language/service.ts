import { completeCell } from './complete.js';
import { completeness } from './completeness.js';
import { diagnose } from './diagnostics.js';
import { emitCell } from './emit.js';
import { inspectCell } from './inspect.js';
import type { CellName, Completeness, Completion, Conversion, Diagnostic, Inspection } from './language.js';
import type { LanguageCalls, LanguageOptions } from './messages.js';
import { importedFiles, ModuleConverter } from './modules.js';
import { Project, type Snapshot } from './project.js';
import { References } from './references.js';
import { prepareCell } from './source.js';

/** How many conversions may wait for their commit; older ones are forgotten. */
const pendingLimit = 100;

/** The TypeScript language in one thread: everything that the worker answers. */
export class TypeScriptService implements LanguageCalls {
  readonly #project: Project;
  readonly #modules: ModuleConverter;
  readonly #cwd: string;
  readonly #pending = new Map<number, { text: string; uses: ReadonlySet<string> }>();
  #lastId = 0;

  constructor(options: LanguageOptions) {
    this.#cwd = options.cwd;
    this.#project = new Project(options);
    this.#modules = new ModuleConverter(this.#project);
  }

  /** Runs every stage once, so that the first cell finds the libraries bound and the compiler's code compiled. */
  warm(): void {
    this.convert('const warm = [1, 2].map((x) => x + Math.sqrt(x));\nwarm;', 'warm-up');
    this.complete('Math.', 5);
    this.#pending.clear();
  }

  convert(code: string, cell: CellName): Conversion {
    const text = prepareCell(code);
    const snapshot = this.#project.load(text, true);
    const imported = importedFiles(this.#project, snapshot);
    const diagnostics = this.#diagnose(snapshot, imported);
    if (diagnostics.length > 0) return { ok: false, diagnostics };
    const references = new References(snapshot);
    const script = emitCell(this.#project, snapshot, references, cell);
    const id = ++this.#lastId;
    this.#remember(id, text, references.usedFiles());
    const modules = imported.length > 0 ? { modules: this.#modules.convert(imported) } : {};
    return { ok: true, id, ...script, ...modules };
  }

  commit(conversionId: number): number[] {
    const conversion = this.#pending.get(conversionId);
    if (!conversion) throw new Error(`commit: the id of a conversion not committed yet, got ${conversionId}`);
    this.#pending.delete(conversionId);
    return this.#project.commit(conversionId, conversion.text, conversion.uses);
  }

  restore(cells: [id: number, code: string][], lastId: number): void {
    for (const [id, code] of cells) {
      const text = prepareCell(code);
      this.#project.commit(id, text, new References(this.#project.load(text)).usedFiles());
    }
    this.#lastId = lastId;
  }

  complete(code: string, offset: number): Completion {
    return completeCell(this.#project, this.#project.load(prepareCell(code)), offset);
  }

  inspect(code: string, offset: number, detail: 0 | 1): Inspection | undefined {
    return inspectCell(this.#project, this.#project.load(prepareCell(code)), offset, detail);
  }

  isComplete(code: string): Completeness {
    return completeness(code);
  }

  diagnostics(code: string): Diagnostic[] {
    const snapshot = this.#project.load(prepareCell(code));
    return this.#diagnose(snapshot, importedFiles(this.#project, snapshot));
  }

  reset(): void {
    this.#pending.clear();
    this.#project.reset();
  }

  #diagnose(snapshot: Snapshot, imported: Parameters<ModuleConverter['convert']>[0]): Diagnostic[] {
    return diagnose(snapshot.program, snapshot.cell, imported, this.#cwd);
  }

  #remember(id: number, text: string, uses: ReadonlySet<string>): void {
    this.#pending.set(id, { text, uses });
    const oldest = this.#pending.keys().next().value;
    if (this.#pending.size > pendingLimit && oldest !== undefined) this.#pending.delete(oldest);
  }
}
