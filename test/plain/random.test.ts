import { describe, expect, test } from 'vitest';
import { defaultGenerator, Generator, manualSeed } from '../../lib/src/random/index.js';
import { incrementCounter, philox4x32 } from '../../lib/src/random/philox.js';

function block(counter: number[], key: number[]): number[] {
  const out = new Uint32Array(4);
  philox4x32(Uint32Array.from(counter), Uint32Array.from(key), out);
  return [...out];
}

describe('philox4x32', () => {
  test('gives the known answers of Random123 with ten rounds', () => {
    const ones = 0xffffffff;
    expect(block([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(block([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });

  test('carries over all words when the counter is incremented', () => {
    const counter = Uint32Array.of(0xffffffff, 0xffffffff, 7, 0);
    incrementCounter(counter);
    expect([...counter]).toEqual([0, 0, 8, 0]);
  });
});

describe('Generator', () => {
  const SEED = 123456789012345;

  test('maps words to uniforms, normals and integers as the stateless Philox ops of TensorFlow 2.21 do', () => {
    const uniform = new Generator(SEED).fillUniform(new Float32Array(6));
    expect([...uniform]).toEqual([
      0.7543580532073975, 0.28000712394714355, 0.48210179805755615, 0.12123823165893555, 0.6965712308883667,
      0.26276862621307373,
    ]);
    const normal = new Generator(SEED).fillNormal(new Float32Array(6));
    const expected = [
      0.7375444769859314, -0.14072829484939575, 0.8337405323982239, 0.8741147518157959, 0.8476589918136597,
      -0.06815197318792343,
    ];
    for (const [i, value] of expected.entries()) expect(normal[i]).toBeCloseTo(value, 5);
    expect([...new Generator(SEED).fillInt(new Int32Array(6), -5, 100)]).toEqual([72, 59, 11, 78, 5, 42]);
  });

  test('repeats its numbers for the same seed and differs for another', () => {
    const draw = (seed: number) => [...new Generator(seed).fillUniform(new Float32Array(20))];
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1)).not.toEqual(draw(1 + 2 ** 32));
  });

  test('goes on from a saved state, also in the middle of a block', () => {
    for (const drawn of [0, 1, 3, 4, 5]) {
      const generator = new Generator(5);
      for (let i = 0; i < drawn; i++) generator.nextUint32();
      const state = JSON.parse(JSON.stringify(generator.getState()));
      const after = Array.from({ length: 9 }, () => generator.nextUint32());
      const restored = new Generator().setState(state);
      expect(restored.seed).toBe(5);
      expect(Array.from({ length: 9 }, () => restored.nextUint32())).toEqual(after);
    }
  });

  test('has the mean and the deviation that were asked for', () => {
    const n = 40_000;
    const normal = new Generator(3).fillNormal(new Float32Array(n), 2, 0.5);
    const mean = normal.reduce((sum, x) => sum + x, 0) / n;
    const variance = normal.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    expect(mean).toBeCloseTo(2, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
    const uniform = new Generator(3).fillUniform(new Float32Array(n), -2, 4);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...uniform)).toBeLessThan(4);
    expect(uniform.reduce((sum, x) => sum + x, 0) / n).toBeCloseTo(1, 1);
  });

  test('draws permutations in which every number stands once', () => {
    const order = new Generator(9).permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
    expect([...new Generator(9).permutation(0)]).toEqual([]);
  });

  test('refuses seeds and ranges that it cannot honour, and shows them', () => {
    expect(() => new Generator(-1)).toThrow('manualSeed: seed must be a whole number from 0 to 2^53 - 1, got -1');
    expect(() => new Generator(0.5)).toThrow('got 0.5');
    expect(() => new Generator().fillInt(new Int32Array(1), 3, 3)).toThrow('got 3 and 3');
  });
});

test('manualSeed restarts the default generator', () => {
  manualSeed(11);
  const first = defaultGenerator().nextUint32();
  defaultGenerator().nextUint32();
  manualSeed(11);
  expect(defaultGenerator().nextUint32()).toBe(first);
});
