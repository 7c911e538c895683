/** Prints text where the runtime has a console; the library's core types know none. */
export function printLine(text) {
    globalThis.console?.log(text);
}
