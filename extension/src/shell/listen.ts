/** What is called for the events of an element, by their type. */
type Calls = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

/** Calls what is given for the events of `node`. Returns the function that stops all of it. */
export function listen(node: HTMLElement, calls: Calls, options: AddEventListenerOptions = {}): () => void {
  const ending = new AbortController();
  for (const [type, call] of Object.entries(calls)) {
    node.addEventListener(type, call as (event: Event) => void, { ...options, signal: ending.signal });
  }
  return () => ending.abort();
}
