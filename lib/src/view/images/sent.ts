import { fromBase64 } from '../base64.js';
import { changesOf } from '../changes.js';
import type { Packer } from '../packed.js';
import type { ImagesDelta, ImagesSpec, ImagesStep } from './spec.js';

/** Which steps the front end was sent, to tell it only what changed. */
export class SentSteps {
  private sent: readonly ImagesStep[] = [];

  /** Notes that these, and no others, are there now. */
  note(steps: readonly ImagesStep[]): void {
    this.sent = steps;
  }

  /** Which of the noted steps stay, and those that are new. */
  news({ steps, pushed, low, high }: ImagesSpec, packer: Packer): ImagesDelta {
    const { kept, added } = changesOf(this.sent, steps);
    this.note(steps);
    return {
      pushed,
      low,
      high,
      kept,
      added: added.map((step) => ({
        ...step,
        pixels: packer.packBytes(fromBase64(step.pixels)),
        facts: packer.packBytes(fromBase64(step.facts)),
      })),
    };
  }
}
