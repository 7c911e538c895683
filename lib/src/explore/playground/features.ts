import { stack } from '../../tensor/ops/movement.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { PlaygroundFeature } from './spec.js';

/** What a network may be given of a point, and the program text that computes it. */
export const FEATURES: Record<PlaygroundFeature, { of: (x1: Tensor, x2: Tensor) => Tensor; code: string }> = {
  x1: { of: (x1) => x1, code: 'x1' },
  x2: { of: (_, x2) => x2, code: 'x2' },
  'x1²': { of: (x1) => x1.square(), code: 'x1.square()' },
  'x2²': { of: (_, x2) => x2.square(), code: 'x2.square()' },
  x1x2: { of: (x1, x2) => x1.mul(x2), code: 'x1.mul(x2)' },
  'sin x1': { of: (x1) => x1.sin(), code: 'x1.sin()' },
  'sin x2': { of: (_, x2) => x2.sin(), code: 'x2.sin()' },
};

export const FEATURE_NAMES = Object.keys(FEATURES) as PlaygroundFeature[];

/** The chosen features of points `[n, 2]`: `[n, features]`. */
export function featuresOf(points: Tensor, names: readonly PlaygroundFeature[]): Tensor {
  const [x1, x2] = points.unbind(1);
  return stack(
    names.map((name) => FEATURES[name].of(x1, x2)),
    1,
  );
}
