import { bernoulli, exponential, Generator, multinomial, normal, poisson, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';

const generator = () => new Generator(11);
const N = 40_000;

/** Mean and variance of many draws lie within five deviations of what the distribution says. */
function expectMoments(values: ArrayLike<number>, mean: number, variance: number, fourth: number): void {
  const list = Array.from(values);
  const average = list.reduce((a, b) => a + b, 0) / list.length;
  const spread = list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length;
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / list.length));
  expect(Math.abs(spread - variance)).toBeLessThan(5 * Math.sqrt((fourth - variance ** 2) / list.length) + 1e-9);
}

describe('random numbers of a distribution', () => {
  test('have its mean and variance', () => {
    expectMoments(
      bernoulli(zeros(N).add(0.3), { generator: generator() }).dataSync(),
      0.3,
      0.21,
      0.21 * (1 - 3 * 0.21),
    );
    expectMoments(normal(2, 3, [N], { generator: generator() }).dataSync(), 2, 9, 3 * 81);
    expectMoments(exponential([N], { rate: 2, generator: generator() }).dataSync(), 0.5, 0.25, 9 / 16);
    for (const rate of [0.4, 7, 700]) {
      const count = rate > 100 ? 500 : 4000;
      const values = poisson(zeros(count).add(rate), { generator: generator() }).dataSync();
      expectMoments(values, rate, rate, rate * (1 + 3 * rate));
      expect(values.every(Number.isInteger)).toBe(true);
    }
  });

  test('are the same for the same seed', () => {
    const p = tensor([
      [0.2, 0.8],
      [0.5, 0.5],
    ]);
    const draw = () => [...multinomial(p, 50, { replacement: true, generator: generator() }).dataSync()];
    expect(draw()).toEqual(draw());
  });

  test('draw places as often as their weights say', () => {
    const places = multinomial(tensor([1, 0, 3, 4]), N, { replacement: true, generator: generator() }).dataSync();
    for (const [place, share] of [0.125, 0, 0.375, 0.5].entries()) {
      const found = Array.from(places).filter((at) => at === place).length / N;
      expect(Math.abs(found - share)).toBeLessThanOrEqual(5 * Math.sqrt((share * (1 - share)) / N));
    }
  });

  test('draw no place twice without replacement, the heavier ones earlier', () => {
    const rows = multinomial(tensor([1, 0, 9]).expand([2000, 3]), 2, { generator: generator() });
    const list = rows.toArray() as number[][];
    expect(list.every(([a, b]) => a !== b && a !== 1 && b !== 1)).toBe(true);
    const first = list.filter(([a]) => a === 2).length / list.length;
    expect(Math.abs(first - 0.9)).toBeLessThan(5 * Math.sqrt(0.09 / 2000));
  });

  test('name what cannot be', () => {
    expect(() => bernoulli(tensor([0.5, 1.5]))).toThrow('bernoulli: expected probabilities from 0 to 1, got 1.5');
    expect(() => multinomial(tensor([1, 0]), 2)).toThrow('weights of at least 0, 2 of them above 0, got [1, 0]');
    expect(() => poisson(tensor([-1]))).toThrow('poisson: expected rates of at least 0, got -1');
    expect(() => exponential([2], { rate: 0 })).toThrow('exponential: expected a rate above 0, got 0');
    expect(() => normal(0, -1, [2])).toThrow('normal: expected a deviation of at least 0, got -1');
  });
});
