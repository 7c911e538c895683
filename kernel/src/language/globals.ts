/** Declarations of the names that the kernel itself gives to every cell, as the text of a `.d.ts` file. */
export const globalDeclarations = `
/**
 * Shows a value below the cell: through its own rich form if it has one, else as text.
 * With \`id\`, a later \`Lectern.updateDisplay(id, value)\` replaces what is shown.
 */
declare function display(value: unknown, options?: { id?: string }): void;

/** Asks for a line of text below the cell and waits for it; \`null\` if the front end cannot ask. */
declare function prompt(message?: string): string | null;

/** The notebook's own functions. */
declare namespace Lectern {
  /** Shows a value below the cell; the same as the global \`display\`. */
  function display(value: unknown, options?: { id?: string }): void;
  /** Replaces what was shown under this id, wherever it stands in the notebook. */
  function updateDisplay(id: string, value: unknown): void;
  /** Clears the cell's output; with \`wait\`, only when the next output arrives. */
  function clearOutput(wait?: boolean): void;
}
`;
