/** A call of a module, as the operations inside of it remember it. */
export interface Place {
  /** For people, e.g. `net.2 (Linear 200→1)`. */
  path(): string;
}

let current: Place | null = null;

/** The innermost call that is running; `null` outside of modules. */
export function currentPlace(): Place | null {
  return current;
}

/** Says where the operations that follow belong; gives back what was said before. */
export function setPlace(place: Place | null): Place | null {
  const before = current;
  current = place;
  return before;
}
