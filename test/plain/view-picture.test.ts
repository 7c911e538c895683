import { deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test, vi } from 'vitest';
import { confusionSpec } from '../../lib/src/view/confusion/confusion.js';
import { confusionPng } from '../../lib/src/view/confusion/png.js';
import { binned } from '../../lib/src/view/histogram/binning.js';
import { histogramPng } from '../../lib/src/view/histogram/png.js';
import type { HistogramSpec } from '../../lib/src/view/histogram/spec.js';
import { imageSpec } from '../../lib/src/view/maps/image.js';
import { mapsSpec } from '../../lib/src/view/maps/maps.js';
import { mapsPng } from '../../lib/src/view/maps/png.js';
import { colourOf, colourScale, NAN_COLOUR, POSITIVE_INFINITY_COLOUR } from '../../lib/src/view/picture/colour.js';
import { encodeIndexedPng } from '../../lib/src/view/picture/indexed-png.js';
import { niceTicks, tickLabels } from '../../lib/src/view/picture/ticks.js';
import { barSpec } from '../../lib/src/view/plot/bar.js';
import { plotPng } from '../../lib/src/view/plot/png.js';
import { tensorPng } from '../../lib/src/view/tensor/png.js';
import { summarize } from '../../lib/src/view/tensor/summary.js';
import { tensorSpec } from '../../lib/src/view/tensor/tensor.js';
import { trainingPng } from '../../lib/src/view/training/png.js';
import { Training } from '../../lib/src/view/training/training.js';
import type { TensorValues } from '../../lib/src/view/values.js';

const waves = (shape: number[]): TensorValues => ({
  shape,
  dtype: 'float32',
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 0.7)),
});

/** Size of a PNG, its bytes, and how many pixels have each colour. */
async function decode(png: string | undefined) {
  expect(png).toBeDefined();
  const bytes = Buffer.from(png ?? '', 'base64');
  const image = await loadImage(bytes);
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const colours = new Map<string, number>();
  for (let p = 0; p < data.length; p += 4) {
    const colour = `${data[p]},${data[p + 1]},${data[p + 2]}`;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return { width: image.width, height: image.height, bytes: bytes.length, colours };
}

test.each([1, 200, 256, 257, 3000])(
  'a file of %i colours has the pixels of large areas exactly, all if it has room',
  async (count) => {
    const [width, height] = [97, 60];
    const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => {
      const pixel = Math.floor(i / 4);
      // The first half is one area; then each pixel has its own colour, as far as there are any.
      const colour = pixel < (width * height) / 2 ? 0 : (pixel * 7) % count;
      return [(colour * 5) & 255, (colour >> 4) & 255, (colour * 3) & 255, 255][i % 4];
    });
    const file = encodeIndexedPng(pixels, width, height, deflateSync);
    const image = await loadImage(Buffer.from(file));
    const pen = createCanvas(width, height).getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    const exact = Math.floor(pixels.length / 8) * 4;
    expect(data.subarray(0, exact)).toEqual(pixels.subarray(0, exact));
    const worst = data.reduce((most, byte, i) => Math.max(most, Math.abs(byte - pixels[i])), 0);
    // A quarter of a channel is far off, but a file has room for 256 colours.
    expect(worst).toBeLessThanOrEqual(count <= 256 ? 0 : 64);
  },
);

test('a heat map holds the exact colour of its values in cells of one size', async () => {
  const values = Float32Array.from({ length: 400 }, (_, i) =>
    i === 0 ? Number.NaN : i === 1 ? 1 / 0 : i % 2 ? 1 : -1,
  );
  const tensor: TensorValues = { shape: [20, 20], dtype: 'float32', values };
  const { colours, width, height } = await decode(tensorPng(tensorSpec(tensor, { title: 'board' })));
  const scale = colourScale({ dtype: 'float32', summary: summarize(tensor) });
  const cell = colours.get(NAN_COLOUR.join()) as number;
  // One cell of 20 pixels, and as much again for the key below the map.
  expect(cell).toBe(20 * 20 + 12 * 12);
  expect(colours.get(POSITIVE_INFINITY_COLOUR.join())).toBe(cell);
  expect(colours.get(colourOf(scale, -1).join())).toBeGreaterThanOrEqual(199 * 400);
  expect(colours.get(colourOf(scale, 1).join())).toBeGreaterThanOrEqual(199 * 400);
  expect(width).toBeGreaterThan(400);
  expect(height).toBeGreaterThan(400);
});

test.each([
  ['a vector', [100]],
  ['a small matrix', [3, 4]],
  ['a tall matrix', [3000, 4]],
  ['a wide matrix', [4, 3000]],
  ['1024²', [1024, 1024]],
  ['images', [32, 28, 28, 1]],
  ['rank 5', [2, 3, 4, 8, 9]],
])('the picture of %s is small, not blank, and fits a notebook', async (_, shape) => {
  const { width, height, bytes, colours } = await decode(tensorPng(tensorSpec(waves(shape), { title: 'waves' })));
  expect(width).toBeLessThanOrEqual(1000);
  expect(height).toBeLessThanOrEqual(800);
  expect(bytes).toBeLessThan(60_000);
  expect(colours.size).toBeGreaterThan(20);
  expect(colours.get('255,255,255')).toBeGreaterThan(1000);
});

test('a scale is symmetric around zero for signed values and runs from the lowest to the highest otherwise', () => {
  const scale = (...numbers: number[]) => {
    const tensor: TensorValues = { shape: [numbers.length], dtype: 'float32', values: Float32Array.from(numbers) };
    return colourScale({ dtype: 'float32', summary: summarize(tensor) });
  };
  expect(scale(-1, 4)).toMatchObject({ low: -4, high: 4 });
  expect(scale(2, 4)).toMatchObject({ low: 2, high: 4 });
  expect(scale(0, 0)).toMatchObject({ low: 0, high: 1 });
  const [red, green, blue] = colourOf(scale(-1, 4), 0);
  expect(Math.min(red, green, blue)).toBeGreaterThan(240);
});

test('a grid of images holds the exact colours of their pixels, and of feature maps those of one common scale', async () => {
  const red = Float32Array.from({ length: 2 * 8 * 8 * 3 }, (_, i) => (i % 3 === 0 ? 1 : i < 192 ? 0 : 0.5));
  const images = mapsPng(imageSpec({ shape: [2, 8, 8, 3], dtype: 'float32', values: red }));
  const { colours } = await decode(images);
  expect(colours.get('255,0,0')).toBe(160 * 160);
  expect(colours.get('255,128,128')).toBe(160 * 160);
  const signed = Float32Array.from({ length: 128 }, (_, i) => (i % 2 ? 1 : -4));
  const maps = await decode(mapsPng(mapsSpec({ shape: [8, 8, 2], dtype: 'float32', values: signed })));
  const summary = summarize({ shape: [128], dtype: 'float32', values: signed });
  const scale = colourScale({ dtype: 'float32', summary });
  for (const value of [1, -4]) expect(maps.colours.get(colourOf(scale, value).join())).toBe(160 * 160);
});

test('a histogram fills the area of its counts in its own colour, and charts draw every series', async () => {
  const flat = binnedSpec([0.5, 1.5]);
  const peak = binnedSpec([0.5, 0.5, 0.5, 1.5]);
  const area = async (spec: HistogramSpec) => (await decode(histogramPng(spec))).colours.get('64,149,197') ?? 0;
  expect(await area(flat)).toBeGreaterThan(1000);
  expect((await area(peak)) / (await area(flat))).toBeCloseTo(4 / 3 / 2, 1);
  const { colours } = await decode(plotPng(barSpec({ before: [1, 2], after: [2, 1] })));
  expect(colours.get('0,114,178')).toBeGreaterThan(5000);
  expect(colours.get('213,94,0')).toBeGreaterThan(5000);
  expect(
    (await decode(confusionPng(confusionSpec({ predicted: [0, 1], labels: [0, 1] })))).colours.size,
  ).toBeGreaterThan(10);
});

test('curves have a panel a unit, two in a row, each series in its own colour', async () => {
  let time = 0;
  const plot = new Training({ title: 'run' }, { now: () => time, host: silentHost });
  for (let i = 0; i < 50; i++) {
    time += 100;
    plot.push({ loss: 1 / (i + 1), valLoss: 2 / (i + 1), accuracy: i / 50, lr: 0.1 });
  }
  const three = await decode(trainingPng(plot.toSpec()));
  const one = await decode(trainingPng({ ...plot.toSpec(), series: plot.toSpec().series.slice(0, 2) }));
  expect(three.width).toBeGreaterThan(1.8 * one.width);
  expect(three.height).toBeGreaterThan(1.7 * one.height);
  expect(one.colours.get('0,114,178')).toBeGreaterThan(100);
  expect(one.colours.get('213,94,0')).toBeGreaterThan(100);
  expect(three.bytes).toBeLessThan(40_000);
});

test('curves of NaN, of one point and of a constant can be drawn', async () => {
  for (const values of [[Number.NaN, Number.NaN], [1], [2, 2, 2], [0, 1e-8], [1e9, -1e9, 1 / 0]]) {
    const plot = new Training({}, { now: () => 0, host: silentHost });
    for (const loss of values) plot.push({ loss });
    const { colours } = await decode(trainingPng(plot.toSpec()));
    expect(colours.size).toBeGreaterThan(10);
  }
});

test('where no canvas can be had, a bundle has data and text and no picture', async () => {
  vi.resetModules();
  const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  try {
    const { tensorBundle } = await import('../../lib/src/view/tensor/tensor.js');
    const x = { shape: [2], dtype: 'float32', dataSync: () => Float32Array.of(1, 2), item: () => 1 } as const;
    expect(Object.keys(tensorBundle(x))).toEqual(['application/vnd.lectern.tensor.v1+json', 'text/plain']);
  } finally {
    builtin.mockRestore();
    vi.resetModules();
  }
});

test('ticks are round, inside the range, and written with the decimals that they need', () => {
  expect(niceTicks(0, 1, 5)).toHaveLength(6);
  expect(tickLabels(niceTicks(0, 1, 5))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
  expect(tickLabels(niceTicks(-3, 3, 3))).toEqual(['−2', '0', '2']);
  expect(niceTicks(0, 3, 10, true)).toEqual([0, 1, 2, 3]);
  expect(tickLabels(niceTicks(0, 2e6, 2))).toEqual(['0', '1e6', '2e6']);
});

/** A histogram whose values fall into two bins of width one. */
function binnedSpec(values: number[]): HistogramSpec {
  const x = { shape: [values.length], dtype: 'float32' as const, values: Float32Array.from(values) };
  return { version: 1, layers: [{ name: 'x', shape: x.shape, pushed: 1, snapshots: [binned(x, null, 2)] }] };
}

const silentHost = {
  display() {},
  update() {},
  openChannel: () => ({ id: 'c', send() {}, close() {}, onMessage: null }),
  atCellEnd() {},
};
