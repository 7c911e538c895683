import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText, factsOf, gridText, pointText, tableOf } from '../../extension/src/boundary/words.js';
import { type BoundaryData, decodeBoundary, extendBoundary } from '../../extension/src/protocol/decode-boundary.js';
import { PayloadError } from '../../extension/src/protocol/payload.js';
import { boundaryBundle, endsOf, keptPoints, labelled } from '../../lib/src/view/boundary/boundary.js';
import { packField, unpackField, verdicts } from '../../lib/src/view/boundary/field.js';
import { BOUNDARY_MIME, type BoundaryDelta, type BoundarySpec } from '../../lib/src/view/boundary/spec.js';
import { damaged } from '../helpers/damaged.js';
import { readable } from '../helpers/readable.js';

const where = 'view.boundary';
/** Two rows of three grid points over the unit square, the right column of the second class. */
function spec(change: Partial<BoundarySpec> = {}): BoundarySpec {
  const said = verdicts(where, { values: [0, 0.4, 1, 0.1, 0.5, 0.9], width: 1 }, 2, undefined);
  const given = labelled(where, readable([2, 2], [0, 0, 1, 1]), [0, 1]);
  return {
    version: 1,
    title: 'halves',
    xLabel: 'x',
    yLabel: 'y',
    x: [0, 1],
    y: [0, 1],
    cols: 3,
    rows: 2,
    classes: ['cat', 'dog'],
    discrete: false,
    points: keptPoints(given),
    pushed: 1,
    snapshots: [{ step: null, field: packField(said, 2), right: 2 }],
    ...change,
  };
}
const decoded = (change: Partial<BoundarySpec> = {}) => decodeBoundary(JSON.parse(JSON.stringify(spec(change))));

test('one number a point is the probability of the second class, or its logit where it cannot be one', () => {
  const { winner, sure } = verdicts(where, { values: [0.25, 0.5, 1, 0], width: 1 }, 2, undefined);
  expect([...winner]).toEqual([0, 1, 1, 0]);
  expect([...sure]).toEqual([0.75, 0.5, 1, 1]);
  const logits = verdicts(where, { values: [-2, 0, 40], width: 1 }, 2, undefined);
  expect([...logits.winner]).toEqual([0, 1, 1]);
  expect(logits.sure[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  expect(verdicts(where, { values: [0, 1], width: 1 }, 2, 'logits').sure[1]).toBeCloseTo(0.731, 3);
});

test('several numbers a point are probabilities where they add up to 1, else logits', () => {
  const shares = verdicts(where, { values: [0.2, 0.3, 0.5, 1, 0, 0], width: 3 }, 3, undefined);
  expect([[...shares.winner], [...shares.sure]]).toEqual([
    [2, 0],
    [0.5, 1],
  ]);
  const logits = verdicts(where, { values: [1000, 999, -5], width: 3 }, 3, undefined);
  expect([logits.winner[0], logits.sure[0]]).toEqual([0, expect.closeTo(0.731, 3)]);
  const kinds = verdicts(where, { values: [2, 0, Number.NaN], width: 1 }, 3, undefined);
  expect([...kinds.winner]).toEqual([2, 0, 0]);
  expect(kinds.sure[2]).toBeNaN();
});

test('packing moves no point over the boundary and no probability by more than a 254th', () => {
  const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(0.5), fc.constant(Number.NaN));
  fc.assert(
    fc.property(fc.array(probability, { minLength: 6, maxLength: 6 }), (values) => {
      const said = verdicts(where, { values, width: 1 }, 2, 'probabilities');
      const back = unpackField(spec(), packField(said, 2));
      const [snapshot] = decoded({ snapshots: [{ step: 3, field: packField(said, 2), right: 0 }] }).snapshots;
      values.forEach((value, i) => {
        for (const { winner, sure } of [back, snapshot]) {
          if (Number.isNaN(value)) expect(sure[i]).toBeNaN();
          else {
            expect(winner[i]).toBe(value >= 0.5 ? 1 : 0);
            expect(Math.abs(sure[i] - said.sure[i])).toBeLessThanOrEqual(1 / 254);
          }
        }
      });
    }),
  );
});

test('three classes come back as they were packed', () => {
  const said = verdicts(where, { values: [2, 1, 0, 2, Number.NaN, 0], width: 1 }, 3, undefined);
  const [snapshot] = decoded({
    classes: ['a', 'b', 'c'],
    snapshots: [{ step: 0, field: packField(said, 3), right: 1 }],
  }).snapshots;
  expect([...snapshot.winner]).toEqual([2, 1, 0, 2, 0, 0]);
  expect([...snapshot.sure]).toEqual([1, 1, 1, 1, Number.NaN, 1]);
});

test('labels are whole numbers from 0, or −1 and 1; of many points an even sample is kept, and said', () => {
  expect(labelled(where, readable([2, 2], [0, 0, 1, 1]), [-1, 1]).labels).toEqual([0, 1]);
  expect(labelled(where, readable([1, 2], [3, 4]), readable([1, 1], [1]))).toEqual({ points: [[3, 4]], labels: [1] });
  const many = labelled(where, readable([5000, 2], new Array(10_000).fill(1.23456789)), new Array(5000).fill(1));
  const points = keptPoints(many);
  expect([points.x.length, points.count, points.x[0]]).toEqual([2000, 5000, 1.2346]);
  expect(cutText(decoded({ points, pushed: 9 }))).toBe('Kept: 2,000 of 5,000 points, 1 of 9 steps, evenly spaced.');
  expect(keptPoints(labelled(where, readable([2, 2], [Number.NaN, 0, 1, 1]), [0, 1])).x).toEqual([1]);
});

test('the grid reaches a little over all points, also over a single one', () => {
  expect(endsOf([0, 1])).toEqual([-0.12, 1.12]);
  expect(endsOf([3])).toEqual([2, 4]);
  expect(endsOf([Number.NaN])).toEqual([-1, 1]);
});

test('places, points and shares are in words', () => {
  const data = decoded({
    snapshots: [{ ...spec().snapshots[0], testRight: 0 }],
    test: { ...spec().points, label: [1, 0] },
  });
  const [snapshot] = data.snapshots;
  expect(gridText(data, snapshot, { row: 0, col: 1 })).toBe('x = 0.5, y = 0: cat, probability 0.60');
  expect(pointText(data, snapshot, { test: false, index: 1 })).toBe(
    'training point 1 is dog: found dog, probability 0.90',
  );
  expect(pointText(data, snapshot, { test: true, index: 1 })).toBe(
    'test point 1 is cat: taken for dog, probability 0.90',
  );
  expect(factsOf(data, snapshot)).toEqual(['2 of 2 right (100 %)', 'test 0 of 2 right (0 %)']);
  expect(tableOf(data, snapshot).rows[0]).toEqual(['training 0', '0', '0', 'cat', 'cat', '1.00']);
  expect(tableOf(data, snapshot).rows).toHaveLength(4);
});

test('what does not fit is named with what was got', () => {
  expect(() => labelled(where, readable([2, 3], [0, 0, 0, 0, 0, 0]), [0, 1])).toThrow(
    'view.boundary: expected points [n, 2], got [2, 3]; indexSelect picks two of more columns',
  );
  expect(() => labelled(where, readable([2, 2], [0, 0, 1, 1]), [0])).toThrow('one for each of 2 points, got 1');
  expect(() => labelled(where, readable([2, 2], [0, 0, 1, 1]), [0, 0.5])).toThrow(
    'classes from 0 to 11 as labels, got 0.5',
  );
  expect(() => verdicts(where, { values: [1, 2], width: 2 }, 3, undefined)).toThrow(
    '3 classes need 3 numbers a point, got 2',
  );
  expect(() => verdicts(where, { values: [7], width: 1 }, 3, undefined)).toThrow('expected classes from 0 to 2, got 7');
});

test('a payload that is not a boundary, or is too large, is one sentence', () => {
  const good = JSON.parse(JSON.stringify(spec()));
  const wrong = (change: object) => () => decodeBoundary({ ...good, ...change });
  expect(wrong({ cols: 4 })).toThrow('boundary field: expected 8 bytes, got 6');
  expect(wrong({ cols: 1e9 })).toThrow('boundary cols: expected at most 400, got 1000000000');
  expect(wrong({ snapshots: [] })).toThrow('boundary snapshots: expected 1 to 200 entries, got 0');
  expect(wrong({ x: [1, 0] })).toThrow('boundary x: expected two growing numbers, got [1,0]');
  expect(wrong({ points: { ...good.points, label: [0, 7] } })).toThrow(
    'boundary points label: expected a class below 2, got 7',
  );
  expect(wrong({ points: { ...good.points, x: [] } })).toThrow('boundary points x: expected 2 entries, got 0');
  expect(wrong({ classes: ['one'] })).toThrow('boundary classes: expected 2 to 24 entries, got 1');
  expect(wrong({ classes: ['a', 'b', 'c'], snapshots: [{ ...good.snapshots[0], field: 'CQkJCQkJCQkJCQkJ' }] })).toThrow(
    'boundary field: expected classes below 3, got 9',
  );
});

test('text says step and share and maps the classes, and a picture is drawn of one moment and of several', () => {
  const bundle = boundaryBundle(spec());
  expect(bundle['text/plain']).toBe('halves: 2 of 2 right (100 %)\n·██\n··█\n· cat  █ dog');
  expect(Object.keys(bundle)).toEqual([BOUNDARY_MIME, 'image/png', 'text/plain']);
  const [one] = spec().snapshots;
  const run = spec({ snapshots: [0, 1, 2, 3].map((step) => ({ ...one, step })), discrete: true });
  expect(boundaryBundle(run)['image/png']).toMatch(/^iVBOR/);
  expect(boundaryBundle(run, false)['image/png']).toBeUndefined();
});

/** Two steps that a page holds, and news of a third that takes the place of the second. */
const growing = () =>
  decoded({ id: 'b', seq: 4, pushed: 2, snapshots: [0, 1].map((step) => ({ ...spec().snapshots[0], step })) });
const third: BoundaryDelta = {
  pushed: 3,
  kept: [0],
  added: [{ step: 2, right: 1, field: { buffer: 0, type: 'uint8' } }],
};
const bytes = (...values: number[]) => [new DataView(Uint8Array.from([9, ...values]).buffer, 1)];

test('news leave out steps and add others, whose bytes may begin anywhere in a message', () => {
  const before = growing();
  const after = extendBoundary(before, 5, third, bytes(0, 127, 254, 255, 126, 200));
  expect(after).toMatchObject({ id: 'b', seq: 5, pushed: 3, title: 'halves' });
  expect(after.snapshots.map(({ step }) => step)).toEqual([0, 2]);
  expect(after.snapshots[0]).toBe(before.snapshots[0]);
  expect([...after.snapshots[1].winner]).toEqual([0, 1, 1, 1, 0, 1]);
  expect([...after.snapshots[1].sure].map((share) => Math.round(share * 100))).toEqual([
    100,
    50,
    100,
    Number.NaN,
    50,
    79,
  ]);
  expect(before.snapshots.map(({ step }) => step)).toEqual([0, 1]);
});

test('news that cannot be read are one sentence, and what was held stays', () => {
  const six = bytes(0, 0, 0, 0, 0, 0);
  const said =
    (change: object, buffers = six) =>
    () =>
      extendBoundary(growing(), 5, { ...third, ...change }, buffers);
  expect(said({}, [])).toThrow('boundary field: expected a buffer of bytes, got {"buffer":0,"type":"uint8"}');
  expect(said({}, bytes(1, 2))).toThrow('boundary field: expected 6 bytes, got 2');
  expect(said({ added: [{ ...third.added[0], field: 'AAAA' }] })).toThrow('boundary field');
  expect(said({ added: [{ ...third.added[0], field: { buffer: 0, type: 'float32' } }] })).toThrow('a buffer of bytes');
  expect(said({ kept: [7], added: [] })).toThrow('boundary snapshots: expected 1 to 200 entries, got 0');
  expect(said({ kept: new Array(300).fill(0) })).toThrow('boundary kept: expected 0 to 200 entries, got 300');
  expect(said({ kept: [-1] })).toThrow('boundary kept');
  const { pushed: _, ...unnumbered } = third;
  expect(() => extendBoundary(growing(), 5, unnumbered, six)).toThrow('boundary pushed');
});

test('damaged news make boundaries that can be drawn, or a sentence', () => {
  fc.assert(
    fc.property(damaged(third), fc.uint8Array({ minLength: 5, maxLength: 7 }), (json, field) => {
      const held = growing();
      let after: BoundaryData;
      try {
        after = extendBoundary(held, 5, JSON.parse(json), bytes(...field));
      } catch (error) {
        expect(error).toBeInstanceOf(PayloadError);
        return;
      }
      expect(after.snapshots.length).toBeGreaterThan(0);
      for (const { winner, sure } of after.snapshots) {
        expect([winner.length, sure.length]).toEqual([6, 6]);
        expect(winner.every((kind) => kind < held.classes.length)).toBe(true);
      }
      expect(held).toEqual(growing());
    }),
    { numRuns: 500 },
  );
});
