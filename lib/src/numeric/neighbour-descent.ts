import type { MapForces } from './map-forces.js';

/** How t-SNE goes down. */
export interface DescentOptions {
  iterations?: number;
  earlyExaggeration?: number;
  learningRate?: number;
  /** Whether the third axis stays 0. */
  flat?: boolean;
  /** Called after iterations that are multiples of `every` and after the last. */
  every?: number;
  onStep?: (iteration: number, places: Float64Array, divergence: number) => void;
}

const EXAGGERATED = 250;
const LEAST_GAIN = 0.01;

/**
 * Moves places `[points, 3]` until near points are near: gradient descent with momentum and a gain for each coordinate on the
 * divergence between affinities before and after. The start is overwritten.
 */
export function descend(
  forces: MapForces,
  places: Float64Array,
  options: DescentOptions = {},
): { places: Float64Array; divergence: number } {
  const { iterations = 1000, earlyExaggeration = 12, flat = true, every = iterations, onStep } = options;
  const rate = options.learningRate ?? Math.max(50, places.length / 3 / earlyExaggeration / 4);
  const speed = new Float64Array(places.length);
  const gains = new Float64Array(places.length).fill(1);
  const slope = new Float64Array(places.length);
  for (let step = 1; step <= iterations; step++) {
    const early = step <= EXAGGERATED;
    forces.slope(places, early ? earlyExaggeration : 1, slope);
    const momentum = early ? 0.5 : 0.8;
    for (let i = 0; i < places.length; i++) {
      if (flat && i % 3 === 2) continue;
      gains[i] = slope[i] * speed[i] < 0 ? gains[i] + 0.2 : Math.max(LEAST_GAIN, gains[i] * 0.8);
      speed[i] = momentum * speed[i] - rate * gains[i] * slope[i];
      places[i] += speed[i];
    }
    if (onStep && (step % every === 0 || step === iterations)) onStep(step, places, forces.divergence(places));
  }
  return { places, divergence: forces.divergence(places) };
}
