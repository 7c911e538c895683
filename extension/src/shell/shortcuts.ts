/**
 * Keeps plain keys (arrows, Enter, Escape) inside `node` for its own controls, where a notebook in command mode would
 * take them, and passes keys held with Ctrl or Cmd on to JupyterLab. Returns the function that undoes it.
 */
export function passShortcuts(node: HTMLElement): () => void {
  node.dataset.lmSuppressShortcuts = 'true';
  // Some shortcuts are bound to whatever has the focus, so the mark must be there and not only around it.
  const mark = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement || target instanceof SVGElement) target.dataset.lmSuppressShortcuts = 'true';
  };
  node.addEventListener('focusin', mark);
  const pass = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || !node.parentElement) return;
    const copy = new KeyboardEvent(event.type, { ...pick(event), bubbles: true, cancelable: true });
    // Dispatched outside the suppressed part, and without the browser's own action if JupyterLab acts on it.
    if (!node.parentElement.dispatchEvent(copy)) event.preventDefault();
    event.stopPropagation();
  };
  node.addEventListener('keydown', pass);
  return () => {
    node.removeEventListener('keydown', pass);
    node.removeEventListener('focusin', mark);
  };
}

function pick(event: KeyboardEvent): KeyboardEventInit {
  const { key, code, keyCode, location, ctrlKey, shiftKey, altKey, metaKey, repeat } = event;
  return { key, code, keyCode, location, ctrlKey, shiftKey, altKey, metaKey, repeat };
}
