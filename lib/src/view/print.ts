/** Prints text where the runtime has a console; the library's core types know none. */
export function printLine(text: string): void {
  (globalThis as { console?: { log(text: string): void } }).console?.log(text);
}
