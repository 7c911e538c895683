/**
 * A notebook kernel stops a running cell without running its `finally` blocks, so what a stopped call would have put
 * back has to be put back afterwards. After each interrupted cell the kernel calls the function under this key.
 */
const INTERRUPTED_SYMBOL = Symbol.for('lectern.interrupted');

const resets = new Set<() => void>();
const lateResets = new Set<() => void>();

/**
 * Has `reset` called after an interrupted cell. The same function counts once.
 * @param options.late after all that are not: for a reset that uses the rest of the library
 */
export function afterInterrupt(reset: () => void, { late = false }: { late?: boolean } = {}): void {
  const all = late ? lateResets : resets;
  if (all.has(reset)) return;
  all.add(reset);
  (globalThis as Record<symbol, unknown>)[INTERRUPTED_SYMBOL] = () => {
    for (const each of resets) each();
    for (const each of lateResets) each();
  };
}
