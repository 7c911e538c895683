import { afterEach, expect, test, vi } from 'vitest';
import { EmbeddingModel } from '../../extension/src/embedding/model.js';
import { decodeEmbedding } from '../../extension/src/protocol/decode-embedding.js';
import { fromBase64, toBase64 } from '../../lib/src/view/base64.js';
import { embedding, embeddingBundle, embeddingSpec } from '../../lib/src/view/embedding/embedding.js';
import { packPlaces, placesOf } from '../../lib/src/view/embedding/places.js';
import { EMBEDDING_MIME } from '../../lib/src/view/embedding/spec.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { evenSample } from '../../lib/src/view/plot/thin.js';
import { embeddingOfFirstVersion } from '../helpers/embedding-first.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** Two groups of five points in four columns. */
const values = Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 9) + Math.sin(i * i));
const x = readable([10, 4], values);
const words = (base64: string) => new Uint16Array(fromBase64(base64).buffer);

/** So many points of three columns, and a picture of each. */
function many(count: number) {
  const waves = Float32Array.from({ length: count * 3 }, (_, i) => Math.sin(i * 1.7) + Math.sin(i * i));
  const one = readable([1], [0]);
  return {
    points: { ...one, shape: [count, 3], dataSync: () => waves },
    images: { ...one, shape: [count, 28, 28], dataSync: () => new Float32Array(count * 784).fill(1) },
  };
}

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('an embedding has components with their variance, maps of t-SNE and the neighbours in all columns', () => {
  const spec = embeddingSpec(x, { title: 'two', color: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], iterations: 48 });
  expect(spec).toMatchObject({ shape: [10, 4], method: 'tsne', nearest: 8, kinds: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] });
  expect(spec.pca.explained[0]).toBeGreaterThan(0.9);
  expect(placesOf(spec.pca.places, 0, 3)).toHaveLength(30);
  expect(spec.tsne?.iterations.slice(-2)).toEqual([46, 48]);
  expect(words(spec.tsne?.places.steps ?? '')).toHaveLength(24 * 10 * 2);
  const neighbours = words(spec.neighbours);
  for (let i = 0; i < 10; i++) {
    const nearest = neighbours.slice(8 * i, 8 * i + 4);
    expect([...nearest].every((j) => j !== i && Math.floor(j / 5) === Math.floor(i / 5))).toBe(true);
  }
});

test('t-SNE is left out when components are asked for', () => {
  expect(embeddingSpec(x, { method: 'pca' })).not.toHaveProperty('tsne');
});

test('of many points an even sample is kept, with its pictures made small enough', () => {
  const { points, images } = many(3000);
  const spec = embeddingSpec(points, { method: 'pca', points: 800, images });
  expect(spec.kept).toBe(800);
  const data = decodeEmbedding(JSON.parse(JSON.stringify(spec)));
  expect(data.points).toEqual(evenSample(3000, 800));
  expect(spec.images).toMatchObject({ height: 14, width: 14, channels: 1 });
  expect(spec.images).not.toHaveProperty('count');
  expect(JSON.stringify(spec).length).toBeLessThan(1e6);
});

test('ten thousand points take few bytes: fewer neighbours, maps and pictures', () => {
  const { points, images } = many(10_000);
  const spec = embeddingSpec(points, {
    points: 10_000,
    iterations: 12,
    color: Array.from({ length: 10_000 }, (_, i) => i % 10),
  });
  expect(spec.nearest).toBe(5);
  expect(spec.tsne?.iterations).toEqual([2, 4, 6, 8, 10, 12]);
  expect(JSON.stringify(spec).length).toBeLessThan(600_000);
  expect(String(embeddingBundle(spec)['image/png']).length).toBeLessThan(200_000);
  const pictured = embeddingSpec(points, { method: 'pca', points: 10_000, images }).images;
  expect(pictured).toMatchObject({ height: 14, width: 14, count: 1530 });
  expect(fromBase64(pictured?.pixels ?? '').length).toBeLessThanOrEqual(300_000);
});

test('only some points have a picture where all would be too small, which is said', () => {
  const { points, images } = many(6000);
  const spec = embeddingSpec(points, { method: 'pca', points: 4000, images });
  const model = new EmbeddingModel(decodeEmbedding(spec));
  expect(model.data.images?.of.size).toBe(1530);
  expect([model.data.images?.of.get(0), model.data.images?.of.get(3999)]).toEqual([0, 1529]);
  expect(model.note).toBe(
    'Shown: 4,000 of 6,000 points, evenly chosen; neighbours are among them. Pictures: of 1,530 of the 4,000 points, evenly chosen.',
  );
  expect(new EmbeddingModel(decodeEmbedding(embeddingSpec(x, { method: 'pca' }))).note).toBe('');
});

test('places are exact to less than a 100,000th of the map', () => {
  const maps = [Float32Array.from({ length: 400 }, (_, i) => Math.sin(i) * 1e-4), new Float32Array(400).fill(7)];
  const packed = packPlaces(maps, 2);
  for (const [m, map] of maps.entries()) {
    const error = placesOf(packed, m, 2).map((value, i) => Math.abs(value - map[i]));
    expect(Math.max(...error)).toBeLessThan(2e-4 / 100_000);
  }
});

test('an embedding of the first version is read as it was written', () => {
  const data = decodeEmbedding(embeddingOfFirstVersion);
  expect(data).toMatchObject({ ofPoints: 3, points: [0, 1, 2], nearest: 2, neighbours: [1, 2, 0, 2, 1, 0] });
  expect([...data.components]).toEqual([...Float32Array.of(0, 0.1, 0, 1, 0.2, 0, 2, 0.3, 0)]);
  const model = new EmbeddingModel(data);
  expect(model.rows().rows[2].slice(0, 3)).toEqual(['point 2', '5', '6']);
  expect(data.images?.of.get(2)).toBe(2);
  expect(() => decodeEmbedding({ ...embeddingOfFirstVersion, version: 3 })).toThrow(
    'embedding view version: expected 1 or 2 (a newer extension may read it), got 3',
  );
});

test('points without variance and pairs of points are mapped too', () => {
  const still = embeddingSpec(readable([4, 2], [1, 1, 1, 1, 1, 1, 1, 1]), { iterations: 5 });
  expect(still.pca.explained).toEqual([0, 0]);
  const maps = still.tsne?.places ?? { low: [], high: [], steps: '' };
  expect(maps.low).toHaveLength(5 * 2);
  expect([...maps.low, ...maps.high].every(Number.isFinite)).toBe(true);
  expect([...words(embeddingSpec(readable([2, 1], [0, 1]), { iterations: 5 }).neighbours)]).toEqual([1, 0]);
});

test('what does not fit is refused with its shape or number', () => {
  const refused =
    (shape: number[], rest = {}) =>
    () =>
      embeddingSpec(readable(shape, new Array(shape.reduce((a, b) => a * b, 1)).fill(0)), rest);
  expect(refused([4, 2, 2])).toThrow(
    'view.embedding: expected [points, columns] with at least two points, got [4, 2, 2]; flatten(1) makes a row of each',
  );
  expect(refused([1, 3])).toThrow('got [1, 3]');
  expect(refused([3, 2], { perplexity: 3 })).toThrow('perplexity must be above 0 and below 3 points, got 3');
  expect(refused([3, 2], { iterations: 0 })).toThrow('iterations must be a positive whole number, got 0');
  expect(refused([3, 2], { labels: ['a'] })).toThrow('view.embedding: labels needs one for each of 3 points, got 1');
  expect(refused([3, 2], { images: readable([2, 1, 1], [0, 0]) })).toThrow('expected images [3, height, width]');
  expect(() => embeddingSpec(readable([2, 1], [0, Number.NaN]))).toThrow('expected finite values, got NaN among them');
});

test('a bundle has data, a picture and a text with what the maps keep', () => {
  const bundle = embeddingBundle(embeddingSpec(x, { title: 'two', iterations: 20 }));
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(bundle['text/plain']).toMatch(
    /^two: 10 points of 4 columns, principal components explain 9\d(\.\d)? %, .+ %\nt-SNE: perplexity 3, divergence .+ after 20 iterations$/,
  );
});

test('the extension reads what the library writes and says what is wrong with other data', () => {
  const images = readable([10, 2, 2], values);
  const spec = JSON.parse(JSON.stringify(embeddingSpec(x, { iterations: 4, images })));
  const data = decodeEmbedding(spec);
  expect(data).toMatchObject({ ofPoints: 10, columns: 4, nearest: 8, images: { height: 2, width: 2 } });
  const broken = (rest: object) => () => decodeEmbedding({ ...spec, ...rest });
  expect(broken({ neighbours: toBase64(Uint16Array.of(99)) })).toThrow(
    'embedding neighbours: expected points below 10, got 99',
  );
  expect(broken({ kept: 11 })).toThrow('embedding points: expected at most 10, got 11');
  expect(broken({ shape: [1e9, 4], kept: 1e9 })).toThrow('embedding points: expected at most 20000, got 1000000000');
  expect(broken({ pca: { ...spec.pca, places: { ...spec.pca.places, low: [0] } } })).toThrow(
    'embedding places: expected 3 entries, got 1',
  );
  expect(broken({ nearest: 3 })).toThrow('embedding neighbours: expected 30 entries, got 80');
  expect(broken({ tsne: { ...spec.tsne, iterations: [1] } })).toThrow(
    'embedding divergence: expected 1 entries, got 4',
  );
  expect(broken({ images: { ...spec.images, height: 900 } })).toThrow(
    'embedding pixels: expected 18000 entries, got 40',
  );
  expect(broken({ method: 'umap' })).toThrow('embedding method: expected one of pca, tsne, got "umap"');
});

test('points are searched for by their label, in any case, or by their number', () => {
  const model = new EmbeddingModel(decodeEmbedding(embeddingSpec(x, { method: 'pca', labels: [...'ABCDEFGHIJ'] })));
  model.find('c');
  expect([...(model.found ?? [])]).toEqual([2]);
  model.find(' ');
  expect(model.found).toBeUndefined();
  expect(model.kinds).toEqual(['plane', 'space']);
});

test('an embedding is shown in a notebook and printed elsewhere', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  embedding(x, { method: 'pca', title: 'p' });
  expect(log.mock.calls[0][0]).toContain('p: 10 points of 4 columns');
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  embedding(x, { method: 'pca' });
  expect(Object.keys(host.shown[0].bundle)).toEqual([EMBEDDING_MIME, 'image/png', 'text/plain']);
});

test('an infinite pixel does not darken the pictures', () => {
  const images = readable([2, 1, 2], [0, 1, 0.5, Number.POSITIVE_INFINITY]);
  const { images: made } = embeddingSpec(readable([2, 2], [0, 1, 1, 0]), { method: 'pca', images });
  expect([...fromBase64(made?.pixels ?? '')]).toEqual([0, 255, 128, 255]);
});
