/** Declarations of the module `tslab`, for notebooks that were written for that kernel. */
export const tslabDeclarations = `
declare module 'tslab' {
  /** Shows content of one MIME type below the cell, at once. */
  export interface Display {
    javascript(text: string): void;
    html(text: string): void;
    markdown(text: string): void;
    latex(text: string): void;
    svg(text: string): void;
    png(bytes: Uint8Array): void;
    jpeg(bytes: Uint8Array): void;
    gif(bytes: Uint8Array): void;
    pdf(bytes: Uint8Array): void;
    text(text: string): void;
    raw(contentType: string, content: string | Uint8Array): void;
  }
  export const display: Display;
  /** A display whose first content is shown below the cell and whose later content takes its place. */
  export function newDisplay(id?: string): Display;
}
`;
