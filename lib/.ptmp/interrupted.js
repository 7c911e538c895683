/**
 * A notebook kernel stops a running cell without running its `finally` blocks, so what a stopped call would have put
 * back has to be put back afterwards. After each interrupted cell the kernel calls the function under this key.
 */
const INTERRUPTED_SYMBOL = Symbol.for('lectern.interrupted');
const resets = new Set();
/** Has `reset` called after an interrupted cell. The same function counts once. */
export function afterInterrupt(reset) {
    if (resets.has(reset))
        return;
    resets.add(reset);
    globalThis[INTERRUPTED_SYMBOL] = () => {
        for (const each of resets)
            each();
    };
}
