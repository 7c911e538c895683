/** What a magic may ask of the runner that it runs in. */
export interface MagicContext {
  /** Folder of the notebook. */
  readonly folder: string;
  /** Names that the kernel preloaded, with their values. */
  readonly library: Readonly<Record<string, unknown>>;
  print(text: string, stream?: 'stdout' | 'stderr'): void;
  display(bundle: Record<string, unknown>): void;
  /** The names that cells have declared, with their values. */
  variables(): [name: string, value: unknown][];
  forgetVariables(): void;
  /** Asks the front end to put a text into the cell in place of what is there. */
  replaceCell(text: string): void;
  /** Calls back when the cell ends, also when it is interrupted. */
  atCellEnd(callback: () => void): void;
}

/**
 * What follows the name: `line`, words up to the end of the line; `command`, the same after `!`; `cell`, raw text up to
 * the end of the cell after `%%name`; `code`, a TypeScript statement, or with `%%` the whole cell, to be run once;
 * `repeat`, the same, but run often, so that its value is not shown.
 */
export type MagicKind = 'line' | 'command' | 'cell' | 'code' | 'repeat';

/** What a magic is given when it runs. */
export interface MagicCall {
  /** The rest of the line, trimmed; of `code` and `repeat` only the options. */
  argument: string;
  /** The lines below, of a `cell`. */
  body: string;
  /** Runs the statement once; returns a promise when it awaits. */
  code: () => unknown;
}

/** One magic. */
export interface Magic {
  /** Without `%`. */
  name: string;
  kind: MagicKind;
  /** How it is written. */
  usage: string;
  /** One sentence for `%lsmagic`. */
  help: string;
  /** Resolves or returns when it is done; what it throws is the cell's error. */
  run(context: MagicContext, call: MagicCall): unknown;
}

/** A magic was used in a wrong way. */
export class MagicError extends Error {
  override name = 'MagicError';
}
