import { classical, manualSeed, type Tensor, tensor } from 'lectern';
import { beforeEach, describe, expect, test } from 'vitest';
import { affinities, squaredDistances } from '../../lib/src/numeric/affinities.js';
import { leadingEigen } from '../../lib/src/numeric/leading-eigen.js';
import { nearestRows } from '../../lib/src/numeric/nearest-rows.js';
import { symmetricEigen } from '../../lib/src/numeric/symmetric-eigen.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const torch = torchOfFile();
beforeEach(() => {
  manualSeed(4);
});

const given = (x: Tensor) => ({
  x: { dtype: 'float32' as const, shape: [...x.shape], values: x.dataSync() as Float32Array },
});
/** Three groups of a third of the points each in ten columns. */
function groups(points = 90): Tensor {
  const noise = (i: number) => Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453);
  return tensor(
    Array.from({ length: points }, (_, i) =>
      Array.from({ length: 10 }, (_, j) => noise(i * 10 + j + 1) + (j % 3 === Math.floor((3 * i) / points) ? 2 : 0)),
    ),
  );
}

/** Share of the ten nearest of each point, in ten columns, that are among its ten nearest on a map. */
function kept(values: ArrayLike<number>, map: ArrayLike<number>): number {
  const points = values.length / 10;
  const [before, after] = [nearestRows(values, points, 10, 10), nearestRows(map, points, map.length / points, 10)];
  const own = (list: Int32Array, i: number) => [...list.subarray(10 * i, 10 * i + 10)];
  const shared = Array.from({ length: points }, (_, i) => {
    const near = new Set(own(before.indices, i));
    return own(after.indices, i).filter((j) => near.has(j)).length;
  });
  return shared.reduce((a, b) => a + b, 0) / (10 * points);
}

describe('principal components', () => {
  test.each([
    ['more points than columns', 40, 6],
    ['more columns than points', 7, 25],
    ['a few of very many', 90, 60],
    ['several blocks of points and columns', 300, 150],
  ])('are those of a singular value decomposition in NumPy: %s', async (_, points, columns) => {
    const x = tensor(
      Array.from({ length: points }, (_, i) =>
        Array.from({ length: columns }, (_, j) => Math.sin(i * i * 1.3 + j * 2.7 + i * j)),
      ),
    );
    const script = `
import numpy as np
x = given['x'].numpy().astype(np.float64)
u, s, v = np.linalg.svd(x - x.mean(0), full_matrices=False)
v = v[:4] * np.sign(v[:4][np.arange(4), np.abs(v[:4]).argmax(1)])[:, None]
found['components'] = torch.from_numpy(v)
found['ratio'] = torch.from_numpy((s ** 2 / (s ** 2).sum())[:4])
found['singular'] = torch.from_numpy(s[:4].copy())
found['scores'] = torch.from_numpy((x - x.mean(0)) @ v.T)`;
    const found = await torch.run(script, given(x));
    const pca = new classical.PCA(4);
    const scores = pca.fitTransform(x);
    const close = (mine: ArrayLike<number>, name: string) => {
      const theirs = Array.from(found[name].values);
      expect(mine.length).toBe(theirs.length);
      for (const [i, value] of theirs.entries()) expect(mine[i]).toBeCloseTo(value, 4);
    };
    close(pca.components.dataSync(), 'components');
    close(pca.explainedVarianceRatio, 'ratio');
    close(pca.singularValues, 'singular');
    close(scores.dataSync(), 'scores');
  });

  test('bring points back when none is left out, and say what does not fit', () => {
    const x = groups();
    const pca = new classical.PCA();
    const back = pca.inverseTransform(pca.fitTransform(x));
    expect(back.sub(x).abs().max().item()).toBeLessThan(1e-5);
    expect(pca.explainedVarianceRatio.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    expect(() => new classical.PCA(0)).toThrow('PCA: expected a positive number of components, got 0');
    expect(() => new classical.PCA(11).fit(x)).toThrow('PCA.fit: expected at most 10 components for [90, 10], got 11');
    expect(() => new classical.PCA().fit(x.sum(0))).toThrow('with at least two points, got [10]');
    expect(() => new classical.PCA().transform(x)).toThrow(
      'PCA.transform: expected components, got none; call fit first',
    );
  });

  test('eigenvalues of a matrix with equal ones are exact, with vectors at right angles', () => {
    const rows = [
      [2, 0, 0, 0],
      [0, 2, 0, 0],
      [0, 0, 3, 1],
      [0, 0, 1, 3],
    ];
    const { values, vectors } = symmetricEigen(rows.map((row) => Float64Array.from(row)));
    for (const [i, value] of [4, 2, 2, 2].entries()) expect(values[i]).toBeCloseTo(value, 12);
    for (const [i, a] of vectors.entries()) {
      for (const [j, b] of vectors.entries()) {
        expect(a.reduce((sum, value, k) => sum + value * b[k], 0)).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
    expect(symmetricEigen([]).values).toHaveLength(0);
    expect([...symmetricEigen([Float64Array.of(5)]).values]).toEqual([5]);
  });

  const wave = (i: number, j: number) => Math.sin(i * j + i + j) + Math.cos(i * j * 1.7);
  const square = (n: number, entry: (i: number, j: number) => number) =>
    Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => entry(i, j)));
  test.each([
    ['any matrix', square(60, wave)],
    ['one of rank 1', square(40, (i, j) => Math.sin(i + 1) * Math.sin(j + 1))],
    ['one of equal values', square(30, (i, j) => (i === j ? 3 : 0))],
    ['values in pairs', square(30, (i, j) => (i === j ? 1 + Math.floor(i / 2) : 0))],
    ['nothing but zeros', square(20, () => 0)],
    ['values of any size', square(30, (i, j) => (i === j ? 10 ** (i - 15) : 0))],
    ['a single value', square(1, () => -2)],
  ])('the leading vectors are those among all of them, found one by one: %s', (_, rows) => {
    const count = Math.min(5, rows.length);
    const { values, vectors } = leadingEigen(
      rows.map((row) => row.slice()),
      count,
    );
    const all = symmetricEigen(rows.map((row) => row.slice())).values;
    const size = Math.max(1, ...all.map(Math.abs));
    expect(vectors).toHaveLength(count);
    for (const [k, vector] of vectors.entries()) {
      expect(Math.abs(values[k] - all[k]) / size).toBeLessThan(1e-13);
      for (const [i, row] of rows.entries()) {
        const image = row.reduce((sum, value, j) => sum + value * vector[j], 0);
        expect(Math.abs(image - values[k] * vector[i]) / size).toBeLessThan(1e-12);
      }
      for (const [j, other] of vectors.entries()) {
        expect(vector.reduce((sum, value, i) => sum + value * other[i], 0)).toBeCloseTo(j === k ? 1 : 0, 11);
      }
    }
  });
});

describe('t-SNE', () => {
  test('is as near to the data as that of scikit-learn: divergence and share of neighbours kept', async () => {
    const x = groups();
    const script = `
import warnings; warnings.filterwarnings('ignore')
from sklearn.manifold import TSNE
model = TSNE(perplexity=15, init='pca', method='exact', max_iter=600, random_state=0)
found['map'] = torch.from_numpy(model.fit_transform(given['x'].numpy()).astype('float64'))
found['kl'] = torch.tensor([float(model.kl_divergence_)])`;
    const found = await torch.run(script, given(x));
    const tsne = new classical.TSNE({ perplexity: 15, iterations: 600 });
    const map = tsne.fitTransform(x).dataSync();
    expect(tsne.klDivergence).toBeLessThan(found.kl.values[0] * 1.05 + 0.01);
    expect(kept(x.dataSync(), map)).toBeGreaterThan(kept(x.dataSync(), found.map.values) - 0.03);
    // Each point of a map with whole groups has its nearest one in its own group.
    const { indices } = nearestRows(map, 90, 2, 1);
    expect([...indices].every((j, i) => Math.floor(i / 30) === Math.floor(j / 30))).toBe(true);
  });

  test.each([2, 3] as const)(
    'of Barnes and Hut is as near to the data as that of scikit-learn, in %i columns: divergence and share of neighbours kept',
    async (components) => {
      const x = groups(450);
      const script = `
import warnings; warnings.filterwarnings('ignore')
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits
model = TSNE(${components}, perplexity=20, init='pca', method='barnes_hut', max_iter=400, random_state=0)
with threadpool_limits(1):
    found['map'] = torch.from_numpy(model.fit_transform(given['x'].numpy()).astype('float64'))
found['kl'] = torch.tensor([float(model.kl_divergence_)])`;
      const found = await torch.run(script, given(x));
      const tsne = new classical.TSNE({ components, perplexity: 20, iterations: 400, method: 'barnesHut' });
      const map = tsne.fitTransform(x).dataSync();
      expect(tsne.klDivergence).toBeLessThan(found.kl.values[0] * 1.05 + 0.01);
      expect(kept(x.dataSync(), map)).toBeGreaterThan(kept(x.dataSync(), found.map.values) - 0.03);
    },
  );

  test('affinities add up to 1 and have the perplexity that was asked for', () => {
    const near = affinities(squaredDistances(groups().dataSync(), 90, 10), 90, 12);
    expect(near.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    expect(near.every((p) => p >= 0)).toBe(true);
  });

  test('gives the same map each time, in three columns too, and random starts follow the seed', () => {
    const x = groups();
    const map = (init: 'pca' | 'random') =>
      new classical.TSNE({ components: 3, iterations: 40, init }).fitTransform(x).toArray();
    expect(map('pca')).toEqual(map('pca'));
    const first = map('random');
    expect(map('random')).not.toEqual(first);
    manualSeed(4);
    expect(map('random')).toEqual(first);
  });

  test('says which perplexity fits, and takes points that are all one', () => {
    expect(() => new classical.TSNE().fitTransform(groups().slice(0, 0, 20))).toThrow(
      'TSNE.fitTransform: perplexity must be above 0 and below 20 points, got 30',
    );
    expect(() => new classical.TSNE({ angle: 2 }).fitTransform(groups())).toThrow(
      'TSNE.fitTransform: angle must be from 0 to 1, got 2',
    );
    expect(() => new classical.TSNE({ method: 'fast' as 'exact' }).fitTransform(groups())).toThrow(
      'TSNE.fitTransform: method must be exact or barnesHut, got fast',
    );
    const one = new classical.TSNE({ perplexity: 3, iterations: 20 }).fitTransform(tensor([[1], [1], [1], [1], [1]]));
    expect(one.isfinite().all().item()).toBeTruthy();
  });
});
