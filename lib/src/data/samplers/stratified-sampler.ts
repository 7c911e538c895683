import { type Labels, placesByClass } from '../labels.js';
import type { SeedOptions } from '../seed.js';
import { SeededSampler } from './seeded-sampler.js';

/**
 * Every sample once an epoch, in an order in which each batch has the classes' shares: the first n samples hold each class
 * n times its share, less than 1 off, whatever n is. Which sample of a class comes when is drawn anew each epoch.
 *
 * Order of the classes: Tijdeman, The chairman assignment problem (1980).
 *
 *     [...new data.StratifiedSampler([0, 0, 1, 1])].length // → 4
 */
export class StratifiedSampler extends SeededSampler {
  readonly length: number;
  readonly #classes: readonly number[][];
  /** The class, as an index into `#classes`, at each place of an epoch. */
  readonly #pattern: Int32Array;

  constructor(labels: Labels, options: SeedOptions = {}) {
    super(options);
    this.length = 'shape' in labels ? (labels.shape[0] ?? 0) : labels.length;
    this.#classes = placesByClass('StratifiedSampler', labels, this.length);
    this.#pattern = chairmen(this.#classes.map((places) => places.length));
  }

  protected draw(): Int32Array {
    const shuffled = this.#classes.map((places) =>
      [...this.generator.permutation(places.length)].map((i) => places[i]),
    );
    const taken = new Int32Array(this.#classes.length);
    return this.#pattern.map((label) => shuffled[label][taken[label]++]);
  }
}

/** Interleaves classes of given sizes: of those that are behind enough, the one takes the place that must have it first. */
function chairmen(sizes: readonly number[]): Int32Array {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const slack = sizes.length > 1 ? 1 / (2 * sizes.length - 2) : 0;
  const taken = new Int32Array(sizes.length);
  return Int32Array.from({ length: total }, (_, place) => {
    let [chosen, earliest] = [-1, Infinity];
    for (const [label, size] of sizes.entries()) {
      const behind = (size * (place + 1)) / total - taken[label];
      const deadline = ((1 - slack - behind) * total) / size;
      if (behind >= slack - 1e-9 && deadline < earliest) [chosen, earliest] = [label, deadline];
    }
    taken[chosen]++;
    return chosen;
  });
}
