import { changesOf } from '../changes.js';
import type { Packer } from '../packed.js';
import type { Packed } from '../spec.js';
import { fromJsonNumber } from '../values.js';
import type { HistogramDelta, HistogramLayer, HistogramSnapshot } from './spec.js';

/** What the front end was sent of each layer, to tell it only what changed. */
export class SentLayers {
  private sent = new Map<string, HistogramSnapshot[]>();

  /** Notes that everything was sent. */
  note(layers: readonly HistogramLayer[]): void {
    this.sent = new Map(layers.map(({ name, snapshots }) => [name, [...snapshots]]));
  }

  /** The layers that changed since then, with which of their snapshots stay and which are new. */
  news(layers: readonly HistogramLayer[], packer: Packer): HistogramDelta {
    const changed = layers.flatMap(({ name, shape, pushed, snapshots }) => {
      const before = this.sent.get(name) ?? [];
      const { kept, added } = changesOf(before, snapshots);
      if (added.length === 0 && kept.length === before.length) return [];
      return [{ name, shape, pushed, kept, added: packedSnapshots(added, packer) }];
    });
    this.note(layers);
    return { layers: changed };
  }
}

/** One after another: step (NaN for none), exponent, first, the nine statistics, the number of bins, the counts. */
function packedSnapshots(snapshots: readonly HistogramSnapshot[], packer: Packer): Packed {
  return packer.pack(
    snapshots.flatMap((s) => [
      s.step ?? Number.NaN,
      s.exponent,
      s.first,
      s.count,
      ...[s.min, s.max, s.mean, s.std].map(fromJsonNumber),
      s.zeros,
      s.nan,
      s.posInf,
      s.negInf,
      s.counts.length,
      ...s.counts,
    ]),
  );
}
