import { denoDeclarations } from './deno-types.js';
import { tslabDeclarations } from './tslab-types.js';

/** Declarations of the names that the kernel itself gives to every cell, as the text of a `.d.ts` file. */
export const globalDeclarations = `
/**
 * Shows a value below the cell: through its own rich form if it has one, else as text; of a promise, the result when it
 * arrives. With \`id\`, a later \`Lectern.updateDisplay(id, value)\` replaces what is shown.
 */
declare function display(value: unknown, options?: { id?: string }): void;

/** Asks for a line of text below the cell and waits for it; \`preset\` if the front end cannot ask. */
declare function prompt(message?: string): string | null;
declare function prompt(message: string | undefined, preset: string): string;

/** Asks a question and waits; true if the answer is \`y\` or \`yes\`. */
declare function confirm(message?: string): boolean;

/** Asks for a line of text below the cell and waits for it; an error if the front end cannot ask. */
declare function input(message?: string, options?: { password?: boolean }): string;

/** The notebook's own functions. */
declare namespace Lectern {
  /** Shows a value below the cell; the same as the global \`display\`. */
  function display(value: unknown, options?: { id?: string }): void;
  /** Replaces what was shown under this id, wherever it stands in the notebook. */
  function updateDisplay(id: string, value: unknown): void;
  /** Clears the cell's output; with \`wait\`, only when the next output arrives. */
  function clearOutput(wait?: boolean): void;
  /** Asks for a line of text below the cell and waits for it; the same as the global \`input\`. */
  function input(message?: string, options?: { password?: boolean }): string;

  /** A value that is nothing but its display: the last value of a cell, or an argument of \`display\`. */
  type Rich = object;
  /** Takes a text, or is the tag of a template literal. */
  type RichText = (text: string | TemplateStringsArray, ...values: unknown[]) => Rich;
  /** HTML to show. */
  const html: RichText;
  /** Markdown to show, with formulas between \`$\`. */
  const markdown: RichText;
  /** A formula to show. */
  const latex: RichText;
  /** An SVG picture to show. */
  const svg: RichText;
  /** JavaScript for the page to run. */
  const javascript: RichText;
  /** Plain data to show as a tree that can be opened. */
  function json(value: unknown): Rich;
  /** A PNG, JPEG, GIF, WebP or SVG picture to show: the path of a file, or its bytes. */
  function image(source: string | Uint8Array): Rich;

  /** One open comm: a channel to code of the front end, such as a widget. */
  interface Comm {
    readonly id: string;
    /** Sends plain JSON and binary buffers. */
    send(data: unknown, buffers?: ArrayBufferView[], metadata?: Record<string, unknown>): void;
    close(data?: unknown): void;
    /** Called for each message of the front end. */
    onMessage: ((data: unknown, buffers: DataView[], metadata: Record<string, unknown>) => void) | null;
  }
  /** Opens a comm to the front end's code for \`target\`. */
  function openComm(target: string, data?: unknown, buffers?: ArrayBufferView[], metadata?: Record<string, unknown>): Comm;
  /** Lets the front end open comms on \`target\`; \`handler\` is called for each. */
  function acceptComms(
    target: string,
    handler: (comm: Comm, data: unknown, buffers: DataView[], metadata: Record<string, unknown>) => void,
  ): void;
}
${denoDeclarations}${tslabDeclarations}`;
