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
  near: Float64Array,
  points: number,
  places: Float64Array,
  options: DescentOptions = {},
): { places: Float64Array; divergence: number } {
  const { iterations = 1000, earlyExaggeration = 12, flat = true, every = iterations, onStep } = options;
  const rate = options.learningRate ?? Math.max(50, points / earlyExaggeration / 4);
  const speed = new Float64Array(places.length);
  const gains = new Float64Array(places.length).fill(1);
  const slope = new Float64Array(places.length);
  for (let step = 1; step <= iterations; step++) {
    const early = step <= EXAGGERATED;
    gradient(near, points, places, early ? earlyExaggeration : 1, slope);
    const momentum = early ? 0.5 : 0.8;
    for (let i = 0; i < places.length; i++) {
      if (flat && i % 3 === 2) continue;
      gains[i] = slope[i] * speed[i] < 0 ? gains[i] + 0.2 : Math.max(LEAST_GAIN, gains[i] * 0.8);
      speed[i] = momentum * speed[i] - rate * gains[i] * slope[i];
      places[i] += speed[i];
    }
    if (onStep && (step % every === 0 || step === iterations)) onStep(step, places, divergence(near, points, places));
  }
  return { places, divergence: divergence(near, points, places) };
}

/** Neighbours attract, all repel: both sums in one pass, as only the second needs the sum of all nearnesses. */
function gradient(
  near: Float64Array,
  points: number,
  places: Float64Array,
  exaggeration: number,
  slope: Float64Array,
): void {
  const pull = slope.fill(0);
  const push = new Float64Array(slope.length);
  let total = 0;
  for (let a = 0; a < points; a++) {
    const [ax, ay, az] = [places[3 * a], places[3 * a + 1], places[3 * a + 2]];
    let [pullX, pullY, pullZ, pushX, pushY, pushZ] = [0, 0, 0, 0, 0, 0];
    for (let b = 0; b < a; b++) {
      const x = ax - places[3 * b];
      const y = ay - places[3 * b + 1];
      const z = az - places[3 * b + 2];
      const q = 1 / (1 + x * x + y * y + z * z);
      const attraction = near[a * points + b] * exaggeration * q;
      const repulsion = q * q;
      total += 2 * q;
      pullX += attraction * x;
      pullY += attraction * y;
      pullZ += attraction * z;
      pushX += repulsion * x;
      pushY += repulsion * y;
      pushZ += repulsion * z;
      pull[3 * b] -= attraction * x;
      pull[3 * b + 1] -= attraction * y;
      pull[3 * b + 2] -= attraction * z;
      push[3 * b] -= repulsion * x;
      push[3 * b + 1] -= repulsion * y;
      push[3 * b + 2] -= repulsion * z;
    }
    pull[3 * a] += pullX;
    pull[3 * a + 1] += pullY;
    pull[3 * a + 2] += pullZ;
    push[3 * a] += pushX;
    push[3 * a + 1] += pushY;
    push[3 * a + 2] += pushZ;
  }
  for (let i = 0; i < slope.length; i++) slope[i] = 4 * (pull[i] - push[i] / total);
}

function divergence(near: Float64Array, points: number, places: Float64Array): number {
  let [total, cross, own] = [0, 0, 0];
  for (let a = 0; a < points; a++) {
    for (let b = 0; b < a; b++) {
      const x = places[3 * a] - places[3 * b];
      const y = places[3 * a + 1] - places[3 * b + 1];
      const z = places[3 * a + 2] - places[3 * b + 2];
      const q = 1 / (1 + x * x + y * y + z * z);
      const p = near[a * points + b];
      total += 2 * q;
      if (p <= 0) continue;
      cross += 2 * p * Math.log(q);
      own += 2 * p * Math.log(p);
    }
  }
  return own - cross + Math.log(total);
}
