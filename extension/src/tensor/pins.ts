import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';

/** The pinned values as a list, each with a button that takes it away. */
export class PinList {
  readonly node = element('ul', { class: 'lectern-Pins', 'aria-label': 'Pinned values' });

  /** `remove` takes away the pin of that place in the list; `emptied` is called when the reader took the last one. */
  constructor(
    private readonly remove: (place: number) => void,
    private readonly emptied: () => void,
  ) {
    this.show([]);
  }

  /** Lists pins by their index, e.g. `[0, 2]`, and their value. */
  show(pins: { index: string; value: string }[]): void {
    this.node.hidden = pins.length === 0;
    this.node.replaceChildren(
      ...pins.map(({ index, value }, place) => {
        const away = button('×', `Unpin ${index}`, () => this.take(place));
        away.setAttribute('aria-label', `Unpin ${index}`);
        return element('li', { class: 'lectern-Pin' }, element('span', {}, `pinned ${index} = ${value}`), away);
      }),
    );
  }

  private take(place: number): void {
    this.remove(place);
    const left = this.node.querySelectorAll('button');
    // The keyboard stays in the list while there is one.
    if (left.length > 0) left[Math.min(place, left.length - 1)].focus();
    else this.emptied();
  }
}
