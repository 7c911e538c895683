import { element } from '../shell/dom.js';
import { Stepper } from '../shell/stepper.js';
import type { MapsModel } from './model.js';
import { keptText, stepText } from './words.js';

/**
 * The slider over the steps of images that grow, how many there are, and a line on the values of the step that is seen.
 * What changes while steps come is on lines that never break.
 */
export class StepBar {
  readonly node = element('div');
  private model: MapsModel | undefined;
  private readonly kept = element('span', { class: 'lectern-Fact lectern-mod-line' });
  private readonly line = element('p', { class: 'lectern-Note lectern-mod-line' });
  private readonly stepper: Stepper;

  /** `changed` is called after the reader moved. */
  constructor(changed: () => void) {
    this.stepper = new Stepper(
      'step',
      (place) => {
        if (this.model) this.model.step = place;
        changed();
      },
      (place) => String(this.model?.all.steps[place]?.step ?? place),
    );
    this.node.append(element('div', { class: 'lectern-StepBar' }, this.stepper.node, this.kept), this.line);
  }

  /** Shows where the model is; no steps take no room. */
  set(model: MapsModel): void {
    this.model = model;
    this.node.hidden = !model.stepped;
    if (!model.stepped) return;
    this.stepper.set(model.all.steps.length, model.step, true);
    this.kept.textContent = keptText(model.all);
    this.line.textContent = stepText(model);
  }

  /** Goes so many steps on, as the reader does. */
  turn(by: number): void {
    if (this.model?.stepped) this.stepper.choose(this.stepper.at + by);
  }

  dispose(): void {
    this.stepper.dispose();
  }
}
