import { Ahead, type AheadConversion } from './ahead.js';
import { catchesAt } from './catching.js';
import { completeCell } from './complete.js';
import { completeness } from './completeness.js';
import { diagnose, magicDiagnostics } from './diagnostics.js';
import { emitCell } from './emit.js';
import { inspectCell } from './inspect.js';
import type { CellName, Completeness, Completion, Conversion, Diagnostic, Inspection } from './language.js';
import { completeMagic, inspectMagic } from './magic-help.js';
import type { MagicLine, MagicSplit } from './magic-lines.js';
import type { LanguageCalls, LanguageOptions } from './messages.js';
import { importedFiles, ModuleConverter } from './modules.js';
import { Project, type Snapshot } from './project.js';
import { References } from './references.js';
import { prepareCell } from './source.js';

/** How many conversions may wait for their commit; older ones are forgotten. */
const pendingLimit = 100;

/** TypeScript's number for a module that is not found. A cell that installs packages may import them. */
const missingModule = 2307;

type Pending = Pick<Extract<AheadConversion, { ok: true }>, 'text' | 'uses' | 'alone'>;

/** The TypeScript language in one thread: everything that the worker answers. */
export class TypeScriptService implements LanguageCalls {
  readonly #project: Project;
  readonly #modules: ModuleConverter;
  readonly #cwd: string;
  readonly #pending = new Map<number, Pending>();
  readonly #ahead = new Ahead();
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
    this.#ahead.clear();
  }

  convert(code: string, cell: CellName): Conversion {
    const known = this.#ahead.take(code);
    const result = known ?? this.#convert(code);
    if (!result.ok) return { ok: false, diagnostics: result.diagnostics };
    const { script, modules, ...rest } = result;
    const id = ++this.#lastId;
    this.#remember(id, rest);
    const resets = rest.alone ? { resets: true } : {};
    return { ok: true, id, ...script, map: named(script.map, cell), ...(modules ? { modules } : {}), ...resets };
  }

  commit(conversionId: number): number[] {
    const conversion = this.#pending.get(conversionId);
    if (!conversion) throw new Error(`commit: the id of a conversion not committed yet, got ${conversionId}`);
    this.#pending.delete(conversionId);
    this.#ahead.clear();
    if (conversion.alone) this.#project.reset();
    return this.#project.commit(conversionId, conversion.text, conversion.uses);
  }

  restore(cells: [id: number, code: string][], lastId: number): void {
    for (const [id, code] of cells) {
      const { text } = prepareCell(code);
      this.#project.commit(id, text, new References(this.#project.load(text)).usedFiles());
    }
    this.#lastId = lastId;
  }

  complete(code: string, offset: number): Completion {
    const magics = completeMagic(code, offset);
    if (magics) return magics;
    return completeCell(this.#project, this.#load(prepareCell(code)), offset);
  }

  inspect(code: string, offset: number, detail: 0 | 1): Inspection | undefined {
    const cell = prepareCell(code);
    return inspectMagic(cell.magics, offset) ?? inspectCell(this.#project, this.#load(cell), offset, detail);
  }

  isComplete(code: string): Completeness {
    return completeness(code);
  }

  diagnostics(code: string): Diagnostic[] {
    const result = this.#ahead.find(code) ?? this.#convert(code);
    this.#ahead.keep(code, result);
    return result.ok ? [] : result.diagnostics;
  }

  /** Converts a cell that will probably run soon, so that its run finds it ready. */
  prepare(code: string): void {
    if (!this.#ahead.find(code)) this.#ahead.keep(code, this.#convert(code));
  }

  catchesAt(text: string, offsets: number[]): boolean[] {
    return catchesAt(text, offsets);
  }

  reset(): void {
    this.#ahead.clear();
    this.#pending.clear();
    this.#project.reset();
  }

  #load({ text, magics }: MagicSplit, force = false): Snapshot {
    return this.#project.load(text, { force, alone: resets(magics) });
  }

  #convert(code: string): AheadConversion {
    const cell = prepareCell(code);
    const snapshot = this.#load(cell, true);
    const imported = importedFiles(this.#project, snapshot);
    const diagnostics = [
      ...magicDiagnostics(cell, snapshot.cell),
      ...diagnose(snapshot.program, snapshot.cell, imported, this.#cwd).filter(
        ({ code: number }) => !(number === missingModule && installs(cell.magics)),
      ),
    ];
    if (diagnostics.length > 0) return { ok: false, diagnostics, readsFiles: imported.length > 0 };
    const references = new References(snapshot);
    const script = emitCell(this.#project, snapshot, references, cell.magics);
    return {
      ok: true,
      script,
      text: cell.text,
      uses: references.usedFiles(),
      alone: resets(cell.magics),
      readsFiles: imported.length > 0,
      ...(imported.length > 0 ? { modules: this.#modules.convert(imported) } : {}),
    };
  }

  #remember(id: number, conversion: Pending): void {
    this.#pending.set(id, conversion);
    const oldest = this.#pending.keys().next().value;
    if (this.#pending.size > pendingLimit && oldest !== undefined) this.#pending.delete(oldest);
  }
}

/** The source map of a script whose only source is the cell. */
function named(map: string, cell: CellName): string {
  return JSON.stringify({ ...JSON.parse(map), file: cell, sourceRoot: '', sources: [cell] });
}

function resets(magics: readonly MagicLine[]): boolean {
  return magics.some(({ magic }) => magic.name === 'reset');
}

function installs(magics: readonly MagicLine[]): boolean {
  return magics.some(({ magic }) => magic.name === 'npm');
}
