import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { ControlOutput } from '../protocol/spec.js';
import { element } from '../shell/dom.js';

interface Shown {
  mimeType: string;
  renderer: IRenderMime.IRenderer;
  /** What was drawn last, as text, so that the same is not drawn again. */
  drawn: string;
}

/**
 * What a callback put out, drawn by JupyterLab's own renderers. A place that gets the same kind of output keeps its
 * renderer, so that a chart below a dragged slider changes and nothing jumps. Only what is safe in any notebook is drawn:
 * what a saved state holds was not checked by the notebook as its own outputs are.
 */
export class OutputList {
  readonly node = element('div', { class: 'lectern-Outputs', role: 'group', 'aria-label': 'Output of the callback' });
  private shown: Shown[] = [];

  constructor(private readonly registry: IRenderMimeRegistry) {}

  /** While the callback runs on, what it has not put out yet is that of the run before: nothing vanishes and comes back. */
  show(outputs: readonly ControlOutput[], running: boolean): void {
    const kept: Shown[] = [];
    outputs.forEach((output, place) => {
      const { data, metadata } = asBundle(output);
      const model = this.registry.createModel({ data: data as never, metadata: metadata as never });
      const mimeType = this.registry.preferredMimeType(model.data, 'ensure');
      if (mimeType === undefined) return;
      const old = this.shown[place];
      const drawn = JSON.stringify([data[mimeType], metadata]);
      const one = old?.mimeType === mimeType ? old : this.make(mimeType);
      if (one.drawn !== drawn) void one.renderer.renderModel(model);
      one.drawn = drawn;
      kept.push(one);
    });
    if (running) kept.push(...this.shown.slice(outputs.length));
    for (const each of this.shown) if (!kept.includes(each)) drop(each.renderer);
    this.shown = kept;
    this.node.hidden = kept.length === 0;
    kept.forEach(({ renderer }, place) => {
      // Moving a node that is in its place already would make it lose the focus.
      if (this.node.children[place] !== renderer.node)
        this.node.insertBefore(renderer.node, this.node.children[place] ?? null);
    });
  }

  dispose(): void {
    for (const { renderer } of this.shown) drop(renderer);
    this.shown = [];
  }

  private make(mimeType: string): Shown {
    const renderer = this.registry.createRenderer(mimeType);
    // Not by Widget.attach: the node that it is put into may not be on the page yet.
    MessageLoop.sendMessage(renderer, Widget.Msg.AfterAttach);
    return { mimeType, renderer, drawn: '' };
  }
}

function drop(renderer: IRenderMime.IRenderer): void {
  MessageLoop.sendMessage(renderer, Widget.Msg.BeforeDetach);
  MessageLoop.sendMessage(renderer, Widget.Msg.AfterDetach);
  renderer.node.remove();
  renderer.dispose();
}

/** Text and errors as JupyterLab shows those of cells. */
function asBundle(output: ControlOutput): { data: Record<string, unknown>; metadata: Record<string, unknown> } {
  if (output.type === 'display') return output;
  if (output.type === 'stream')
    return { data: { [`application/vnd.jupyter.${output.name}`]: output.text }, metadata: {} };
  return { data: { 'application/vnd.jupyter.stderr': output.traceback.join('\n') }, metadata: {} };
}
