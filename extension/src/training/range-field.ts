import { button, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import type { Range } from './figure.js';

/** Two numbers that choose a stretch of the horizontal axis, a button for all of it, and one that follows the newest. */
export class RangeField {
  readonly node: HTMLElement;
  private readonly from = numberInput('from', 'start');
  private readonly to = numberInput('to', 'end');
  private readonly all: HTMLButtonElement;
  private readonly follow: ReturnType<typeof toggle>;
  private extent: Range = [0, 0];

  constructor(changed: (range: Range | undefined) => void, followed: (on: boolean) => void) {
    const read = () => {
      const [low, high] = [this.from, this.to].map((input, i) =>
        input.value === '' ? this.extent[i] : input.valueAsNumber,
      );
      const none = this.from.value === '' && this.to.value === '';
      changed(none || !(low < high) ? undefined : [low, high]);
    };
    this.from.addEventListener('change', read);
    this.to.addEventListener('change', read);
    this.all = button('All', 'Show the whole run', () => changed(undefined));
    this.follow = toggle('Follow', 'Keep the newest values at the right end of the range', followed);
    this.node = element(
      'div',
      { class: 'lectern-Group', role: 'group', 'aria-label': 'Range' },
      element('span', { class: 'lectern-Field' }, 'range'),
      this.from,
      '–',
      this.to,
      this.all,
      this.follow.node,
    );
  }

  /** Shows the range that holds now; `extent` is that of the whole run. Of one that `ran` the button to follow it stays. */
  set(range: Range | undefined, extent: Range, live: boolean, ran: boolean): void {
    this.extent = extent;
    this.all.disabled = range === undefined;
    this.follow.node.hidden = !ran;
    this.follow.node.disabled = !live || range === undefined;
    [this.from, this.to].forEach((input, i) => {
      const text = range ? String(Number(range[i].toPrecision(6))) : '';
      // What is being typed stays.
      if (input !== document.activeElement && input.value !== text) input.value = text;
    });
    if (range === undefined) this.follow.set(false);
  }
}

function numberInput(label: string, placeholder: string): HTMLInputElement {
  return element('input', { type: 'number', step: 'any', 'aria-label': label, placeholder });
}
