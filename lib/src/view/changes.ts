/** Which items of a list stayed, by their places in it, and which came after them. */
export interface Changes<T> {
  kept: number[];
  added: T[];
}

/** What became of a list: of `before` some items are left out, and to the rest `now` adds new ones at the end. */
export function changesOf<T>(before: readonly T[], now: readonly T[]): Changes<T> {
  const [known, there] = [new Set(before), new Set(now)];
  return {
    kept: before.flatMap((item, i) => (there.has(item) ? [i] : [])),
    added: now.filter((item) => !known.has(item)),
  };
}
