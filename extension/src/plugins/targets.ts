import type { JupyterFrontEnd } from '@jupyterlab/application';
import { rendererAt, type ViewRenderer } from '../shell/renderer.js';

/**
 * Finds the view that a command is about: the one that was last pointed at or focused, unless another cell has become the
 * active one since; then the first view of that cell.
 */
export function viewTargets(app: JupyterFrontEnd): () => ViewRenderer | undefined {
  let last: Element | undefined;
  const remember = ({ target }: Event) => {
    const output = target instanceof Element ? target.closest('.lectern-Output') : null;
    if (output) last = output;
  };
  for (const event of ['pointerdown', 'contextmenu', 'focusin']) document.addEventListener(event, remember, true);
  return () => {
    const cell = last?.isConnected ? last.closest('.jp-Cell') : null;
    if (last?.isConnected && (!cell || cell.classList.contains('jp-mod-active'))) return rendererAt(last);
    const active = app.shell.currentWidget?.node.querySelector('.jp-Cell.jp-mod-active .lectern-Output');
    return rendererAt(active ?? null);
  };
}
