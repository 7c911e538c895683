import { arange, data, eye, full, Generator, gradcheck, rand, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';

const images = (n = 6, side = 8, channels = 3) => rand(n, side, side, channels, { generator: new Generator(9) });

/** Every random transform of a batch, with a seed. */
const RANDOM: Record<string, (x: Tensor, seed: number) => Tensor> = {
  randomCrop: (x, seed) => data.randomCrop(x, { size: 6, padding: 1, seed }),
  randomHorizontalFlip: (x, seed) => data.randomHorizontalFlip(x, { seed }),
  randomVerticalFlip: (x, seed) => data.randomVerticalFlip(x, { seed }),
  randomRotation: (x, seed) => data.randomRotation(x, { degrees: 30, generator: new Generator(seed) }),
  randomResizedCrop: (x, seed) => data.randomResizedCrop(x, { size: 5, seed }),
  colorJitter: (x, seed) => data.colorJitter(x, { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.2, seed }),
  gaussianNoise: (x, seed) => data.gaussianNoise(x, { seed }),
  gaussianBlur: (x, seed) => data.gaussianBlur(x, { kernelSize: 3, seed }),
  randomErasing: (x, seed) => data.randomErasing(x, { seed }),
  cutout: (x, seed) => data.cutout(x, { size: 3, seed }),
  mixup: (x, seed) => data.mixup(x, eye(6), { seed })[0],
  cutmix: (x, seed) => data.cutmix(x, eye(6), { seed, alpha: 3 })[0],
  randomApply: (x, seed) => data.randomApply((y) => y.neg(), { seed })(x),
};

describe('every random transform', () => {
  test.each(Object.entries(RANDOM))(
    '%s repeats itself with its seed only, and leaves its input alone',
    (_, transform) => {
      const x = images();
      const before = [...x.dataSync()];
      expect(transform(x, 3).toArray()).toEqual(transform(x, 3).toArray());
      const results = new Set([3, 4, 5, 6].map((seed) => transform(x, seed).dataSync().join()));
      expect(results.size).toBeGreaterThan(1);
      expect([...x.dataSync()]).toEqual(before);
    },
  );

  test.each(Object.keys(RANDOM).filter((name) => !/mix|Apply/.test(name)))(
    '%s names the shape that it expects',
    (name) => {
      expect(() => RANDOM[name](zeros(4, 4), 1)).toThrow(/^\w+: expected \[batch, height, width, \w+\], got \[4, 4\]$/);
    },
  );
});

describe('flips', () => {
  test('mirror whole images, about half of them', () => {
    const x = images(400, 2, 1);
    const [across, down] = [data.randomHorizontalFlip(x, { seed: 1 }), data.randomVerticalFlip(x, { seed: 2 })];
    for (const [flipped, axis] of [
      [across, 1],
      [down, 0],
    ] as const) {
      let count = 0;
      for (let n = 0; n < 400; n++) {
        const mirrored = x.get(n).flip(axis).dataSync().join();
        if (flipped.get(n).dataSync().join() === mirrored) count++;
        else expect(flipped.get(n).dataSync().join()).toBe(x.get(n).dataSync().join());
      }
      expect(Math.abs(count - 200)).toBeLessThan(50);
    }
    expect(data.randomHorizontalFlip(x, { p: 1 }).toArray()).toEqual(x.flip(2).toArray());
    expect(data.randomVerticalFlip(x, { p: 0 }).toArray()).toEqual(x.toArray());
    expect(() => data.randomVerticalFlip(x, { p: 2 })).toThrow('randomVerticalFlip: expected p from 0 to 1, got 2');
  });
});

describe('randomCrop', () => {
  test('reaches every place equally often', () => {
    // A pixel's value is its number, so the first value says where the crop starts.
    const x = arange(16).reshape(1, 4, 4, 1).expand(900, 4, 4, 1);
    const counts = new Map<number, number>();
    for (const crop of data.randomCrop(x, { size: 2, seed: 4 })) {
      const first = crop.get(0, 0, 0).item();
      expect(crop.squeeze(2).toArray()).toEqual([
        [first, first + 1],
        [first + 4, first + 5],
      ]);
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  test('names what does not fit', () => {
    expect(() => data.randomCrop(images(), { size: 9 })).toThrow(
      'randomCrop: expected images of at least 9×9, got [6, 8, 8, 3] with padding 0; raise the padding',
    );
    expect(() => data.randomCrop(images(), { size: 9, padding: 8, mode: 'reflect' })).toThrow(
      'randomCrop: expected padding below [8, 8] to reflect, got [8, 8]',
    );
    expect(() => data.randomCrop(images(), { size: 0 })).toThrow('a size of whole numbers above 0, got 0');
  });
});

describe('colorJitter', () => {
  test('draws brightness factors from the range, one an image', () => {
    const bright = data.colorJitter(full([200, 2, 2, 1], 0.5), { brightness: [0.4, 1.6], seed: 3 });
    const factors = Array.from(bright, (image) => image.get(0, 0, 0).item() * 2);
    expect(bright.amax([1, 2, 3]).toArray()).toEqual(bright.amin([1, 2, 3]).toArray());
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.4);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.6001);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(1);
  });

  test('applies single adjustments as the plain functions do', () => {
    const x = images();
    expect(data.colorJitter(x, { contrast: [0.3, 0.3] }).toArray()).toEqual(data.adjustContrast(x, 0.3).toArray());
    expect(data.colorJitter(x, { hue: [0.2, 0.2] }).toArray()).toEqual(data.adjustHue(x, 0.2).toArray());
  });

  test('needs colours for saturation and hue', () => {
    expect(() => data.colorJitter(images(1, 4, 1), { hue: 0.1 })).toThrow(
      'colorJitter: expected [batch, height, width, 3], got [1, 4, 4, 1]',
    );
    expect(() => data.colorJitter(images(), { hue: 0.7 })).toThrow(
      'colorJitter: expected hue [low, high] with -0.5 ≤ low ≤ high ≤ 0.5, got [-0.7, 0.7]',
    );
    expect(() => data.adjustContrast(images(1, 4, 2), 1)).toThrow('expected 1 or 3 channels');
  });
});

describe('gaussianNoise', () => {
  test('has the deviation that was asked for, and stays in 0…1 unless told otherwise', () => {
    const grey = full([20, 16, 16, 1], 0.5);
    const noise = data.gaussianNoise(grey, { std: 0.1, mean: 0.05, seed: 1 }).sub(0.5);
    expect(noise.mean().item()).toBeCloseTo(0.05, 2);
    expect(noise.std().item()).toBeCloseTo(0.1, 2);
    expect(data.gaussianNoise(grey, { std: 3, seed: 1 }).max().item()).toBe(1);
    expect(data.gaussianNoise(grey, { std: 3, seed: 1, clip: false }).max().item()).toBeGreaterThan(3);
  });
});

describe('erasing', () => {
  /** Edges of the changed part of an image and whether all of it changed. */
  function hole(image: Tensor): { area: number; whole: boolean; ratio: number } | null {
    const places = (image.squeeze(2).toArray() as number[][]).flatMap((row, y) =>
      row.flatMap((value, x) => (value === 1 ? [] : [[y, x]])),
    );
    if (places.length === 0) return null;
    const [ys, xs] = [places.map(([y]) => y), places.map(([, x]) => x)];
    const [h, w] = [Math.max(...ys) - Math.min(...ys) + 1, Math.max(...xs) - Math.min(...xs) + 1];
    return { area: h * w, whole: h * w === places.length, ratio: h / w };
  }

  test('randomErasing overwrites one rectangle of the share and proportion that were asked for', () => {
    const x = full([300, 20, 20, 1], 1);
    const erased = data.randomErasing(x, { scale: [0.1, 0.3], ratio: [0.5, 2], value: 0, seed: 1 });
    const holes = Array.from(erased, hole);
    expect(Math.abs(holes.filter((found) => found !== null).length - 150)).toBeLessThan(45);
    for (const found of holes) {
      if (found === null) continue;
      expect(found.whole).toBe(true);
      // Sides are rounded: half a pixel of at least 4.
      expect(found.area / 400).toBeGreaterThan(0.08);
      expect(found.area / 400).toBeLessThan(0.34);
      expect(found.ratio).toBeGreaterThan(0.4);
      expect(found.ratio).toBeLessThan(2.5);
    }
    const noisy = data.randomErasing(x, { p: 1, value: 'random', seed: 2 });
    expect(new Set(noisy.get(0).dataSync()).size).toBeGreaterThan(5);
  });

  test('cutout overwrites squares, less at the border', () => {
    const cut = data.cutout(full([200, 10, 10, 1], 1), { size: 4, fill: -1, seed: 1 });
    const areas = Array.from(cut, (image) => hole(image)!);
    expect(areas.every(({ whole }) => whole)).toBe(true);
    expect(Math.max(...areas.map(({ area }) => area))).toBe(16);
    expect(Math.min(...areas.map(({ area }) => area))).toBeLessThan(16);
    expect(cut.min().item()).toBe(-1);
  });
});

describe('mixing', () => {
  /** Image n has the value 1 in channel n, so the mean of a mixed image is its target. */
  const coded = (n: number) => eye(n).reshape(n, 1, 1, n).expand(n, 6, 6, n);

  test.each(['mixup', 'cutmix'] as const)('%s mixes targets as it mixes images', (name) => {
    for (let seed = 0; seed < 30; seed++) {
      const labels = arange(5).to('int32');
      const [mixed, targets] = data[name](coded(5), labels, { numClasses: 5, seed });
      expect(mixed.mean([1, 2])).toBeCloseToTensor(targets);
      expect(targets.sum(1)).toBeCloseToTensor(full([5], 1));
      const [, again] = data[name](coded(5), eye(5), { seed });
      expect(again.toArray()).toEqual(targets.toArray());
    }
  });

  test.each([0.2, 1, 4])('mixup draws the share from Beta(α, α), α = %d', (alpha) => {
    const generator = new Generator(8);
    const x = tensor([0, 1]).reshape(2, 1, 1, 1);
    const shares: number[] = [];
    while (shares.length < 2000) {
      const [mixed] = data.mixup(x, eye(2), { alpha, generator });
      const [a, b] = mixed.dataSync();
      // Half of the time each image is its own partner.
      if (a !== 0 || b !== 1) shares.push(b);
    }
    const mean = shares.reduce((sum, s) => sum + s, 0) / shares.length;
    const variance = shares.reduce((sum, s) => sum + (s - mean) ** 2, 0) / shares.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.04);
    expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 0.8);
  });

  test('names what is missing', () => {
    const labels = tensor([0, 1], { dtype: 'int32' });
    expect(() => data.mixup(images(2), labels)).toThrow(
      'mixup: expected numClasses with labels [batch], got none; give it or one-hot targets',
    );
    expect(() => data.cutmix(images(2), tensor([0, 1]), { numClasses: 2 })).toThrow("convert with .to('int32')");
    expect(() => data.mixup(images(3), labels, { numClasses: 2 })).toThrow('expected labels [3] or targets');
    expect(() => data.oneHot(tensor([0, 2], { dtype: 'int32' }), { numClasses: 2 })).toThrow(
      'oneHot: expected indices from 0 to 1 for dimension 0, got 2 at place 1',
    );
  });
});

describe('compose and randomApply', () => {
  test('apply one after the other', () => {
    const both = data.compose(
      (x) => x.add(1),
      (x) => x.mul(2),
    );
    expect(both(tensor([1, 2])).toArray()).toEqual([4, 6]);
  });

  test('apply to some entries only', () => {
    const changed = data.randomApply((x) => x.add(1), { p: 0.25, seed: 2 })(zeros(400, 2));
    const rows = changed.toArray() as number[][];
    expect(rows.every(([a, b]) => a === b)).toBe(true);
    expect(Math.abs(rows.filter(([a]) => a === 1).length - 100)).toBeLessThan(45);
    expect(() => data.randomApply((x) => x.sum(1))(zeros(2, 3))).toThrow(
      'randomApply: expected a transform that keeps the shape, got one from [2, 3] to [2]',
    );
  });
});

describe('resize', () => {
  test('takes one number as the shorter side', () => {
    expect(data.resize(zeros(1, 4, 6, 1), { size: 8 }).shape).toEqual([1, 8, 12, 1]);
    expect(data.resize(zeros(1, 4, 6, 1), { size: [2, 3], mode: 'nearest' }).shape).toEqual([1, 2, 3, 1]);
    expect(() => data.resizedCrop(images(), { top: 4, left: 0, height: 5, width: 2, size: 3 })).toThrow(
      'resizedCrop: expected a part of [6, 8, 8, 3], got top 4, left 0, 5×2',
    );
  });
});

describe('normalize', () => {
  test('and mixup have gradients', () => {
    const x = images(2, 3, 2).requiresGrad_();
    const options = { mean: [0.4, 0.5], std: [0.2, 0.3] };
    expect(gradcheck((y) => data.normalize(y, options), [x])).toBe(true);
    expect(gradcheck((y) => data.denormalize(y, options), [x])).toBe(true);
    expect(gradcheck((y) => data.mixup(y, eye(2), { seed: 3 })[0], [x])).toBe(true);
  });

  test('names what it expects', () => {
    expect(() => data.normalize(images(), { mean: [0, 0], std: 1 })).toThrow('got [0, 0]');
    expect(() => data.normalize(images(), { mean: 0, std: 0 })).toThrow('normalize: expected std above 0, got [0]');
  });
});
