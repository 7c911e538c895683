import type { PlayState } from '../protocol/decode-playground.js';
import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { type Unit, unitName, type Weight, weightsInto } from './places.js';

/** The numbers that go into one unit, to be read and changed. */
export class WeightEditor {
  readonly node = element('div', { class: 'lectern-Weights', role: 'group' });
  private inputs: { weight: Weight; input: HTMLInputElement }[] = [];
  private unit: Unit | undefined;

  /** `changed` gets the place of a number among all and its new value. */
  constructor(
    private readonly changed: (at: number, value: number) => void,
    private readonly closed: () => void,
  ) {
    this.node.hidden = true;
  }

  /** Shows the numbers of a unit; `weight` is the one that gets the focus. `undefined` closes the editor. */
  open(state: PlayState, unit: Unit | undefined, weight?: Weight): void {
    this.unit = unit;
    this.node.hidden = !unit;
    this.inputs = [];
    this.node.replaceChildren();
    if (!unit) return;
    const name = unitName(state, unit);
    this.node.setAttribute('aria-label', `Weights into ${name}`);
    const fields = weightsInto(state, unit).map((each) => {
      const label = each.from ? unitName(state, each.from) : 'bias';
      const input = element('input', { type: 'number', step: '0.1', 'aria-label': `${label} to ${name}` });
      const commit = () => {
        const value = Number(input.value);
        if (input.value !== '' && Number.isFinite(value)) this.changed(each.at, value);
      };
      input.addEventListener('change', commit);
      onKeys(input, { Enter: commit, Escape: () => this.closed() });
      this.inputs.push({ weight: each, input });
      return element('span', { class: 'lectern-Field' }, element('span', { 'aria-hidden': 'true' }, label), input);
    });
    const title = element('strong', {}, `Into ${name}`);
    this.node.append(title, ...fields, button('Close', 'Close the weights', this.closed));
    this.refresh(state, false);
    const first = this.inputs.find((each) => each.weight.at === weight?.at);
    first?.input.focus();
  }

  /** Shows the numbers as they are now, but for one that is being written. */
  refresh(state: PlayState, disabled: boolean): void {
    if (!this.unit) return;
    for (const { weight, input } of this.inputs) {
      input.disabled = disabled;
      if (input === document.activeElement) continue;
      const value = state.params[weight.at];
      input.value = Number.isFinite(value) ? value.toFixed(3) : '';
      // A field of numbers holds no NaN, but may show one.
      input.placeholder = String(value);
    }
  }
}
