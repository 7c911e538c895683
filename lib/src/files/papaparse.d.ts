/** The part of papaparse that the library uses: its published types need those of Node. */
declare module 'papaparse' {
  interface ParseOptions {
    delimiter: string;
    quoteChar: string;
    comments: string | false;
    skipEmptyLines: boolean;
  }
  interface ParseError {
    type: string;
    message: string;
    row?: number;
  }
  const Papa: {
    parse(text: string, options: ParseOptions): { data: string[][]; errors: ParseError[] };
    unparse(rows: readonly (readonly unknown[])[], options: { delimiter: string; newline: string }): string;
  };
  export default Papa;
}
