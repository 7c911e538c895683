import { expect, test } from 'vitest';
import { BoxesModel, iou } from '../../extension/src/boxes/model.js';
import { boxText } from '../../extension/src/boxes/words.js';
import { decodeBoxes } from '../../extension/src/protocol/decode-boxes.js';
import { boxesBundle, boxesSpec } from '../../lib/src/view/boxes/boxes.js';
import type { BoxesSpec } from '../../lib/src/view/boxes/spec.js';
import { readable } from '../helpers/readable.js';

const image = readable(
  [20, 30, 3],
  Array.from({ length: 1800 }, (_, i) => (i % 7) / 7),
  { label: 'street' },
);
const boxes = readable([4, 4], [0, 0, 10, 10, 1, 0, 11, 10, 15, 5, 25, 15, 0, 0, 2, 2]);
const found = { boxes, scores: [0.9, 0.6, 0.8, 0.3], labels: [1, 1, 0, 1], classes: ['cat', 'dog'] };
const truth = { boxes: readable([2, 4], [0, 0, 10, 9, 15, 6, 25, 15]), labels: [1, 0] };
const modelOf = (spec: BoxesSpec) => new BoxesModel(decodeBoxes(JSON.parse(JSON.stringify(spec))));

test('boxes come by falling score, with their classes, over the bytes of the image', () => {
  const spec = boxesSpec(image, found);
  expect(spec.title).toBe('street');
  expect(spec.found[0].map(({ score, label }) => [score, label])).toEqual([
    [0.9, 1],
    [0.8, 0],
    [0.6, 1],
    [0.3, 1],
  ]);
  expect(decodeBoxes(spec).photo.pixels.slice(0, 3)).toEqual(Uint8Array.of(0, 36, 73));
  const bundle = boxesBundle(spec);
  expect(bundle['image/png']).toMatch(/^iVBOR/);
  expect(String(bundle['text/plain']).split('\n').slice(0, 3)).toEqual([
    'street: 1 image of 20×30 · 4 boxes',
    'class  score  left  top  right  bottom',
    'dog    0.900     0    0     10      10',
  ]);
});

test('the score, the class and the overlap with a better box of the same class leave boxes out', () => {
  const model = modelOf(boxesSpec(image, found));
  const scores = () => model.seen().map(({ score }) => score);
  expect(scores()).toEqual([0.9, 0.8, 0.6, 0.3]);
  model.threshold = 0.5;
  expect(scores()).toEqual([0.9, 0.8, 0.6]);
  model.overlap = 0.5;
  expect(scores()).toEqual([0.9, 0.8]);
  model.hidden.add(1);
  expect(scores()).toEqual([0.8]);
});

test('the overlap of two boxes is what they have in common over what they cover', () => {
  const box = (...xyxy: [number, number, number, number]) => ({ xyxy, label: 0, score: undefined, mask: undefined });
  expect(iou(box(0, 0, 10, 10), box(5, 0, 15, 10))).toBeCloseTo(1 / 3);
  expect(iou(box(0, 0, 1, 1), box(2, 2, 3, 3))).toBe(0);
  expect(iou(box(1, 1, 1, 1), box(1, 1, 1, 1))).toBe(0);
});

test('boxes are counted as right when they meet a right box of their class by half, each right box once', () => {
  const model = modelOf(boxesSpec(image, { ...found, truth }));
  expect(model.found()).toEqual({ right: 2, wrong: 2, missed: 0 });
  model.threshold = 0.85;
  expect(model.found()).toEqual({ right: 1, wrong: 0, missed: 1 });
  expect(boxText(model, model.seen()[0])).toBe('dog  score 0.9  [0, 0, 10, 10]  IoU 0.9 with the truth');
});

test('masks keep their pixels and, without boxes, get the box around them', () => {
  const values = new Float32Array(600);
  for (const at of [31, 32, 61, 62]) values[at] = 1;
  const spec = boxesSpec(image, { masks: readable([1, 20, 30], values) });
  expect(spec.found[0][0].xyxy).toEqual([1, 1, 3, 3]);
  const [{ mask }] = decodeBoxes(spec).found[0];
  const inside = Array.from({ length: 600 }, (_, at) => at).filter((at) => (mask?.[at >> 3] ?? 0) & (128 >> (at & 7)));
  expect(inside).toEqual([31, 32, 61, 62]);
});

test('a segmentation has a class for each pixel, and classes are numbered when they have no names', () => {
  const classes = readable(
    [20, 30],
    Array.from({ length: 600 }, (_, i) => (i < 300 ? 0 : 2)),
    { dtype: 'int32' },
  );
  const data = decodeBoxes(boxesSpec(image, { segmentation: classes }));
  expect(data.classes).toEqual(['0', '1', '2']);
  expect([...(data.segmentation?.[0].slice(298, 302) ?? [])]).toEqual([0, 0, 2, 2]);
});

test('a batch has its own boxes for each image', () => {
  const two = readable([2, 4, 4, 1], new Float32Array(32));
  const one = readable([1, 4], [0, 0, 2, 2]);
  const none = readable([0, 4], []);
  const spec = boxesSpec(two, { boxes: [one, none], scores: [[0.5], []], truth: [{ boxes: none }, { boxes: one }] });
  expect(spec.found.map((list) => list.length)).toEqual([1, 0]);
  expect(spec.truth.map((list) => list.length)).toEqual([0, 1]);
  expect(() => boxesSpec(two, { boxes: one })).toThrow('boxes needs an entry for each of 2 images, got 1');
});

test('a large image is made smaller, and too many boxes and masks are left out, which is said', () => {
  const large = readable([1000, 1500, 3], new Float32Array(4_500_000).fill(0.5));
  const many = readable(
    [1200, 4],
    Array.from({ length: 4800 }, (_, i) => (i % 4 < 2 ? 1 : 9)),
  );
  const spec = boxesSpec(large, { boxes: many });
  expect(spec.photo).toMatchObject({ height: 1000, width: 1500, pooled: 4, rows: 250, cols: 375 });
  expect(boxesBundle(spec)['text/plain']).toMatch(
    /200 boxes of the lowest scores left out · each pixel the mean of 4×4/,
  );
  expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
  const masks = boxesSpec(readable([512, 512], new Float32Array(262_144)), {
    masks: readable([8, 512, 512], new Float32Array(8 * 262_144).fill(1)),
  });
  expect(masks.masksLeftOut).toBe(2);
  expect(masks.found[0].filter(({ mask }) => mask)).toHaveLength(6);
});

test('what does not fit is refused with the rule and what was got', () => {
  expect(() => boxesSpec(image, { boxes: readable([2, 3], new Float32Array(6)) })).toThrow(
    'view.boxes: expected boxes [n, 4] as left, top, right, bottom, got [2, 3]',
  );
  expect(() => boxesSpec(image, { boxes: readable([1, 4], [5, 5, 2, 2]) })).toThrow(
    'box 0 must go from left to right and from top to bottom, got [5, 5, 2, 2]; a box [x, y, width, height] needs',
  );
  expect(() => boxesSpec(image, { ...found, scores: [1] })).toThrow('scores needs a number for each of 4 boxes, got 1');
  expect(() => boxesSpec(image, { ...found, classes: ['cat'] })).toThrow('classes needs a name for class 1, got 1');
  expect(() => boxesSpec(image, { masks: readable([1, 2, 2], [0, 0, 0, 0]) })).toThrow('expected masks [n, 20, 30]');
  expect(() => boxesSpec(readable([3, 8, 8], new Float32Array(192)), {})).toThrow('expected an image');
});

test('a payload that is not what it promises gives one sentence', () => {
  const spec = boxesSpec(image, found);
  const wrong = (change: object) => () => decodeBoxes({ ...spec, ...change });
  expect(wrong({ photo: { ...spec.photo, rows: 19 } })).toThrow('boxes photo rows: expected 20, got 19');
  expect(wrong({ photo: { ...spec.photo, pixels: '' } })).toThrow('boxes photo pixels: expected 1800 bytes, got 0');
  expect(wrong({ found: [] })).toThrow('boxes found: expected a list for each of 1 images, got 0');
  expect(wrong({ classes: ['cat'] })).toThrow('boxes found label: expected one of 1 classes, got 1');
  expect(wrong({ found: [[{ xyxy: [0, 0, 'NaN', 1], label: 0 }]] })).toThrow('four finite numbers');
});
