import { element } from '../shell/dom.js';
import { Stepper } from '../shell/stepper.js';
import type { MapsModel } from './model.js';
import { stepText } from './words.js';

/** The slider over the steps of images that grow, and a line on the values of the step that is seen. */
export class StepBar {
  readonly node = element('div');
  private model: MapsModel | undefined;
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
    this.node.append(this.stepper.node, this.line);
  }

  /** Shows where the model is; no steps take no room. */
  set(model: MapsModel): void {
    this.model = model;
    this.node.hidden = !model.stepped;
    if (!model.stepped) return;
    this.stepper.set(model.all.steps.length, model.step);
    // The first step has the room of all that follow, so that nothing below moves when they come.
    this.stepper.node.hidden = false;
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
