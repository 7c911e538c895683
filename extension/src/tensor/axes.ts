import { select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import type { TensorModel } from './model.js';

/** The controls that choose the slice: which axes are rows and columns, and a slider for each of the others. */
export class AxisControls {
  readonly sides = element('div', { class: 'lectern-Group' });
  readonly sliders = element('div', { class: 'lectern-Sliders' });
  private readonly rows = select('rows', 'Axis that runs down', (value) => this.assign('rows', value));
  private readonly cols = select('columns', 'Axis that runs across', (value) => this.assign('cols', value));

  constructor(
    private readonly model: TensorModel,
    private readonly changed: (note?: string) => void,
  ) {
    if (model.rank > 1) this.sides.append(this.rows.node, this.cols.node);
    this.refresh();
  }

  /** Shows the positions of the model, after something else than these controls moved it. */
  refresh(): void {
    const { model } = this;
    const axes = model.data.shape.map((size, axis) => ({
      value: String(axis),
      text: `${model.axisName(axis)} · ${size}`,
    }));
    this.rows.set([...axes, { value: 'none', text: 'none' }], String(model.rows ?? 'none'));
    this.cols.set(axes, String(model.cols));
    this.sliders.replaceChildren(...model.sliders.map((axis) => this.slider(axis)));
  }

  private assign(side: 'rows' | 'cols', value: string): void {
    this.model.assign(side, value === 'none' ? null : Number(value));
    this.refresh();
    this.changed();
  }

  private slider(axis: number): HTMLElement {
    const { model } = this;
    const kept = model.data.indices[axis];
    const size = model.data.shape[axis];
    const index = () => String(kept[model.at[axis]]);
    const label = `index on ${model.axisName(axis)}`;
    const range = element('input', { type: 'range', min: '0', max: String(kept.length - 1), 'aria-label': label });
    range.value = String(model.at[axis]);
    range.setAttribute('aria-valuetext', index());
    const number = element('input', { type: 'number', min: '0', max: String(size - 1), 'aria-label': label });
    number.value = index();
    range.addEventListener('input', () => {
      model.at[axis] = Number(range.value);
      number.value = index();
      range.setAttribute('aria-valuetext', index());
      this.changed();
    });
    number.addEventListener('change', () => {
      const wanted = Number(number.value);
      const found = number.value !== '' && model.moveTo(axis, wanted);
      number.value = index();
      range.value = String(model.at[axis]);
      range.setAttribute('aria-valuetext', index());
      this.changed(
        found ? undefined : `Index ${wanted} of axis ${axis} is not kept; the nearest kept one is ${index()}.`,
      );
    });
    const name = element('span', { class: 'lectern-SliderName' }, model.axisName(axis));
    const of = element('span', { class: 'lectern-Faint' }, `of ${size.toLocaleString('en')}`);
    return element('div', { class: 'lectern-Slider' }, name, range, number, of);
  }
}
