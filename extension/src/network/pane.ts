import { MapsView } from '../maps/view.js';
import type { NetworkDetailData, NetworkLayerData } from '../protocol/decode-network.js';
import { button, select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import type { View } from '../shell/view.js';
import { TensorView } from '../tensor/view.js';
import { layerText } from './words.js';

/** One layer with its weights and activations, drawn by the views of tensors and of maps. */
export class LayerPane {
  readonly node: HTMLElement;
  private readonly box = element('div');
  private readonly stop: () => void;
  private readonly closer: HTMLButtonElement;
  private view: View | undefined;

  constructor(layer: NetworkLayerData, close: () => void) {
    this.closer = button('Close', 'Back to the diagram (Escape)', close);
    const head = element(
      'div',
      { class: 'lectern-Header' },
      element('strong', { class: 'lectern-Title' }, layer.name),
      element('span', { class: 'lectern-Note' }, layerText(layer)),
    );
    const bar = element('div', { class: 'lectern-Toolbar' });
    const shown = select('values', 'Which values of this layer are drawn', (value) =>
      this.draw(layer.details[Number(value)]),
    );
    if (layer.details.length > 1) {
      const choices = layer.details.map(({ name }, i) => ({ value: String(i), text: name }));
      shown.set(choices, '0');
      bar.append(shown.node);
    }
    bar.append(this.closer);
    this.node = element('section', { class: 'lectern-Pane', 'aria-label': `Layer ${layer.name}` }, head, bar, this.box);
    this.stop = onKeys(this.node, { Escape: close });
    const [first] = layer.details;
    if (first) this.draw(first);
    else this.box.append(element('p', { class: 'lectern-Note' }, 'It has no weights, and no activations are here.'));
  }

  focus(): void {
    this.closer.focus();
  }

  resized(): void {
    this.view?.resized();
  }

  dispose(): void {
    this.stop();
    this.view?.dispose();
  }

  private draw(detail: NetworkDetailData): void {
    this.view?.dispose();
    this.view = detail.kind === 'maps' ? new MapsView() : new TensorView();
    try {
      this.view.update(detail.spec, () => undefined);
      this.box.replaceChildren(this.view.node);
      if (this.node.isConnected) this.view.resized();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.box.replaceChildren(element('p', { class: 'lectern-Problem', role: 'alert' }, `Cannot draw: ${message}.`));
    }
  }
}
