import { select, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import type { Scope } from './extent.js';
import type { TensorModel } from './model.js';
import type { ScaleChoice, ScaleKind } from './scale.js';

const KINDS: { value: ScaleKind; text: string }[] = [
  { value: 'symmetric', text: '± largest' },
  { value: 'range', text: 'min to max' },
  { value: 'robust', text: 'mean ± 3σ' },
  { value: 'percentile', text: '1 % to 99 %' },
  { value: 'own', text: 'own range' },
];
const SCOPES: { value: Scope; text: string }[] = [
  { value: 'tensor', text: 'whole tensor' },
  { value: 'slice', text: 'this slice' },
];

/** The controls that choose how values become colours. */
export class ColourControls {
  readonly node = element('div', { class: 'lectern-Group lectern-Colours' });
  private readonly scopes: ReturnType<typeof select>;
  private readonly own: HTMLElement;
  private readonly boxes: [low: HTMLInputElement, high: HTMLInputElement];

  /** `changed` is called after `choice` changed; `ends` says those that hold now, where a range of one's own starts. */
  constructor(
    private readonly model: TensorModel,
    private readonly choice: ScaleChoice,
    private readonly ends: () => [low: number, high: number],
    private readonly changed: (note?: string) => void,
  ) {
    const kinds = select('colours', 'How values become colours', (value) => this.choose(value as ScaleKind));
    kinds.set(KINDS, choice.kind);
    this.scopes = select('range of', 'Whose values give the ends of the colours', (value) => {
      choice.scope = value as Scope;
      changed();
    });
    this.scopes.set(SCOPES, choice.scope);
    const log = toggle('log', 'Colours by the symmetric logarithm, so that small values differ too', (on) => {
      choice.log = on;
      changed();
    });
    log.set(choice.log);
    this.boxes = [this.box('low end of the colours'), this.box('high end of the colours')];
    this.own = element('div', { class: 'lectern-Group', role: 'group', 'aria-label': 'Own range' });
    this.own.append(this.boxes[0], 'to', this.boxes[1]);
    this.node.append(kinds.node, this.own, this.scopes.node, log.node);
    // True and false have two colours and no scale between.
    this.node.hidden = model.data.dtype === 'bool';
    this.refresh();
  }

  /** Shows what can be chosen now: the scope only where the slice is not the whole. */
  refresh(): void {
    const { kind, own } = this.choice;
    this.own.hidden = kind !== 'own';
    this.scopes.node.hidden = kind === 'own' || this.model.sliders.length === 0;
    this.boxes.forEach((box, i) => {
      box.value = String(own[i]);
      box.removeAttribute('aria-invalid');
    });
  }

  private choose(kind: ScaleKind): void {
    if (kind === 'own') {
      const [low, high] = this.ends();
      this.choice.own = [Number(low.toPrecision(6)), Number(high.toPrecision(6))];
    }
    this.choice.kind = kind;
    this.refresh();
    this.changed();
  }

  private box(label: string): HTMLInputElement {
    const box = element('input', { type: 'number', step: 'any', title: label, 'aria-label': label });
    const take = () => {
      const [low, high] = this.boxes.map((each) => each.valueAsNumber);
      const good = low < high;
      for (const each of this.boxes) {
        if (good) each.removeAttribute('aria-invalid');
        else each.setAttribute('aria-invalid', 'true');
      }
      if (good) this.choice.own = [low, high];
      this.changed(good ? undefined : 'The low end of the colours must be a number below the high end.');
    };
    box.addEventListener('change', take);
    onKeys(box, { Enter: take });
    return box;
  }
}
