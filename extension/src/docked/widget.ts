import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel, Widget } from '@lumino/widgets';
import { element } from '../shell/dom.js';
import { type Address, renamed } from './address.js';
import type { Shown, Source } from './source.js';

/** A view beside the notebook: shows what its source gives, drawn by whatever draws it in a notebook. */
export class DockedView extends Panel {
  private readonly note = element('p', { class: 'lectern-Note' });
  private renderer: IRenderMime.IRenderer | undefined;
  private mimeType = '';
  private readonly stop: () => void;

  /** Called when there is something else to remember of it: its address or its name. */
  remember: () => void = () => undefined;

  constructor(
    readonly address: Address | undefined,
    source: Source,
    private readonly registry: IRenderMimeRegistry,
  ) {
    super();
    this.addClass('lectern-Docked');
    this.addWidget(new Widget({ node: this.note }));
    this.stop = source({
      show: (shown) => void this.present(shown),
      moved: () => {
        this.takeName();
        this.remember();
      },
    });
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.stop();
    super.dispose();
  }

  /** Follows a file or folder that was renamed; says whether this view is from there. */
  follow(from: string, to: string): boolean {
    const { address } = this;
    if (!address) return false;
    const { path } = address;
    address.path = renamed(path, from, to);
    this.takeName();
    return address.path !== path;
  }

  private async present({ bundle, note = '' }: Shown): Promise<void> {
    this.note.textContent = note;
    this.note.hidden = note === '';
    if (!bundle) return;
    const data = bundle as IRenderMime.IMimeModel['data'];
    const model = this.registry.createModel({ data, trusted: false });
    const mimeType = this.registry.preferredMimeType(data, 'ensure');
    if (mimeType === undefined) return;
    if (!this.renderer || mimeType !== this.mimeType) {
      this.renderer?.dispose();
      this.renderer = this.registry.createRenderer(mimeType);
      this.mimeType = mimeType;
      this.addWidget(this.renderer);
    }
    await this.renderer.renderModel(model);
    this.takeName();
  }

  /**
   * The tab tells where the view is from. Unless it names a variable, it gets the name of the view, which the view tells to
   * assistive technology as well.
   */
  takeName(): void {
    if (this.address && this.parent) this.parent.title.caption = `From ${this.address.path}`;
    if (this.address && 'variable' in this.address) return;
    const name = this.node.querySelector('.lectern-View')?.getAttribute('aria-label');
    if (!name || !this.parent || this.parent.title.label === name) return;
    this.parent.title.label = name;
    this.remember();
  }
}
