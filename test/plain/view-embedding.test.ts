import { afterEach, expect, test, vi } from 'vitest';
import { EmbeddingModel } from '../../extension/src/embedding/model.js';
import { decodeEmbedding } from '../../extension/src/protocol/decode-embedding.js';
import { fromBase64 } from '../../lib/src/view/base64.js';
import { embedding, embeddingBundle, embeddingSpec } from '../../lib/src/view/embedding/embedding.js';
import { EMBEDDING_MIME } from '../../lib/src/view/embedding/spec.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** Two groups of five points in four columns. */
const values = Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 9) + Math.sin(i * i));
const x = readable([10, 4], values);
const floats = (base64: string) => new Float32Array(fromBase64(base64).buffer);

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('an embedding has components with their variance, maps of t-SNE and the neighbours in all columns', () => {
  const spec = embeddingSpec(x, { title: 'two', color: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], iterations: 48 });
  expect(spec).toMatchObject({ shape: [10, 4], method: 'tsne', nearest: 8, kinds: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] });
  expect(spec.pca.explained[0]).toBeGreaterThan(0.9);
  expect(floats(spec.pca.places)).toHaveLength(30);
  expect(spec.tsne?.iterations.slice(-2)).toEqual([46, 48]);
  expect(floats(spec.tsne?.places ?? '')).toHaveLength(24 * 10 * 2);
  for (let i = 0; i < 10; i++) {
    const nearest = spec.neighbours.slice(8 * i, 8 * i + 4);
    expect(nearest.every((j) => j !== i && Math.floor(j / 5) === Math.floor(i / 5))).toBe(true);
  }
});

test('t-SNE is left out when components are asked for', () => {
  expect(embeddingSpec(x, { method: 'pca' })).not.toHaveProperty('tsne');
});

test('of many points an even sample is kept, with its pictures made small enough', () => {
  const count = 3000;
  const many = {
    ...readable([1], [0]),
    shape: [count, 3],
    dataSync: () => Float32Array.from({ length: count * 3 }, (_, i) => Math.sin(i)),
  };
  const images = {
    ...readable([1], [0]),
    shape: [count, 28, 28],
    dataSync: () => new Float32Array(count * 784).fill(1),
  };
  const spec = embeddingSpec(many, { method: 'pca', points: 800, images });
  expect(spec.points).toHaveLength(800);
  expect([spec.points[0], spec.points.at(-1)]).toEqual([0, count - 1]);
  expect(spec.images).toMatchObject({ height: 14, width: 14, channels: 1 });
  expect(JSON.stringify(spec).length).toBeLessThan(1e6);
});

test('points without variance and pairs of points are mapped too', () => {
  const still = embeddingSpec(readable([4, 2], [1, 1, 1, 1, 1, 1, 1, 1]), { iterations: 5 });
  expect(still.pca.explained).toEqual([0, 0]);
  expect([...floats(still.tsne?.places ?? '')].every(Number.isFinite)).toBe(true);
  expect(embeddingSpec(readable([2, 1], [0, 1]), { iterations: 5 }).neighbours).toEqual([1, 0]);
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
  expect(broken({ neighbours: [99] })).toThrow('embedding neighbours: expected points below 10, got 99');
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
