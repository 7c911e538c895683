/**
 * The language behind the kernel. The protocol knows only this interface (an echo language proves it alone); the real
 * one lives in a worker, so that a slow type check never keeps the front process from answering. All positions are
 * UTF-16 offsets into `code`; the protocol layer converts from and to code points.
 */
export interface Language {
  /** Resolves when the language can convert at full speed. Calls made before that wait. */
  readonly ready: Promise<void>;
  /** Type-checks a cell and turns it into a script for the runner. Does not change the scope: {@link commit} does. */
  convert(code: string, cell: CellName): Promise<Conversion>;
  /** Makes the declarations of a converted cell visible to later cells. Called when the runner has started the cell. */
  commit(conversionId: number): Promise<void>;
  complete(code: string, offset: number): Promise<Completion>;
  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<Completeness>;
  /** Type and syntax errors of a cell that is being edited. Converting the same text next finds the work done. */
  diagnostics(code: string): Promise<Diagnostic[]>;
  /** Converts a cell that may run soon, so that converting it then finds the work done. */
  prepare(code: string): Promise<void>;
  /** Whether the function around each offset of a script would itself catch what is thrown there. */
  catchesAt(text: string, offsets: number[]): Promise<boolean[]>;
  /** Forgets every declaration of earlier cells (the runner was replaced). */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How a cell is called in messages and in the runner's script name, e.g. `cell 7`. */
export type CellName = string;

export interface Converted {
  ok: true;
  id: number;
  /** CommonJS-like script: reads and writes `exports`, calls `require`; to be run inside a function scope given those. */
  js: string;
  /** Source map (JSON text) from `js` to the cell's code, whose only source is the cell's name. */
  map: string;
  /** Name on `exports` that holds the value of the last expression, if the cell ends in one. */
  lastExpression?: string;
  /** Whether `js` must be wrapped in an async function. */
  async: boolean;
  /** Local files that the cell imports, already converted: absolute path → CommonJS text. */
  modules?: Record<string, string>;
  /** Whether the cell forgets all earlier ones. */
  resets?: boolean;
}

export interface ConversionFailure {
  ok: false;
  diagnostics: Diagnostic[];
}

export type Conversion = Converted | ConversionFailure;

export interface Diagnostic {
  /** UTF-16 offsets into the cell. */
  start: number;
  end: number;
  /** Zero-based line and column of `start`. */
  line: number;
  column: number;
  message: string;
  /** TypeScript's number, e.g. 2322; 0 when the error is that of a magic. */
  code: number;
  category: 'error' | 'warning' | 'suggestion';
  /** Set when the error is in an imported local file and not in the cell. */
  file?: string;
}

export interface Completion {
  /** Range that a match replaces. */
  start: number;
  end: number;
  matches: CompletionMatch[];
  /** Names that lead to the value whose members are wanted, if its type says nothing about them. */
  valuePath?: string[];
}

export interface CompletionMatch {
  text: string;
  /** TypeScript's kind: `function`, `class`, `property`, … */
  kind: string;
  signature?: string;
  /** The doc comment, as markdown. */
  documentation?: string;
}

export interface Inspection {
  text: string;
  markdown: string;
}

export type Completeness = { status: 'complete' | 'invalid' | 'unknown' } | { status: 'incomplete'; indent: string };
