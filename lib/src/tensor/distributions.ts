import { ShapeError, shapeText, ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { fromValues } from './create.js';
import type { RandomOptions } from './random.js';
import { sizeOf } from './shape.js';
import type { Tensor } from './tensor.js';

type Options = Pick<RandomOptions, 'generator'>;

/**
 * 1 with the probability that each value of `p` says, else 0. Reads the tensor.
 *
 *     bernoulli(ones(3)) // → [1, 1, 1]
 */
export function bernoulli(p: Tensor, options: Options = {}): Tensor {
  const chances = p.dataSync();
  const at = chances.findIndex((chance) => !(chance >= 0 && chance <= 1));
  if (at >= 0) throw new ValueError(`bernoulli: expected probabilities from 0 to 1, got ${chances[at]}`);
  const drawn = uniform(chances.length, options);
  const values = Float32Array.from(drawn, (u, i) => (u < chances[i] ? 1 : 0));
  return fromValues(values, p.shape, 'float32');
}

/**
 * Normal numbers of the given mean and deviation.
 *
 *     normal(5, 0, [2]) // → [5, 5]
 */
export function normal(mean: number, std: number, shape: readonly number[], options: Options = {}): Tensor {
  if (!(std >= 0)) throw new ValueError(`normal: expected a deviation of at least 0, got ${std}`);
  const values = (options.generator ?? defaultGenerator()).fillNormal(new Float32Array(sizeOf(shape)), mean, std);
  return fromValues(values, shape, 'float32');
}

/**
 * Waiting times of the given rate (default 1) per unit of time: mean 1 / rate.
 *
 *     exponential([3]).shape // → [3]
 */
export function exponential(shape: readonly number[], options: Options & { rate?: number } = {}): Tensor {
  const { rate = 1 } = options;
  if (!(rate > 0)) throw new ValueError(`exponential: expected a rate above 0, got ${rate}`);
  const values = uniform(sizeOf(shape), options).map((u) => -Math.log1p(-u) / rate);
  return fromValues(values, shape, 'float32');
}

/**
 * Numbers of events, of which each value of `rates` are expected. Reads the tensor.
 *
 *     poisson(zeros(3)) // → [0, 0, 0]
 */
export function poisson(rates: Tensor, options: Options = {}): Tensor {
  const generator = options.generator ?? defaultGenerator();
  const expected = rates.dataSync();
  const at = expected.findIndex((rate) => !(rate >= 0 && rate < Infinity));
  if (at >= 0) throw new ValueError(`poisson: expected rates of at least 0, got ${expected[at]}`);
  const one = new Float32Array(1);
  const values = Float32Array.from(expected, (rate) => {
    // Counts the waiting times that fit into one unit of time; long ones in parts, whose counts add up.
    let count = 0;
    for (let rest = rate; rest > 0; rest -= 500) {
      let time = 0;
      const limit = Math.min(rest, 500);
      for (;;) {
        time -= Math.log1p(-generator.fillUniform(one)[0]);
        if (time > limit) break;
        count++;
      }
    }
    return count;
  });
  return fromValues(values, rates.shape, 'float32');
}

/**
 * Draws `count` places of each row of `weights`, `[n]` or `[rows, n]`, each as often as its weight says; int32
 * `[count]` or `[rows, count]`. Without `replacement` (the default) no place comes twice. Reads the tensor.
 *
 *     multinomial(tensor([0, 1, 0]), 1) // → [1]
 */
export function multinomial(weights: Tensor, count: number, options: Options & { replacement?: boolean } = {}): Tensor {
  const { replacement = false } = options;
  if (weights.ndim < 1 || weights.ndim > 2) {
    throw new ShapeError(`multinomial: expected weights [n] or [rows, n], got ${shapeText(weights.shape)}`);
  }
  const size = weights.shape[weights.ndim - 1];
  const rows = weights.numel() / Math.max(size, 1);
  const values = weights.dataSync();
  const drawn = uniform(rows * count, options);
  const places = new Int32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const rest = Float64Array.from(values.subarray(row * size, (row + 1) * size));
    const positive = rest.filter((w) => w > 0).length;
    if (rest.some((w) => !(w >= 0 && w < Infinity)) || positive < (replacement ? 1 : count)) {
      const rule = `expected finite weights of at least 0, ${replacement ? 1 : count} of them above 0`;
      throw new ValueError(`multinomial: ${rule}, got [${[...rest].join(', ')}]`);
    }
    for (let i = 0; i < count; i++) {
      const place = placeOf(drawn[row * count + i] * rest.reduce((a, b) => a + b, 0), rest);
      places[row * count + i] = place;
      if (!replacement) rest[place] = 0;
    }
  }
  return fromValues(places, [...weights.shape.slice(0, -1), count], 'int32');
}

/** Where the running sum of the weights passes `at`. */
function placeOf(at: number, weights: Float64Array): number {
  let [sum, last] = [0, 0];
  for (const [place, weight] of weights.entries()) {
    if (weight === 0) continue;
    sum += weight;
    last = place;
    if (at < sum) break;
  }
  return last;
}

function uniform(count: number, options: Options): Float32Array {
  return (options.generator ?? defaultGenerator()).fillUniform(new Float32Array(count));
}
