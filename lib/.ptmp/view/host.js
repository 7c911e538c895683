/** The well-known key on `globalThis` under which a kernel puts its {@link ViewHost}. */
export const HOST_SYMBOL = Symbol.for('lectern.host');
/** The host of the running notebook kernel, or `undefined` in a plain script. */
export function currentHost() {
    return globalThis[HOST_SYMBOL];
}
/** Objects show themselves in a notebook through this symbol, as in Deno's kernel: a method that returns a MIME bundle. */
export const DISPLAY_SYMBOL = Symbol.for('Jupyter.display');
