import type { LabIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { element } from '../shell/dom.js';
import { passShortcuts } from '../shell/shortcuts.js';
import { loadStyles } from '../shell/styles.js';

/** What stands in a side panel. */
export interface PanelBody {
  readonly node: HTMLElement;
  /** The panel came into sight, or its width changed: what is drawn may be stale. */
  shown(): void;
  dispose(): void;
}

/** How a side panel is made. */
export interface PanelOptions {
  id: string;
  title: string;
  icon: LabIcon;
  load(): Promise<PanelBody>;
}

/** A side panel whose code is loaded when it is first shown. */
export class SidePanel extends Widget {
  private body: PanelBody | undefined;
  private loading = false;
  private readonly shortcuts: () => void;

  constructor(private readonly options: PanelOptions) {
    super();
    this.id = options.id;
    this.title.icon = options.icon;
    this.title.caption = options.title;
    this.addClass('lectern-SidePanel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', options.title);
    this.shortcuts = passShortcuts(this.node);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.shortcuts();
    this.body?.dispose();
    super.dispose();
  }

  protected override onAfterShow(_message: Message): void {
    void this.reveal();
  }

  protected override onAfterAttach(_message: Message): void {
    if (this.isVisible) void this.reveal();
  }

  protected override onResize(_message: Widget.ResizeMessage): void {
    if (this.isVisible) this.body?.shown();
  }

  private async reveal(): Promise<void> {
    if (this.body) {
      this.body.shown();
      return;
    }
    if (this.loading) return;
    this.loading = true;
    try {
      const [body] = await Promise.all([this.options.load(), loadStyles()]);
      if (this.isDisposed) {
        body.dispose();
        return;
      }
      this.body = body;
      this.node.replaceChildren(body.node);
      if (this.isVisible) body.shown();
    } catch {
      const problem = 'This panel did not load; reload the page to try again.';
      this.node.replaceChildren(element('p', { class: 'lectern-Problem', role: 'alert' }, problem));
    } finally {
      this.loading = false;
    }
  }
}
