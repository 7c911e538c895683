import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { decodeHistogram, extendHistogram } from '../../extension/src/protocol/decode-histogram.js';
import { binned, rebinned } from '../../lib/src/view/histogram/binning.js';
import {
  Histograms,
  histogram,
  histogramBundle,
  histogramSpec,
  KEPT_SNAPSHOTS,
} from '../../lib/src/view/histogram/histogram.js';
import { HISTOGRAM_MIME, type HistogramSpec } from '../../lib/src/view/histogram/spec.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import type { Readable } from '../../lib/src/view/values.js';
import { readable, recordingHost } from '../helpers/readable.js';

const snapshotOf = (values: number[], most = 64) =>
  binned({ shape: [values.length], dtype: 'float32', values: Float32Array.from(values) }, null, most);
const stepsOf = (bundle: Record<string, unknown>) =>
  (bundle[HISTOGRAM_MIME] as HistogramSpec).layers[0].snapshots.map(({ step }) => step);
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new DataView(buffer, byteOffset, byteLength);
const ramp = (count: number, by = 0.1) => Array.from({ length: count }, (_, i) => i * by);

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('every finite value is counted in the bin whose edges hold it, and no histogram has more bins than asked', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(float, { minLength: 1, maxLength: 60 }), fc.integer({ min: 2, max: 100 }), (values, most) => {
      const { first, counts, exponent } = snapshotOf(values, most);
      expect(counts.length).toBeLessThanOrEqual(most);
      const width = 2 ** exponent;
      counts.forEach((count, i) => {
        const inside = values.filter((v) => v >= (first + i) * width && v < (first + i + 1) * width);
        expect(count).toBe(inside.length);
      });
      expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
    }),
  );
});

test('a spread of values uses more than a quarter of the bins that it may', () => {
  expect(snapshotOf(ramp(1000, 0.013)).counts.length).toBeGreaterThan(16);
  expect(snapshotOf(ramp(1000, 0.013), 16).counts.length).toBeGreaterThan(4);
});

test('wider bins hold the sums of the bins that they cover, also below zero', () => {
  const narrow = snapshotOf([-1.5, -1, -0.25, 0, 0.25, 0.75, 3]);
  const wide = rebinned(narrow, 1);
  expect(wide).toEqual({ first: -1, counts: [3, 3, 1] });
});

test('zeros, NaN and infinities are counted and stay out of the bins', () => {
  const snapshot = snapshotOf([0, 0, 1, Number.NaN, 1 / 0, -1 / 0, -1 / 0]);
  expect(snapshot).toMatchObject({ count: 7, zeros: 2, nan: 1, posInf: 1, negInf: 2, min: 0, max: 1 });
  expect(snapshot.counts.reduce((a, b) => a + b, 0)).toBe(3);
  expect(snapshotOf([Number.NaN]).counts).toEqual([]);
  expect(snapshotOf([]).counts).toEqual([]);
});

test('whole numbers get bins of whole numbers, and a constant gets one', () => {
  const whole = binned({ shape: [4], dtype: 'int32', values: Int32Array.of(1, 2, 2, 5) }, null, 64);
  expect(whole).toMatchObject({ exponent: 0, first: 1, counts: [1, 2, 0, 0, 1] });
  expect(snapshotOf([5, 5, 5]).counts).toEqual([3]);
  expect(snapshotOf([1e6, 1e6 + 0.0625]).counts.reduce((a, b) => a + b, 0)).toBe(2);
});

test('one tensor is one layer under its label, and an object of tensors is a layer each', () => {
  const w = readable([2], [1, 2], { label: 'conv1.weight' });
  expect(histogramSpec(w).layers.map(({ name }) => name)).toEqual(['conv1.weight']);
  expect(histogramSpec({ a: w, b: readable([1], [1]) }).layers.map(({ name, shape }) => [name, shape])).toEqual([
    ['a', [2]],
    ['b', [1]],
  ]);
  expect(() => histogramSpec({ a: 3 } as never)).toThrow(
    'view.histogram: expected a tensor or an object of tensors, got a = 3',
  );
  expect(() => histogramSpec(w, { bins: 1 })).toThrow('bins must be a whole number from 2 to 1024, got 1');
});

test('pushed histograms are shown once, told to the page as they change, and complete at the end of the cell', () => {
  let time = 0;
  const host = recordingHost();
  const spread = new Histograms({ title: 'weights' }, { now: () => time, host });
  const push = (step: number) => spread.push({ w: readable([3], [step, step + 1, 2]) }, { step });
  for (let step = 0; step < 120; step++) {
    push(step);
    time += 20;
  }
  expect(host.shown).toHaveLength(1);
  expect(host.sent.length).toBeGreaterThan(30);
  expect(host.sent.length).toBeLessThanOrEqual(48);
  const { seq } = host.shown[0].bundle[HISTOGRAM_MIME] as { seq: number };
  let held = decodeHistogram(host.shown[0].bundle[HISTOGRAM_MIME]);
  for (const { data, buffers } of host.sent) {
    const message = data as { type: string; seq: number; delta: unknown };
    expect(message.type).toBe('delta');
    held = extendHistogram(held, message.seq, message.delta, buffers.map(bytesOf));
  }
  expect(seq).toBe(1);
  host.end();
  const last = host.updates.at(-1)?.bundle as Record<string, unknown>;
  expect(stepsOf(last)).toHaveLength(held.layers[0].snapshots.length);
  expect([host.shown[0], ...host.updates].map(({ bundle }) => 'image/png' in bundle)).toEqual([true, false, true]);
  expect(host.updates.every(({ id }) => id === host.shown[0].id)).toBe(true);
});

test('what a page learned from deltas is what the view holds, over every halving of the kept steps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 260 }), fc.integer({ min: 1, max: 40 }), (pushes, every) => {
      let time = 0;
      const host = recordingHost();
      const spread = new Histograms({}, { now: () => time, host });
      for (let step = 0; step < pushes; step++) {
        if (step % every === 0 && step < 1900) time += 50;
        spread.push({ w: readable([2], [step, 1]), ...(step > 5 ? { late: readable([1], [0]) } : {}) });
      }
      time += 50;
      spread.push({ w: readable([2], [1, Number.NaN]) });
      let held = decodeHistogram(host.shown[0].bundle[HISTOGRAM_MIME]);
      const outputs = host.updates.map(({ bundle }) => decodeHistogram(bundle[HISTOGRAM_MIME]));
      for (const { data, buffers } of host.sent) {
        const message = data as { seq: number; delta: unknown };
        held = outputs.find(({ seq }) => seq === message.seq - 1) ?? held;
        held = extendHistogram(held, message.seq, message.delta, buffers.map(bytesOf));
      }
      held = outputs.find(({ seq }) => seq > held.seq) ?? held;
      host.end();
      expect(held.layers).toEqual(decodeHistogram(JSON.parse(JSON.stringify(spread.toSpec()))).layers);
    }),
    { numRuns: 40 },
  );
});

test('a model pushes its weights, the gradients that it has, and what a watched layer computed', () => {
  type Hook = (module: never, args: readonly unknown[], output: unknown) => undefined;
  let hook: Hook | undefined;
  const layer = {
    children: () => [],
    registerForwardHook: (added: Hook) => {
      hook = added;
      return { remove: () => (hook = undefined) };
    },
  };
  const weight = Object.assign(readable([2], [1, 2]), { grad: readable([2], [0, 3]) });
  const model = {
    namedParameters: (): [string, Readable][] => [
      ['fc.weight', weight],
      ['fc.bias', readable([1], [0])],
    ],
    namedModules: (): [string, typeof layer][] => [
      ['', { ...layer, children: () => [layer] as never }],
      ['fc', layer],
    ],
  };
  const spread = new Histograms({}, { now: () => 0, host: recordingHost() });
  spread.watch(model);
  hook?.(undefined as never, [], readable([1, 3], [4, 5, 6]));
  hook?.(undefined as never, [], readable([1, 3], [0, 0, 0]));
  spread.push(model, { step: 3 });
  expect(spread.toSpec().layers.map(({ name, snapshots }) => [name, snapshots[0].max, snapshots[0].step])).toEqual([
    ['fc.weight', 2, 3],
    ['fc.weight gradient', 3, 3],
    ['fc.bias', 0, 3],
    ['fc output', 6, 3],
  ]);
  spread.unwatch();
  expect(hook).toBeUndefined();
  expect(() => spread.watch({} as never)).toThrow('view.histograms: watch takes a model, got [object Object]');
});

test('of many layers fewer steps are kept, so that the data stay small', () => {
  const spread = new Histograms({}, { now: () => 0, host: recordingHost() });
  const layers = Object.fromEntries(
    Array.from({ length: 120 }, (_, k) => [
      `layer${k}`,
      readable(
        [200],
        Array.from({ length: 200 }, (_, i) => Math.sin(i * k + i)),
      ),
    ]),
  );
  for (let step = 0; step < 60; step++) spread.push(layers);
  const spec = spread.toSpec();
  expect(JSON.stringify(spec).length).toBeLessThan(1_100_000);
  expect(spec.layers.every(({ snapshots }) => snapshots.length >= 6 && snapshots[0].step === 0)).toBe(true);
});

test('of a long run evenly spaced snapshots are kept, with the first and the last', () => {
  const spread = new Histograms({}, { now: () => 0, host: recordingHost() });
  for (let step = 0; step <= 1234; step++) spread.push(readable([1], [step]));
  const [{ snapshots, pushed }] = spread.toSpec().layers;
  expect(pushed).toBe(1235);
  expect(snapshots.length).toBeLessThanOrEqual(KEPT_SNAPSHOTS);
  expect(snapshots.length).toBeGreaterThan(KEPT_SNAPSHOTS / 2 - 1);
  const steps = snapshots.map(({ step }) => step as number);
  expect([steps[0], steps.at(-1)]).toEqual([0, 1234]);
  const gaps = new Set(steps.slice(1, -1).map((step, i) => step - steps[i]));
  expect(gaps.size).toBe(1);
});

test('a bundle is JSON with data, a picture and text that names every layer', () => {
  const spec = histogramSpec({ weight: readable([100], ramp(100)), bad: readable([2], [Number.NaN, 1 / 0]) });
  const bundle = histogramBundle(spec);
  expect(JSON.parse(JSON.stringify(bundle[HISTOGRAM_MIME]))).toEqual(spec);
  expect(String(bundle['image/png']).slice(0, 8)).toBe('iVBORw0K');
  expect(bundle['text/plain']).toMatch(/^weight .*▁?█.* n=100 x∈\[0, 9\.900\] μ=4\.950/);
  expect(bundle['text/plain']).toContain('n=2 NaN: 1 +Inf: 1');
});

test('a million values are counted without a call stack or a list of them', () => {
  const values = Float32Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i));
  const { counts } = binned({ shape: [1_000_000], dtype: 'float32', values }, 0, 64);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(1_000_000);
});

test('without a notebook a histogram is printed', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  histogram(readable([2], [1, 2], { label: 'pair' }));
  expect(log.mock.calls[0][0]).toMatch(/^pair .+ n=2 x∈\[1, 2\] μ=1.500/);
});
