/** Declarations of the names of Deno notebooks that this kernel has too. */
export const denoDeclarations = `
/** What notebooks for Deno's kernel use of it. */
declare namespace Deno {
  namespace jupyter {
    /** Data by MIME type. */
    type MediaBundle = Record<string, unknown>;
    interface DisplayOptions {
      /** The value is a media bundle already. */
      raw?: boolean;
      /** Replaces what was shown under \`display_id\`. */
      update?: boolean;
      display_id?: string;
    }
    /** Objects show themselves through a method of this name, which returns a media bundle. */
    const $display: unique symbol;
    /** Shows a value below the cell. */
    function display(value: unknown, options?: DisplayOptions): Promise<void>;
    /** Publishes a message of the Jupyter protocol. */
    function broadcast(
      messageType: string,
      content?: object,
      options?: { metadata?: Record<string, unknown>; buffers?: ArrayBufferView[] },
    ): Promise<void>;
    /** The media bundle that shows a value. */
    function format(value: unknown): Promise<MediaBundle>;
    /** HTML to show. */
    const html: Lectern.RichText;
    /** Markdown to show. */
    const md: Lectern.RichText;
    /** An SVG picture to show. */
    const svg: Lectern.RichText;
    /** A picture to show: the path of a file, or its bytes. */
    function image(source: string | Uint8Array): Lectern.Rich;
  }
}
`;
