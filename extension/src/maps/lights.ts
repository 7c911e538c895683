import { element } from '../shell/dom.js';
import { rangeField } from '../shell/range-field.js';
import { short } from '../tensor/format.js';

/** Sliders for the greys of images. */
export class Lights {
  readonly node = element('div', { class: 'lectern-Sliders', role: 'group', 'aria-label': 'Greys' });
  private readonly brightness: ReturnType<typeof rangeField>;
  private readonly contrast: ReturnType<typeof rangeField>;
  private values: [brightness: number, contrast: number] = [0, 1];

  constructor(changed: (brightness: number, contrast: number) => void) {
    const set = (place: 0 | 1) => (value: number) => {
      this.values[place] = value;
      changed(...this.values);
    };
    this.brightness = rangeField(
      'brightness',
      [-0.5, 0.5, 0.05],
      (value) => `${value > 0 ? '+' : ''}${short(value, 2)}`,
      set(0),
    );
    this.contrast = rangeField('contrast', [0.5, 4, 0.1], (value) => `×${short(value, 2)}`, set(1));
    this.node.append(this.brightness.node, this.contrast.node);
  }

  set(brightness: number, contrast: number): void {
    this.values = [brightness, contrast];
    this.brightness.set(brightness);
    this.contrast.set(contrast);
  }
}
