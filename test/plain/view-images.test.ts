import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gridLayout, placeAt } from '../../extension/src/maps/layout.js';
import { MapsModel } from '../../extension/src/maps/model.js';
import { keptText, stepRows, stepText } from '../../extension/src/maps/words.js';
import { decodeMaps, extendMaps, type MapsData } from '../../extension/src/protocol/decode-maps.js';
import { PayloadError } from '../../extension/src/protocol/payload.js';
import type { MimeBundle } from '../../lib/src/view/host.js';
import { Images, images, KEPT_STEPS } from '../../lib/src/view/images/images.js';
import { packStep, unpackFacts, unpackPixels } from '../../lib/src/view/images/packing.js';
import type { ImagesDelta, ImagesSpec } from '../../lib/src/view/images/spec.js';
import type { ImageOptions } from '../../lib/src/view/maps/image.js';
import { MAPS_MIME } from '../../lib/src/view/maps/spec.js';
import type { LiveMessage } from '../../lib/src/view/spec.js';
import { damaged } from '../helpers/damaged.js';
import { learning } from '../helpers/every-view.js';
import { readable } from '../helpers/readable.js';
import { Notebook } from '../helpers/recording-notebook.js';

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

/** A view outside of a notebook, whose lines go nowhere. */
const quiet = (options: ImageOptions = {}) => new Images(options, { now: () => 0, host: undefined });
const saved = <T>(spec: T): T => JSON.parse(JSON.stringify(spec));
/** Images `[count, side, side, 1]` whose values are all `value`. */
const flat = (value: number, count = 2, side = 2) =>
  readable([count, side, side, 1], new Array(count * side * side).fill(value));

test('a step is kept to a 254th of its range, what is not finite stays so, and its facts are exact', () => {
  const value = fc.oneof(fc.float({ noDefaultInfinity: true, noNaN: true }), fc.constantFrom(Number.NaN, -Infinity, 0));
  fc.assert(
    fc.property(fc.array(value, { minLength: 6, maxLength: 6 }), (list) => {
      const shown = quiet();
      shown.push(readable([2, 3], list));
      const spec = shown.toSpec();
      const [step] = spec.steps;
      const model = new MapsModel(decodeMaps(saved(spec)));
      const finite = list.filter(Number.isFinite);
      const grain = (Math.max(...finite) - Math.min(...finite)) / 254;
      for (const values of [unpackPixels(step), model.data.values]) {
        list.forEach((wanted, i) => {
          if (!Number.isFinite(wanted)) expect(values[i]).toBeNaN();
          else expect(Math.abs(values[i] - wanted)).toBeLessThanOrEqual(0.51 * grain + 1e-6 * Math.abs(wanted));
        });
      }
      const [facts] = unpackFacts(step);
      expect(facts.notFinite).toBe(6 - finite.length);
      expect(model.facts(0)).toMatchObject({ notFinite: 6 - finite.length });
      if (finite.length > 0) {
        // The two zeros are one.
        expect([Number(facts.min) + 0, Number(facts.max) + 0]).toEqual([
          Math.min(...finite) + 0,
          Math.max(...finite) + 0,
        ]);
      }
    }),
  );
});

test('all shapes that view.image takes can be pushed, also lists, in one shape at all steps', () => {
  const shaped = (x: Parameters<Images['push']>[0]) => {
    const shown = quiet();
    shown.push(x);
    const { maps, height, width, channels } = shown.toSpec();
    return [maps, height, width, channels];
  };
  expect(shaped(readable([2, 3], [0, 0, 0, 0, 0, 0]))).toEqual([1, 2, 3, 1]);
  expect(shaped([[0, 1]])).toEqual([1, 1, 2, 1]);
  expect(shaped(readable([1, 2, 3], [0, 0, 0, 0, 0, 0]))).toEqual([1, 1, 2, 3]);
  expect(shaped(readable([2, 1, 3, 1], [0, 0, 0, 0, 0, 0]))).toEqual([2, 1, 3, 1]);
  const shown = quiet({ labels: ['cat', 'dog'] });
  shown.push(flat(0));
  expect(() => shown.push(flat(0, 3))).toThrow(
    'view.images: push: expected [2, 2, 2, 1] as at the first step, got [3, 2, 2, 1]; other images need a view.images() of their own',
  );
  expect(shown.toSpec()).toMatchObject({ pushed: 1, labels: ['cat', 'dog'] });
});

test('what cannot be shown is refused in a sentence, and the next push is the first one', () => {
  const shown = quiet({ labels: ['cat', 'dog'] });
  const push = (x: unknown, options?: object) => () => shown.push(x as never, options);
  expect(push(3)).toThrow('view.images: push: expected a tensor or lists of numbers, got 3');
  expect(push(readable([2, 1, 2, 2], new Array(8).fill(0)))).toThrow(
    'view.images: push: expected [height, width], [height, width, 1 or 3] or a batch of them, got [2, 1, 2, 2]; permute puts channels last',
  );
  expect(push(readable([2, 4, 4], new Array(32).fill(0)))).toThrow(
    'got [2, 4, 4]; unsqueeze(-1) makes grey images of them',
  );
  expect(push([0, 1])).toThrow('got [2]; view.tensor shows any shape');
  expect(push(readable([0, 4, 4, 1], []))).toThrow('expected images with pixels, got [0, 4, 4, 1]');
  expect(push(flat(1), { step: 'one' })).toThrow('view.images: push: step must be a number, got one');
  expect(push(flat(1, 3))).toThrow('view.images: labels needs a text for each of 3 images, got 2');
  expect(() => images({ range: [1, 0] })).toThrow('view.images: range must rise from black to white, got [1, 0]');
  expect(shown.toString()).toBe('images: nothing pushed');
  shown.push(flat(1));
  expect(shown.toSpec().pushed).toBe(1);
});

test('black and white follow from all steps or are given, and mean the same at each', () => {
  const ends = (values: number[], options?: ImageOptions) => {
    const shown = quiet(options);
    for (const value of values) shown.push(flat(value));
    const { low, high } = shown.toSpec();
    return [low, high];
  };
  expect(ends([0.2, 0.9])).toEqual([0, 1]);
  expect(ends([0.2, 200])).toEqual([0, 255]);
  expect(ends([0.25, -3, 0])).toEqual([-3, 0.25]);
  expect(ends([0.2, 5], { range: [0, 2] })).toEqual([0, 2]);
  expect(ends([Number.NaN])).toEqual([0, 1]);
});

test('of a long run the first, the last and evenly spaced steps are kept, which is said, below a megabyte', () => {
  const small = quiet();
  for (let step = 0; step < 1000; step++) small.push(flat(step / 1000), { step });
  const steps = small.toSpec().steps.map(({ step }) => step);
  expect(steps.length).toBeLessThanOrEqual(KEPT_STEPS);
  expect(steps.length).toBeGreaterThan(KEPT_STEPS / 2);
  expect([steps[0], steps.at(-1)]).toEqual([0, 999]);
  const gaps = new Set(steps.slice(1, -1).map((step, i) => step - steps[i]));
  expect(gaps.size).toBe(1);
  expect(small.toString()).toMatch(/\n\d\d of 1000 steps kept, evenly spaced$/);
  expect(keptText(decodeMaps(saved(small.toSpec())))).toBe(`${steps.length} of 1,000 steps kept, evenly spaced`);

  let seed = 1;
  const noise = Float32Array.from({ length: 16 * 64 * 64 * 3 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  });
  const large = quiet();
  for (let step = 0; step < 60; step++) large.push(readable([16, 64, 64, 3], noise), { step });
  expect(large.toSpec()).toMatchObject({ pooled: 2, height: 32, maps: 16, ofMaps: 16 });
  expect(large.toSpec().steps.length).toBeGreaterThan(4);
  expect(large.toString()).toContain('each pixel the mean of 2×2');
  const digits = quiet();
  digits.push(readable([64, 28, 28, 1], noise.subarray(0, 64 * 784)));
  expect(digits.toSpec()).toMatchObject({ pooled: 1, maps: 64, ofMaps: 64 });
  const notebook = new Notebook();
  const live = new Images({}, { now: () => notebook.time, host: notebook });
  // Nothing that zlib could make smaller: other noise at each step.
  for (let step = 0; step < 12; step++)
    live.push(readable([8, 80, 80, 1], noise.subarray(999 * step, 999 * step + 51_200)), { step });
  notebook.endCell();
  expect(JSON.stringify(notebook.bundles().at(-1)).length).toBeLessThan(1_000_000);
});

test('the text says the newest step and the range of some, and the picture is a strip of at most six steps', () => {
  const shown = quiet({ title: 'samples' });
  shown.push(flat(0.25), { step: 5 });
  expect(shown.toString()).toBe('samples, step 5: 2 images of 2×2 · x∈[0.250, 0.250]');
  shown.push(flat(0.5), { step: 10 });
  expect(shown.toString()).toBe(
    'samples, step 10: 2 images of 2×2 · x∈[0.500, 0.500]\nstep  5: x∈[0.250, 0.250]\nstep 10: x∈[0.500, 0.500]',
  );
  const size = (pushes: number) => {
    const strip = quiet({ title: 'samples', labels: ['cat', 'dog'] });
    for (let step = 0; step < pushes; step++) strip.push(flat(step / pushes), { step });
    const bundle = (strip as unknown as Record<symbol, () => MimeBundle>)[Symbol.for('Jupyter.display')]();
    return Buffer.from(bundle['image/png'] as string, 'base64').readUInt32BE(20);
  };
  const row = size(2) - size(1);
  expect(row).toBeGreaterThan(30);
  expect(size(6) - size(1)).toBe(5 * row);
  expect(size(20)).toBe(size(6));
});

test('a cell that ends in a view without a push says so, and one in a script prints a line a push', () => {
  const empty = quiet() as unknown as Record<symbol, () => MimeBundle>;
  expect(empty[Symbol.for('Jupyter.display')]()).toEqual({ 'text/plain': 'images: nothing pushed' });
  const plain = quiet({ title: 'samples' });
  plain.push(flat(0));
  plain.push(flat(1));
  expect(lines).toEqual(['samples, step 0: 2 images of 2×2 · x∈[0, 0]', 'samples, step 1: 2 images of 2×2 · x∈[1, 1]']);
});

/** What a page holds that got each message and each output. */
function received(notebook: Notebook): MapsData | undefined {
  return notebook.log.reduce<MapsData | undefined>((held, { kind, data, buffers }) => {
    if (kind === 'open') return held;
    if (kind !== 'send') return decodeMaps((data as MimeBundle)[MAPS_MIME]);
    const message = data as LiveMessage;
    return held && message.type === 'delta' ? extendMaps(held, message.seq, message.delta, buffers) : held;
  }, undefined);
}

test('a page that got the news holds what was pushed, the bytes of each step once, at most 20 messages a second', () => {
  const notebook = new Notebook();
  const shown = new Images({ title: 'samples' }, { now: () => notebook.time, host: notebook });
  for (let step = 0; step < 400; step++) {
    notebook.time += 10;
    shown.push(
      readable(
        [2, 4, 4, 1],
        Array.from({ length: 32 }, (_, i) => Math.sin(i + step)),
      ),
      { step },
    );
  }
  const messages = notebook.messages();
  expect(messages.length).toBeGreaterThan(50);
  expect(notebook.log.length).toBeLessThanOrEqual(2 + 4 * 20);
  expect(messages.every(({ type }) => type === 'delta')).toBe(true);
  const pixels = notebook.log.flatMap(({ buffers }) => buffers.map(({ byteLength }) => byteLength));
  expect(new Set(pixels)).toEqual(new Set([32, 2 * 7 * 4]));
  notebook.time += 100;
  shown.push(flat(0, 2, 4), { step: 400 });
  const { id: _, seq: _seq, ...held } = received(notebook) as MapsData;
  const { id: _id, seq: _number, ...wanted } = decodeMaps(saved(shown.toSpec()));
  expect(held).toEqual(wanted);
});

describe('a page', () => {
  const grown = (steps: number[]) => {
    const shown = quiet({ title: 'samples' });
    for (const step of steps) shown.push(flat(step / 10), { step });
    return decodeMaps(saved({ ...shown.toSpec(), id: 'a', seq: steps.length }));
  };

  test('follows the newest step unless the reader stepped back, and stays at a step that is thinned away at the next', () => {
    const model = new MapsModel(grown([0, 1]));
    expect(model.step).toBe(1);
    model.grow(grown([0, 1, 2]));
    expect(model.step).toBe(2);
    model.step = 1;
    model.grow(grown([0, 1, 2, 3]));
    expect(model.step).toBe(1);
    model.grow(grown([0, 2, 4]));
    expect(model.step).toBe(1);
    expect(model.all.steps[model.step].step).toBe(2);
  });

  test('colours one scale for all steps, each step by itself or each image, and reads the first, the chosen and the last', () => {
    const model = new MapsModel(grown([0, 2, 8]));
    expect(model.range).toBe('model');
    expect(model.ends(0)).toEqual([0, 1]);
    model.range = 'layer';
    model.step = 1;
    expect(model.ends(0)).toEqual([expect.closeTo(0.2), expect.closeTo(1.2)]);
    expect(model.seenSteps()).toEqual([1]);
    model.show = 'ends';
    expect(model.seenSteps()).toEqual([0, 1, 2]);
    expect(model.values(0, model.at(2))[0]).toBeCloseTo(0.8);
    expect(stepText(model)).toBe('Values of this step: 0.2 to 0.2. Black is 0.2, white 1.2.');
    const { headings, rows } = stepRows(model) ?? { headings: [], rows: [] };
    expect(headings.slice(0, 2)).toEqual(['step', 'map']);
    expect(rows.map((row) => row.slice(0, 3).join(' '))).toEqual([
      '0 0 0',
      '0 1 0',
      '2 0 0.2',
      '2 1 0.2',
      '8 0 0.8',
      '8 1 0.8',
    ]);
  });

  test('stacks pictures as high for one step as for many, and finds the image under the pointer in each of a stack', () => {
    const layout = gridLayout(4, 8, 8, 600, 3);
    expect(layout.stepY).toBeGreaterThan(3 * layout.height);
    expect(layout.down * layout.stepY).toBeLessThanOrEqual(440);
    const x = layout.left + layout.stepX + 3;
    for (const picture of [0, 1, 2]) expect(placeAt(layout, 4, x, picture * layout.stackY + 2)).toBe(1);
    expect(placeAt(layout, 4, layout.left - 3, 2)).toBeUndefined();
    expect(placeAt(layout, 4, x, 3 * layout.stackY + 2)).toBeUndefined();
  });
});

test('steps that are not what they promise are one sentence', () => {
  const good = saved({ ...learning(), id: 'a', seq: 1 });
  const wrong = (change: Partial<Record<keyof ImagesSpec, unknown>>) => () => decodeMaps({ ...good, ...change });
  const step = (change: object) => wrong({ steps: [{ ...good.steps[0], ...change }] });
  expect(wrong({ steps: [] })).toThrow('maps steps: expected 1 to 200 entries, got 0');
  expect(wrong({ steps: new Array(300).fill(good.steps[0]) })).toThrow(
    'maps steps: expected 1 to 200 entries, got 300',
  );
  expect(wrong({ kind: 'filters' })).toThrow('maps kind: expected one of images, got "filters"');
  expect(wrong({ maps: 1e9 })).toThrow('maps pixels: expected 64000000000 bytes, got 192');
  expect(wrong({ pushed: -1 })).toThrow('maps pushed: expected a whole number from 0, got -1');
  expect(step({ pixels: 'AAAA' })).toThrow('maps pixels: expected 192 bytes, got 3');
  expect(step({ facts: 'AAAAAAAA' })).toThrow('maps facts: expected four bytes a value, got 6');
  expect(step({ facts: '' })).toThrow('maps facts: expected 21 numbers, got 0');
  expect(step({ step: 'NaN' })).toThrow('maps step: expected a finite number, got "NaN"');
  expect(step({ low: null })).toThrow('maps step low: expected a number, got null');
});

test('damaged news make images that can be drawn, or a sentence, and what was held stays', () => {
  const held = () => decodeMaps(saved({ ...learning(), id: 'a', seq: 1 }));
  const facts = Float32Array.from({ length: 21 }, (_, i) => i);
  const delta: ImagesDelta = {
    pushed: 5,
    low: 0,
    high: 2,
    kept: [0, 2],
    added: [
      {
        step: 40,
        low: 0,
        high: 2,
        pixels: { buffer: 0, type: 'uint8' },
        facts: { buffer: 1, type: 'uint8' },
      },
    ],
  };
  const buffers = [new DataView(new ArrayBuffer(192)), new DataView(facts.buffer)];
  const after = extendMaps(held(), 2, delta, buffers);
  expect(after).toMatchObject({ seq: 2, pushed: 5, high: 2, title: 'while learning' });
  expect(after.steps.map(({ step }) => step)).toEqual([0, 20, 40]);
  expect(after.steps[2].facts[1]).toMatchObject({ min: 7, max: 8, notFinite: 13 });
  const before = held();
  fc.assert(
    fc.property(damaged(delta), (json) => {
      let next: MapsData;
      try {
        next = extendMaps(before, 2, JSON.parse(json), buffers);
      } catch (error) {
        expect(error).toBeInstanceOf(PayloadError);
        return;
      }
      expect(next.steps.length).toBeGreaterThan(0);
      for (const { pixels, facts } of next.steps) expect([pixels.length, facts.length]).toEqual([192, 3]);
    }),
    { numRuns: 500 },
  );
  expect(before).toEqual(held());
});

test('the facts of an empty range are said without a number', () => {
  const step = packStep(3, Float32Array.of(Number.NaN), [
    { min: 'NaN', max: 'NaN', mean: 'NaN', std: 'NaN', activity: 'NaN', sparsity: 0, notFinite: 1 },
  ]);
  expect(step).toMatchObject({ low: 'NaN', high: 'NaN' });
  const shown = quiet();
  shown.push([[Number.NaN]], { step: 3 });
  expect(stepText(new MapsModel(decodeMaps(saved(shown.toSpec()))))).toBe('Step 3: no finite value.');
});
