import type { Tensor } from '../../tensor/tensor.js';
import { chance, generatorOf, type SeedOptions } from '../seed.js';
import { type Adjustment, brightness, checkGrey, contrast, hue, saturation } from './colour.js';
import { checkRange, eachImage, imageShape } from './images.js';

/** How far a factor goes from 1 either way, not below 0, or its range. */
export type Jitter = number | readonly [low: number, high: number];

export interface ColorJitterOptions extends SeedOptions {
  /** Default 0. */
  brightness?: Jitter;
  /** Default 0. */
  contrast?: Jitter;
  /** Default 0; 3 channels only. */
  saturation?: Jitter;
  /** How far the hue goes either way, up to 0.5 of a turn, or its range. Default 0; 3 channels only. */
  hue?: Jitter;
}

/**
 * Changes brightness, contrast, saturation and hue of each image of a batch by factors of its own, in a random order:
 * values in 0…1, `[batch, height, width, channels]` → the same shape. torchvision's `ColorJitter`.
 *
 *     data.colorJitter(rand(2, 4, 4, 3), { brightness: 0.2 }).shape // → [2, 4, 4, 3]
 */
export function colorJitter(images: Tensor, options: ColorJitterOptions): Tensor {
  const coloured = [options.saturation, options.hue].some((jitter) => jitter !== undefined && jitter !== 0);
  const { channels } = imageShape('colorJitter', images, coloured ? 3 : undefined);
  if (options.contrast !== undefined && options.contrast !== 0) checkGrey('colorJitter', channels);
  const steps: [adjust: Adjustment, range: readonly [number, number]][] = [
    [brightness, factors('brightness', options.brightness ?? 0)],
    [contrast, factors('contrast', options.contrast ?? 0)],
    [saturation, factors('saturation', options.saturation ?? 0)],
    [hue, turns(options.hue ?? 0)],
  ];
  const active = steps.filter(([adjust, [low, high]]) => low !== high || low !== (adjust === hue ? 0 : 1));
  const generator = generatorOf(options);
  return eachImage(images, (from, to) => {
    to.set(from);
    for (const step of generator.permutation(active.length)) {
      const [adjust, [low, high]] = active[step];
      adjust(to, channels, low + chance(generator) * (high - low));
    }
  });
}

function factors(name: string, jitter: Jitter): readonly [number, number] {
  const range = typeof jitter === 'number' ? ([Math.max(0, 1 - jitter), 1 + jitter] as const) : jitter;
  checkRange('colorJitter', name, range, 0);
  return range;
}

function turns(jitter: Jitter): readonly [number, number] {
  const range = typeof jitter === 'number' ? ([-jitter, jitter] as const) : jitter;
  checkRange('colorJitter', 'hue', range, -0.5, 0.5);
  return range;
}
