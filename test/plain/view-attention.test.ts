import { afterEach, expect, test, vi } from 'vitest';
import { decodeAttention } from '../../extension/src/protocol/decode-attention.js';
import { attention, attentionBundle, attentionSpec, KEPT_WEIGHTS } from '../../lib/src/view/attention/attention.js';
import { ATTENTION_MIME } from '../../lib/src/view/attention/spec.js';
import { fromBase64 } from '../../lib/src/view/base64.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { readable, recordingHost } from '../helpers/readable.js';

const heads = readable([2, 2, 3], [0.5, 0.5, 0, 0, 0, 1, 1, 0, 0, 0.25, 0.25, 0.25]);
const floats = (base64: string) => [...new Float32Array(fromBase64(base64).buffer)];

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('weights of one head, of several and of a batch are taken with the tokens of both sides', () => {
  const spec = attentionSpec(heads, { queries: ['a', 'b'], keys: ['x', 'y', 'z'] });
  expect(spec).toMatchObject({ shape: [1, 2, 2, 3], kept: [1, 2, 2, 3], queries: ['a', 'b'], keys: ['x', 'y', 'z'] });
  expect(floats(spec.weights)).toEqual([...heads.dataSync()]);
  expect(attentionSpec(readable([2, 2], [1, 0, 0, 1]), { queries: ['a', 'b'] })).toMatchObject({
    shape: [1, 1, 2, 2],
    keys: ['a', 'b'],
  });
  expect(attentionSpec(readable([1, 1, 1, 1], [1])).queries).toEqual(['0']);
});

test('rows that do not add up to 1 are counted, NaN among them', () => {
  expect(attentionSpec(heads).off).toEqual({ rows: 1, of: 4, worst: 0.75 });
  expect(attentionSpec(readable([2, 1], [1, Number.NaN])).off).toEqual({ rows: 1, of: 2, worst: 'NaN' });
});

test('of many weights the first samples or tokens are kept, in less than a megabyte', () => {
  const large = (shape: number[]) => {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1 / shape[shape.length - 1]);
    return attentionSpec({ ...readable([1], [0]), shape, dataSync: () => values });
  };
  expect(large([50, 4, 100, 100]).kept).toEqual([3, 4, 100, 100]);
  const long = large([8, 300, 300]);
  expect(long.kept).toEqual([1, 8, 132, 132]);
  expect(8 * 132 * 132).toBeLessThanOrEqual(KEPT_WEIGHTS);
  expect(JSON.stringify(long).length).toBeLessThan(1e6);
});

test('what does not fit is refused with its shape or number', () => {
  expect(() => attentionSpec(readable([3], [1, 0, 0]))).toThrow(
    'view.attention: expected [queries, keys], [heads, queries, keys] or [batch, heads, queries, keys], got [3]',
  );
  expect(() => attentionSpec(heads, { queries: ['a'] })).toThrow('queries needs a token for each of 2, got 1');
});

test('a bundle has data, a picture and a text with the strongest weight of each head', () => {
  const bundle = attentionBundle(attentionSpec(heads, { title: 'layer', queries: ['a', 'b'] }));
  expect(JSON.parse(JSON.stringify(bundle[ATTENTION_MIME]))).toEqual(bundle[ATTENTION_MIME]);
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(bundle['text/plain']).toBe(
    'layer: 2 heads, 2 queries × 3 keys\n1 of 4 rows do not add up to 1, the farthest to 0.750\nhead 0: b → 2 1\nhead 1: a → 0 1',
  );
  expect(attentionBundle(attentionSpec(readable([0, 2], [])))).not.toHaveProperty('image/png');
});

test('the extension reads what the library writes and says what is wrong with other data', () => {
  const spec = JSON.parse(JSON.stringify(attentionSpec(heads)));
  expect(decodeAttention(spec)).toMatchObject({ batch: 1, heads: 2, queries: ['0', '1'], off: { rows: 1, of: 4 } });
  const broken = (rest: object) => () => decodeAttention({ ...spec, ...rest });
  expect(broken({ kept: [1, 2, 2] })).toThrow('attention kept: expected four sizes, got [1,2,2]');
  expect(broken({ kept: [1, 999, 2, 3] })).toThrow('attention heads: expected at most 256 heads, got 999');
  expect(broken({ weights: '' })).toThrow('attention weights: expected 12 weights, got 0');
  expect(broken({ queries: ['a'] })).toThrow('attention queries: expected 2 tokens, got 1');
});

test('attention is shown in a notebook and printed elsewhere', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  attention(heads);
  expect(log.mock.calls[0][0]).toContain('2 heads, 2 queries × 3 keys');
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  attention(heads);
  expect(Object.keys(host.shown[0].bundle)).toEqual([ATTENTION_MIME, 'image/png', 'text/plain']);
});

test('a row with NaN is the farthest from 1, whatever comes after it', () => {
  expect(attentionSpec(readable([2, 2], [Number.NaN, 1, 3, 4])).off).toEqual({ rows: 2, of: 2, worst: 'NaN' });
});
