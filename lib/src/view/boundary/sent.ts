import { fromBase64 } from '../base64.js';
import { changesOf } from '../changes.js';
import type { Packer } from '../packed.js';
import type { BoundaryDelta, BoundarySnapshot } from './spec.js';

/** Which snapshots the front end was sent, to tell it only what changed. */
export class SentSnapshots {
  private sent: readonly BoundarySnapshot[] = [];

  /** Notes that these, and no others, are there now. */
  note(snapshots: readonly BoundarySnapshot[]): void {
    this.sent = snapshots;
  }

  /** Which of the noted snapshots stay, and those that are new. */
  news(snapshots: readonly BoundarySnapshot[], pushed: number, packer: Packer): BoundaryDelta {
    const { kept, added } = changesOf(this.sent, snapshots);
    this.note(snapshots);
    return {
      pushed,
      kept,
      added: added.map((snapshot) => ({ ...snapshot, field: packer.packBytes(fromBase64(snapshot.field)) })),
    };
  }
}
