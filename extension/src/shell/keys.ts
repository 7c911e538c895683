import { listen } from './listen.js';

/** The arrow keys as moves by rows and columns. */
export function arrowKeys(move: (down: number, right: number) => void): Record<string, () => void> {
  return {
    ArrowUp: () => move(-1, 0),
    ArrowDown: () => move(1, 0),
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
  };
}

/** {@link arrowKeys}, and Home and End as moves to the ends of a row, for a `move` that stops there. */
export function rowKeys(move: (down: number, right: number) => void): Record<string, () => void> {
  return {
    ...arrowKeys(move),
    Home: () => move(0, Number.NEGATIVE_INFINITY),
    End: () => move(0, Number.POSITIVE_INFINITY),
  };
}

/** Does what `keys` names when `node` gets that key without Ctrl, Alt or Cmd. Returns the function that stops it. */
export function onKeys(node: HTMLElement, keys: Record<string, () => void>): () => void {
  return listen(node, {
    keydown: (event) => {
      const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    },
  });
}
