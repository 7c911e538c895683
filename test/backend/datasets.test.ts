import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, datasets } from 'lectern';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'lectern-cache-'));
const before = process.env.LECTERN_CACHE;
beforeAll(() => {
  process.env.LECTERN_CACHE = join(folder, 'new');
});
afterAll(() => {
  if (before === undefined) delete process.env.LECTERN_CACHE;
  else process.env.LECTERN_CACHE = before;
  rmSync(folder, { recursive: true });
});

const counts = (set: datasets.ImageDataset) => {
  const count = new Array<number>(10).fill(0);
  for (const label of set.labels.dataSync()) count[label]++;
  return count;
};

describe('digits', () => {
  test('holds 1,797 images of 8×8 with values 0…1, a fifth of each class held out', () => {
    const { train, test: held, licence } = datasets.digits();
    expect([train.images.shape, held.images.shape]).toEqual([
      [1438, 8, 8, 1],
      [359, 8, 8, 1],
    ]);
    expect([train.labels.dtype, train.images.dtype]).toEqual(['int32', 'float32']);
    expect([train.images.min().item(), train.images.max().item()]).toEqual([0, 1]);
    expect(licence).toBe('CC BY 4.0');
    const sizes = counts(held).map((n, i) => n / (n + counts(train)[i]));
    for (const part of sizes) expect(part).toBeCloseTo(0.2, 2);
  });

  test('splits the same for the same seed, otherwise differently', () => {
    const labels = (seed: number) => [...datasets.digits({ seed }).train.labels.dataSync()];
    expect(labels(1)).toEqual(labels(1));
    expect(labels(1)).not.toEqual(labels(2));
    expect(datasets.digits({ testFraction: 0 }).train.length).toBe(1797);
    expect(() => datasets.digits({ testFraction: 1 })).toThrow('testFraction must be at least 0 and below 1, got 1');
  });

  test('gives samples and batches that agree with all images at once', () => {
    const { train } = datasets.digits();
    const all = train.images.toArray() as number[][][][];
    const [image, label] = train.get(5);
    expect([image.shape, label.shape]).toEqual([[8, 8, 1], []]);
    expect(image.toArray()).toEqual(all[5]);
    expect(label.item()).toBe(train.labels.dataSync()[5]);
    const [[images, labels]] = new data.DataLoader(train, { batchSize: 64 });
    expect(images.toArray()).toEqual(all.slice(0, 64));
    expect(labels.shape).toEqual([64]);
    expect(() => train.get(1438)).toThrow('index must be a whole number from 0 to 1437, got 1438');
  });

  test('keeps image and label together: the first digit of the file is a zero', () => {
    const { train } = datasets.digits({ testFraction: 0 });
    const first = [0, 0, 5, 13, 9, 1, 0, 0].map((v) => v / 16);
    const images = train.images.dataSync();
    const second = [0, 0, 13, 15, 10, 15, 5, 0].map((v) => v / 16);
    const at = train.labels.dataSync().findIndex((_, i) => {
      return [...first, ...second].every((v, j) => images[i * 64 + j] === v);
    });
    expect(train.labels.dataSync()[at]).toBe(0);
  });
});

describe('mnist10k', () => {
  test('is converted once into a cache file, made again when that is damaged', () => {
    const { train, test: held } = datasets.mnist10k();
    expect(train.length + held.length).toBe(10_000);
    expect(Math.abs(held.length - 2000)).toBeLessThan(10);
    const cache = join(folder, 'new');
    expect(readdirSync(cache)).toEqual(['mnist10k-v1.bin']);
    const file = join(cache, 'mnist10k-v1.bin');
    const good = readFileSync(file);
    expect(good.length).toBe(7_850_000);
    const { ino } = statSync(file);
    datasets.mnist10k();
    expect(statSync(file).ino).toBe(ino);
    writeFileSync(file, 'damaged');
    expect(datasets.mnist10k().train.length).toBe(train.length);
    expect(readFileSync(file).equals(good)).toBe(true);
  });

  test('has images of 28×28 in every class, and works where the cache cannot be written', () => {
    writeFileSync(join(folder, 'a-file'), '');
    process.env.LECTERN_CACHE = join(folder, 'a-file');
    const { test: held } = datasets.mnist10k({ testFraction: 0.1 });
    expect(held.images.shape.slice(1)).toEqual([28, 28, 1]);
    expect(Math.min(...counts(held))).toBeGreaterThan(80);
    expect(held.images.mean().item()).toBeCloseTo(0.13, 1);
  });
});
