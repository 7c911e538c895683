import type { CellName, Completeness, Completion, Conversion, Diagnostic, Inspection } from './language.js';

/** Where the language runs and what it preloads. Crosses to the worker as its `workerData`. */
export interface LanguageOptions {
  /** Folder of the notebook: relative imports and packages are looked up from here. */
  cwd: string;
  /**
   * Package whose public names are in scope before the first cell; `lectern` by default. It is looked up from the
   * kernel's own location, never from `cwd`. `names` keeps only these of them.
   */
  preload?: { module: string; names?: string[] };
  /** Heap that the worker may use, in MB; as much as Node allows by default. */
  maxMemory?: number;
}

/** What the worker can be asked: name → arguments and answer. */
export interface LanguageCalls {
  /** Answers when the first conversion would be as fast as a later one. */
  warm(): void;
  convert(code: string, cell: CellName): Conversion;
  /** Answers the ids of the committed conversions that the scope still needs. */
  commit(conversionId: number): number[];
  /** Brings a fresh worker to where another one ended: committed cells by their ids, in their order. */
  restore(cells: [id: number, code: string][], lastId: number): void;
  complete(code: string, offset: number): Completion;
  inspect(code: string, offset: number, detail: 0 | 1): Inspection | undefined;
  isComplete(code: string): Completeness;
  diagnostics(code: string): Diagnostic[];
  prepare(code: string): void;
  catchesAt(text: string, offsets: number[]): boolean[];
  reset(): void;
}

export type CallName = keyof LanguageCalls;

export interface Request<N extends CallName = CallName> {
  id: number;
  call: N;
  args: Parameters<LanguageCalls[N]>;
}

export type Reply = { id: number; value: unknown } | { id: number; error: { message: string; stack?: string } };
