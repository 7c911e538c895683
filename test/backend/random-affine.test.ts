import { describe, expect, it } from 'vitest';
import { data, Generator, rand, type Tensor, tensor } from '../../lib/src/index.js';

const { randomAffine } = data;

/** One 9×9 image with the value of `f` at each pixel; x and y count from the centre. */
function image(f: (x: number, y: number) => number): Tensor {
  const rows = Array.from({ length: 9 }, (_, y) => Array.from({ length: 9 }, (_, x) => [f(x - 4, y - 4)]));
  return tensor([rows]);
}

/** Slopes of the middle of an image along x and y, and its value at the centre. */
function plane(images: Tensor): { dx: number; dy: number; centre: number } {
  const at = (x: number, y: number) => images.get(0, y + 4, x + 4, 0).item();
  return { dx: (at(1, 0) - at(-1, 0)) / 2, dy: (at(0, 1) - at(0, -1)) / 2, centre: at(0, 0) };
}

describe('randomAffine', () => {
  it('changes nothing when nothing is asked of it', () => {
    const images = rand(3, 5, 4, 2, { generator: new Generator(1) });
    expect([...randomAffine(images).dataSync()]).toEqual([...images.dataSync()]);
  });

  it('repeats itself with the same seed and distorts each image differently', () => {
    const images = image((x, y) => x + 10 * y).expand(4, 9, 9, 1);
    const once = (seed: number) => randomAffine(images, { degrees: 20, generator: new Generator(seed) });
    expect(once(3).toArray()).toEqual(once(3).toArray());
    expect(new Set([...once(3)].map((one) => one.sum().item())).size).toBe(4);
  });

  it('moves by up to the given share of the size', () => {
    const moves: number[] = [];
    for (let seed = 0; seed < 30; seed++) {
      const moved = randomAffine(
        image((x) => x),
        { translate: 1 / 9, generator: new Generator(seed) },
      );
      const { dx, dy, centre } = plane(moved);
      expect([dx, dy]).toEqual([expect.closeTo(1, 4), expect.closeTo(0, 4)]);
      moves.push(-centre);
    }
    expect(Math.max(...moves.map(Math.abs))).toBeLessThanOrEqual(1.0001);
    expect(Math.min(...moves)).toBeLessThan(-0.5);
    expect(Math.max(...moves)).toBeGreaterThan(0.5);
  });

  it('turns about the centre without changing lengths', () => {
    for (let seed = 0; seed < 10; seed++) {
      const turned = randomAffine(
        image((x) => x),
        { degrees: 30, generator: new Generator(seed) },
      );
      const { dx, dy, centre } = plane(turned);
      expect(centre).toBeCloseTo(0, 4);
      expect(Math.hypot(dx, dy)).toBeCloseTo(1, 4);
      expect(Math.abs((Math.atan2(dy, dx) * 180) / Math.PI)).toBeLessThanOrEqual(30.001);
    }
  });

  it('scales about the centre by a factor of the range', () => {
    const { dx, dy } = plane(
      randomAffine(
        image((x) => x),
        { scale: [2, 2] },
      ),
    );
    expect([dx, dy]).toEqual([expect.closeTo(0.5, 4), expect.closeTo(0, 4)]);
  });

  it('slants along the rows and leaves rows rows', () => {
    const { dx, dy } = plane(
      randomAffine(
        image((_, y) => y),
        { shear: 20, generator: new Generator(5) },
      ),
    );
    expect([dx, dy]).toEqual([expect.closeTo(0, 4), expect.closeTo(1, 4)]);
    const slanted = plane(
      randomAffine(
        image((x) => x),
        { shear: 20, generator: new Generator(5) },
      ),
    );
    expect(slanted.dx).toBeCloseTo(1, 4);
    expect(Math.abs(slanted.dy)).toBeGreaterThan(0.01);
  });

  it('fills what comes in from outside', () => {
    const small = randomAffine(
      image(() => 1),
      { scale: [0.5, 0.5], fill: -7 },
    );
    expect(small.get(0, 0, 0, 0).item()).toBe(-7);
    expect(small.get(0, 4, 4, 0).item()).toBe(1);
  });

  it('names what it expects', () => {
    expect(() => randomAffine(rand(3, 3))).toThrow(
      'randomAffine: expected [batch, height, width, channels], got [3, 3]',
    );
    expect(() => randomAffine(rand(1, 3, 3, 1), { scale: [2, 1] })).toThrow('got [2, 1]');
  });
});
