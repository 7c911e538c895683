import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { checkLimits } from '../protocol/limits.js';
import { element, hasRoom } from './dom.js';
import { onPreferences } from './preferences.js';
import { passShortcuts } from './shortcuts.js';
import { loadStyles } from './styles.js';
import type { View, ViewLoader } from './view.js';

const RENDERERS = new WeakMap<Element, ViewRenderer>();

/** The renderer whose output `node` is or is in. */
export function rendererAt(node: Element | null): ViewRenderer | undefined {
  const output = node?.closest('.lectern-Output');
  return output ? RENDERERS.get(output) : undefined;
}

/** The widget that JupyterLab puts into an output area: loads a view, hands it data, tells it about its room. */
export class ViewRenderer extends Widget implements IRenderMime.IRenderer {
  private view: View | undefined;
  private readonly room: ResizeObserver;
  private readonly sight: IntersectionObserver;
  private readonly shortcuts: () => void;
  private readonly unwatch: () => void;
  private model: IRenderMime.IMimeModel | undefined;

  constructor(
    readonly mimeType: string,
    private readonly load: ViewLoader,
  ) {
    super();
    this.addClass('lectern-Output');
    RENDERERS.set(this.node, this);
    this.shortcuts = passShortcuts(this.node);
    this.unwatch = onPreferences(() => void (this.model && this.renderModel(this.model)));
    this.room = new ResizeObserver(() => this.redraw());
    this.room.observe(this.node);
    // Pixels of a canvas can be lost while a windowed notebook keeps its cell out of sight.
    this.sight = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) this.redraw();
    });
    this.sight.observe(this.node);
  }

  /** The whole bundle that is shown, with the pictures beside the data. */
  get bundle(): Record<string, unknown> {
    return this.model?.data ?? {};
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.model = model;
    const payload = model.data[this.mimeType];
    try {
      checkLimits(payload);
      if (!this.view) {
        const [create] = await Promise.all([this.load(), loadStyles()]);
        if (this.isDisposed) return;
        this.view ??= create();
      }
      this.view.update(payload, (data) =>
        model.setData({ data: { ...model.data, ...(data as IRenderMime.IMimeModel['data']) } }),
      );
      if (this.view.node.parentNode !== this.node) this.node.replaceChildren(this.view.node);
      this.redraw();
    } catch (error) {
      this.tell(error);
    }
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.room.disconnect();
    this.sight.disconnect();
    this.shortcuts();
    this.unwatch();
    this.view?.dispose();
    this.view = undefined;
    super.dispose();
  }

  protected override onAfterAttach(_message: Message): void {
    this.redraw();
  }

  protected override onAfterShow(_message: Message): void {
    this.redraw();
  }

  protected override onResize(_message: Widget.ResizeMessage): void {
    this.redraw();
  }

  private redraw(): void {
    if (!this.view || !hasRoom(this.node)) return;
    try {
      this.view.resized();
    } catch (error) {
      this.tell(error);
    }
  }

  /** Puts one sentence in place of the view. */
  private tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.node.replaceChildren(element('p', { class: 'lectern-Problem', role: 'alert' }, `Cannot draw: ${message}.`));
  }
}

/** A factory for outputs of `mimeType`. Safe: a view takes data as data, so it may draw in an untrusted notebook. */
export function rendererFactory(mimeType: string, load: ViewLoader): IRenderMime.IRendererFactory {
  return { safe: true, mimeTypes: [mimeType], createRenderer: () => new ViewRenderer(mimeType, load) };
}
