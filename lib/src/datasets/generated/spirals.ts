import { generatorOf } from '../../data/seed.js';
import { checkCount, classNames, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

export interface SpiralsOptions extends PointOptions {
  /** Arms. Default 2. */
  classes?: number;
  /** Turns of an arm about the centre. Default 1. */
  turns?: number;
}

/**
 * Arms that wind about the centre, one a class, as evenly long as `n` allows: inputs `[n, 2]` within radius 1. A point at
 * radius r of arm k stands at the angle 2π(turns·r + k / classes).
 *
 *     datasets.spirals({ n: 50 }).inputs.shape // → [50, 2]
 */
export function spirals(options: SpiralsOptions = {}): GeneratedDataset {
  const { n = 100, classes = 2, turns = 1 } = options;
  checkCount('spirals', 'classes', classes);
  checkCount('spirals', 'n', n, classes);
  const targets = Array.from({ length: n }, (_, i) => i % classes);
  const points = targets.map((arm, i) => {
    const last = Math.ceil((n - arm) / classes) - 1;
    const radius = last === 0 ? 1 : Math.floor(i / classes) / last;
    const t = 2 * Math.PI * (turns * radius + arm / classes);
    return [radius * Math.cos(t), radius * Math.sin(t)];
  });
  return finish('spirals', { points, targets, classes: classNames(classes) }, generatorOf(options), options);
}
