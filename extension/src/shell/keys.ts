/** Does what `keys` names when `node` gets that key without Ctrl, Alt or Cmd. Returns the function that stops it. */
export function onKeys(node: HTMLElement, keys: Record<string, () => void>): () => void {
  const press = (event: KeyboardEvent) => {
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  node.addEventListener('keydown', press);
  return () => node.removeEventListener('keydown', press);
}
