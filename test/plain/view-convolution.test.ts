import { afterEach, expect, test } from 'vitest';
import { ConvolutionModel } from '../../extension/src/convolution/model.js';
import { formulaLines } from '../../extension/src/convolution/words.js';
import { decodeConvolution } from '../../extension/src/protocol/decode-convolution.js';
import {
  type ConvolutionViewOptions,
  convolution,
  convolutionBundle,
  convolutionSpec,
} from '../../lib/src/view/convolution/convolution.js';
import { outputSize, slid } from '../../lib/src/view/convolution/slide.js';
import { CONVOLUTION_MIME, type ConvolutionSpec } from '../../lib/src/view/convolution/spec.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** A bright square on a dark page, and the filter that finds its left and right edges. */
const square = readable(
  [8, 8],
  Array.from({ length: 64 }, (_, i) => (i % 8 > 1 && i % 8 < 6 && i > 15 && i < 48 ? 10 : 0)),
  { label: 'square' },
);
const edges = readable([3, 3], [1, 0, -1, 1, 0, -1, 1, 0, -1]);
const counted = (shape: number[]) =>
  readable(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 7.3)),
  );
const modelOf = (spec: ConvolutionSpec) => new ConvolutionModel(decodeConvolution(JSON.parse(JSON.stringify(spec))));

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
});

test('an edge filter on a square gives the numbers that one gets by hand, here and in the browser', () => {
  const spec = convolutionSpec(square, edges);
  expect(outputSize(spec)).toEqual([6, 6]);
  const wanted = [-10, -10, 0, 0, 10, 10];
  expect([...slid(spec, 0).values.slice(0, 6)]).toEqual(wanted);
  expect([...slid(spec, 0).values.slice(12, 18)]).toEqual(wanted.map((n) => 3 * n));
  expect(modelOf(spec).outputs()).toEqual(slid(spec, 0).values);
});

test.each<[string, number[], number[] | number, ConvolutionViewOptions]>([
  ['an image with a stride and padding', [7, 6], [3, 2], { stride: [2, 1], padding: [1, 2] }],
  ['holes between the weights', [9, 8, 2], [3, 3, 2, 4], { dilation: 2, bias: [1, 2, 3, 4] }],
  ['as many outputs as inputs', [1, 5, 6, 3], [4, 3, 3, 2], { padding: 'same' }],
  ['a sequence', [12, 2], [3, 2, 2], { stride: 2, padding: 1 }],
  ['maxima', [6, 7, 3], 3, { kind: 'maxPool', padding: 1, stride: 2 }],
  ['means', [6, 7, 3], 2, { kind: 'avgPool', padding: 1 }],
])('the browser computes %s as the notebook does', (_, input, kernel, options) => {
  const spec = convolutionSpec(counted(input), typeof kernel === 'number' ? kernel : counted(kernel), options);
  const model = modelOf(spec);
  const many = spec.kind === 'conv' ? spec.filters : spec.channels;
  for (let place = 0; place < many; place++) {
    if (spec.kind === 'conv') model.filter = place;
    else model.channel = place;
    const { values, height, width } = slid(spec, place);
    expect(model.size).toEqual({ rows: height, cols: width });
    expect([...model.outputs()]).toEqual([...values].map((value) => expect.closeTo(value, 5)));
  }
});

test('the formula of an output names every number, channel by channel, and what is added', () => {
  const [line] = formulaLines(modelOf(convolutionSpec(square, edges, { padding: 1 })));
  expect(line).toBe('0×1 + 0×0 + 0×(−1) + 0×1 + 0×0 + 0×(−1) + 0×1 + 0×0 + 0×(−1) = 0');
  const two = readable([1, 2, 2], [1, 2, 3, 4]);
  const model = modelOf(convolutionSpec(two, readable([1, 2, 2, 1], [5, 6, 7, -8]), { bias: [0.5] }));
  expect(formulaLines(model)).toEqual(['channel 0: 1×5 + 3×7 = 26', 'all channels: 26 + (−20) + 0.5 bias = 6.5']);
  const pool = modelOf(convolutionSpec(two, [1, 2], { kind: 'maxPool' }));
  expect(formulaLines(pool)).toEqual(['max(1, 3) = 3']);
  expect(formulaLines(modelOf(convolutionSpec(two, [1, 2], { kind: 'avgPool' })))).toEqual(['(1 + 3) / 2 = 2']);
});

test('a place of the input knows the outputs that use it, and stays right when the stride is changed', () => {
  const model = modelOf(convolutionSpec(square, edges));
  expect(model.users({ row: 0, col: 0 })).toEqual([{ row: 0, col: 0 }]);
  expect(model.users({ row: 4, col: 4 })).toHaveLength(9);
  model.move({ stride: 2, padding: 1 });
  expect(model.size).toEqual({ rows: 4, cols: 4 });
  expect(model.users({ row: 0, col: 0 })).toEqual([{ row: 0, col: 0 }]);
  expect(model.users({ row: 1, col: 1 })).toHaveLength(4);
  model.move({ dilation: 20 });
  expect(model.size).toEqual({ rows: 0, cols: 0 });
  expect(formulaLines(model)).toEqual([]);
});

test('a large input and many filters are cut, which is said', () => {
  const spec = convolutionSpec(counted([300, 400, 3]), counted([3, 3, 3, 4000]));
  expect(spec).toMatchObject({ ofHeight: 300, ofWidth: 400, ofFilters: 4000, filters: 2427 });
  expect(spec.height * spec.width * 3).toBeLessThanOrEqual(65_536);
  expect(convolutionBundle(spec)['text/plain']).toMatch(
    /of the input only the first \d+×\d+ of 300×400 · first 2427 of/,
  );
  expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
});

test('the view comes with a picture and with the numbers of the output as text', () => {
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  convolution(square, edges, { padding: 1 });
  const [{ bundle }] = host.shown;
  expect(bundle['image/png']).toMatch(/^iVBOR/);
  expect((bundle[CONVOLUTION_MIME] as ConvolutionSpec).title).toBe('square');
  const [line, ...rows] = String(bundle['text/plain']).split('\n');
  expect(line).toBe('square: convolution · 8×8 · window 3×3 · stride 1 · padding 1 · output 8×8');
  expect(rows[3].trim().split(/ +/).map(Number)).toEqual([0, -30, -30, 0, 0, 30, 30, 0]);
});

test('NaN and infinities in the input stay in the outputs that see them', () => {
  const spec = convolutionSpec(readable([1, 3], [Number.NaN, 1, Number.POSITIVE_INFINITY]), readable([1, 2], [1, 1]));
  expect([...slid(spec, 0).values]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  expect([...modelOf(spec).outputs()]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  expect(convolutionBundle(spec)['image/png']).toMatch(/^iVBOR/);
});

test('what does not fit is refused with the rule and what was got', () => {
  const refused = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing';
  };
  expect(refused(() => convolutionSpec(square, 2))).toBe(
    "view.convolution: expected a tensor of weights for conv, got 2; { kind: 'maxPool' } takes a size",
  );
  expect(refused(() => convolutionSpec(square, edges, { kind: 'maxPool' }))).toMatch(/size of the window as numbers/);
  expect(refused(() => convolutionSpec(counted([4, 4, 2]), edges))).toMatch(
    /weights for 1 channels meet an input of 2/,
  );
  expect(refused(() => convolutionSpec(counted([2, 2]), edges))).toMatch(/a 3×3 window must fit into the input/);
  expect(refused(() => convolutionSpec(counted([2, 4, 4, 1]), edges))).toMatch(/index picks one of the batch/);
  expect(refused(() => convolutionSpec(square, edges, { stride: 0 }))).toMatch(/expected stride from 1 to 256, or two/);
  expect(refused(() => convolutionSpec(square, edges, { bias: [1, 2] }))).toMatch(
    /a number for each of 1 filters, got 2/,
  );
  expect(refused(() => convolutionSpec(counted([0, 4]), edges))).toMatch(/an input with values/);
});

test('a payload that is not what it promises gives one sentence', () => {
  const spec = convolutionSpec(square, edges);
  const wrong = (change: object) => () => decodeConvolution({ ...spec, ...change });
  expect(wrong({ kind: 'blur' })).toThrow('convolution kind: expected one of conv, maxPool, avgPool, got "blur"');
  expect(wrong({ width: 7 })).toThrow('convolution input: expected 56 values, got 64');
  expect(wrong({ weights: '' })).toThrow('convolution weights: expected 9 values, got 0');
  expect(wrong({ stride: [0, 1] })).toThrow('convolution stride: expected a whole number from 1, got 0');
  expect(wrong({ height: 1e9 })).toThrow('convolution height: expected at most 65536, got 1000000000');
  expect(wrong({ padding: { top: -1 } })).toThrow('convolution padding top');
});
