import { chance, generatorOf } from '../../data/seed.js';
import { fromValues } from '../../tensor/create.js';
import { checkCount, GeneratedDataset, type SequenceOptions } from './generated-dataset.js';

export interface SineWavesOptions extends SequenceOptions {
  /** Waves a sequence, drawn from a range. Default `[1, 4]`. */
  frequency?: readonly [low: number, high: number];
  /** Deviation of normal noise on the inputs. Default 0. */
  noise?: number;
}

/**
 * Sine waves of random frequency and phase: inputs `[n, length, 1]`; targets, of the same shape, are the values one step
 * later. `length` is 50 unless given.
 *
 *     datasets.sineWaves({ n: 4 }).length // → 4
 */
export function sineWaves(options: SineWavesOptions = {}): GeneratedDataset {
  const { n = 100, length = 50, frequency = [1, 4], noise = 0 } = options;
  checkCount('sineWaves', 'n', n);
  checkCount('sineWaves', 'length', length);
  const generator = generatorOf(options);
  const [inputs, targets] = [new Float32Array(n * length), new Float32Array(n * length)];
  for (let start = 0; start < n * length; start += length) {
    const waves = frequency[0] + chance(generator) * (frequency[1] - frequency[0]);
    const phase = chance(generator);
    const value = (t: number) => Math.sin(2 * Math.PI * ((waves * t) / length + phase));
    for (let t = 0; t < length; t++) [inputs[start + t], targets[start + t]] = [value(t), value(t + 1)];
  }
  if (noise > 0) {
    const added = generator.fillNormal(new Float32Array(inputs.length), 0, noise);
    for (let i = 0; i < inputs.length; i++) inputs[i] += added[i];
  }
  const shape = [n, length, 1];
  return new GeneratedDataset('sineWaves', fromValues(inputs, shape), fromValues(targets, shape));
}
