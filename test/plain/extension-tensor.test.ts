import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTensor } from '../../extension/src/protocol/decode-tensor.js';
import { exact, short } from '../../extension/src/tensor/format.js';
import {
  gapsOf,
  layoutAxis,
  pixelOf,
  positionAt,
  positionsBetween,
  ticksOf,
} from '../../extension/src/tensor/layout.js';
import { TensorModel } from '../../extension/src/tensor/model.js';
import { colorOf, defaultChoice, makeScale, share, valueAt } from '../../extension/src/tensor/scale.js';
import { tensorSpec } from '../../lib/src/view/tensor/tensor.js';

const counted = (shape: number[]) => ({
  shape,
  dtype: 'int32' as const,
  values: Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});

/** The model of a tensor whose values are their own flat indices, through the library's data and JSON. */
const modelOf = (shape: number[], options: Parameters<typeof tensorSpec>[1] = {}) =>
  new TensorModel(decodeTensor(JSON.parse(JSON.stringify(tensorSpec(counted(shape), options)))));

describe('a tensor view', () => {
  test('finds the value of every index, however the axes are assigned and the middle is cut', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(shapes, fc.nat(), fc.integer({ min: 4, max: 200 }), (shape, pick, limit) => {
        const model = modelOf(shape, { limit });
        model.assign('rows', pick % shape.length);
        model.assign('cols', (pick + 1) % shape.length);
        for (let row = 0; row < model.rowCount; row++) {
          for (let col = 0; col < model.colCount; col++) {
            const index = model.indices(model.positions({ row, col }));
            expect(model.value({ row, col })).toBe(index.reduce((flat, i, axis) => flat * shape[axis] + i, 0));
          }
        }
      }),
    );
  });

  test('moves the cursor by cells, stops at the border, and starts at the first cell', () => {
    const model = modelOf([2, 3]);
    model.moveCursor(1, 0);
    expect(model.cursor).toEqual({ row: 0, col: 0 });
    model.moveCursor(5, 1);
    expect(model.cursor).toEqual({ row: 1, col: 1 });
    model.moveCursor(0, -9);
    expect(model.cursor).toEqual({ row: 1, col: 0 });
  });

  test('lets an axis change places with the other side', () => {
    const model = modelOf([2, 3, 4]);
    expect([model.rows, model.cols, model.sliders]).toEqual([1, 2, [0]]);
    model.assign('rows', 2);
    expect([model.rows, model.cols]).toEqual([2, 1]);
    model.assign('rows', null);
    expect([model.rows, model.cols, model.sliders]).toEqual([null, 1, [0, 2]]);
  });

  test('shows a pin only in its own slice', () => {
    const model = modelOf([2, 3, 4]);
    model.pins = [
      [1, 2, 3],
      [1, 0, 1],
    ];
    expect(model.pinnedCells()).toEqual([]);
    model.at[0] = 1;
    expect(model.pinnedCells()).toEqual([
      { row: 2, col: 3 },
      { row: 0, col: 1 },
    ]);
  });

  test('goes to the nearest kept index and says that the wanted one was cut', () => {
    const model = modelOf([2, 2, 2], {});
    expect(model.moveTo(0, 1)).toBe(true);
    model.data.indices[0].splice(0, 2, 0, 9);
    expect(model.moveTo(0, 7)).toBe(false);
    expect(model.at[0]).toBe(1);
  });

  test('lays cells and gaps so that every pixel belongs to one cell or to a gap', () => {
    const axis = layoutAxis(
      [
        [0, 3],
        [10, 12],
      ],
      7,
      5,
    );
    expect(axis.length).toBe(5 * 7 + 5);
    expect(gapsOf(axis)).toEqual([{ start: 21, length: 5 }]);
    for (let position = 0; position < 5; position++) {
      expect(positionAt(axis, pixelOf(axis, position))).toBe(position);
      expect(positionAt(axis, pixelOf(axis, position) + 6)).toBe(position);
    }
    expect([positionAt(axis, 23), positionAt(axis, 40), positionAt(axis, -1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('writes every float32 so that it reads back as the same number', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = Number(exact(value, 'float32').replaceAll('−', '-'));
        expect(Object.is(Math.fround(read), value)).toBe(true);
      }),
    );
    expect(exact(Math.fround(0.1), 'float32')).toBe('0.1');
    expect([exact(1, 'bool'), exact(Number.NaN, 'float32'), short(-12345.678), short(1e-7)]).toEqual([
      'true',
      'NaN',
      '−12350',
      '1e−7',
    ]);
  });

  test('gives the middle colour to zero, the end colours to what lies beyond, and others to NaN and infinity', () => {
    const values = Float32Array.from([-1, 0, 4, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const model = new TensorModel(decodeTensor(tensorSpec({ shape: [6], dtype: 'float32', values })));
    const scale = makeScale(model, defaultChoice(model), false);
    expect([scale.low, scale.high]).toEqual([-4, 4]);
    expect(colorOf(scale, 0)).toEqual(scale.map[128]);
    expect(colorOf(scale, 99)).toEqual(scale.map[255]);
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => colorOf(scale, value));
    for (const color of odd) expect(scale.map).not.toContainEqual(color);
    expect(new Set(odd.map(String)).size).toBe(3);
  });

  test('takes the ends of its colours from the whole tensor or the slice, with or without outliers', () => {
    const values = Float32Array.from({ length: 400 }, (_, i) => (i === 0 ? 1e4 : i < 200 ? i - 100 : i));
    const spec = tensorSpec({ shape: [2, 10, 20], dtype: 'float32', values });
    const model = new TensorModel(decodeTensor(spec));
    const choice = defaultChoice(model);
    const ends = (change: Partial<typeof choice>) => {
      const { low, high } = makeScale(model, { ...choice, ...change }, false);
      return [low, high].map((end) => Math.round(end));
    };
    expect(ends({ kind: 'range' })).toEqual([-99, 10_000]);
    expect(ends({ kind: 'percentile' })).toEqual([-396, 396]);
    expect(ends({ kind: 'own', own: [-1, 2] })).toEqual([-1, 2]);
    model.at[0] = 1;
    expect(ends({ kind: 'range', scope: 'slice' })).toEqual([200, 399]);
    expect(ends({ kind: 'percentile', scope: 'slice' })).toEqual([202, 397]);
    expect(ends({ kind: 'robust', scope: 'slice' })).toEqual([126, 473]);
  });

  test('finds the value at every place of a scale, also of a logarithmic one around zero', () => {
    const model = modelOf([3, 4]);
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 });
    fc.assert(
      fc.property(number, number, fc.double({ noNaN: true, min: 0, max: 1 }), fc.boolean(), (a, b, place, log) => {
        const own: [number, number] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(own[1] - own[0] > 1e-3 * Math.max(Math.abs(a), Math.abs(b)) && own[1] - own[0] > 1e-6);
        const scale = makeScale(model, { kind: 'own', scope: 'tensor', log, own }, false);
        expect(share(scale, valueAt(scale, place))).toBeCloseTo(place, 5);
        expect([share(scale, own[0]), share(scale, own[1])]).toEqual([0, 1]);
      }),
    );
    const around = (log: boolean) => makeScale(model, { kind: 'symmetric', scope: 'tensor', log, own: [0, 1] }, false);
    const log = around(true);
    expect(share(log, 0)).toBe(0.5);
    expect(share(log, 1)).toBeGreaterThan(share(around(false), 1) + 0.05);
  });

  test('labels only cells that are seen, however long the axis is and however large its cells', () => {
    const indices = Array.from({ length: 60_000 }, (_, i) => i);
    const axis = layoutAxis([[0, 60_000]], 56, 0);
    expect(positionsBetween(axis, 560, 1000)).toEqual([10, 18]);
    const ticks = ticksOf(axis, indices, 50, 560, 1000);
    expect(ticks).toContain(10);
    expect(ticks.length).toBeLessThan(12);
    expect(ticksOf(layoutAxis([[0, 100]], 1, 0), indices, 30)).toEqual([0, 99, 50]);
  });

  test('says in one sentence what is wrong with data that it cannot read', () => {
    const good = tensorSpec(counted([2, 3]));
    const wrong = (change: Record<string, unknown>) => () => decodeTensor({ ...good, ...change });
    expect(wrong({ version: 2 })).toThrow('tensor view version: expected 1');
    expect(wrong({ shape: [2, -3] })).toThrow('tensor shape: expected a whole number from 0, got -3');
    expect(wrong({ values: 'AAAA' })).toThrow('tensor values: expected four bytes a value, got 3');
    expect(wrong({ values: 'AAAAAA==' })).toThrow('tensor values: expected 6 values for the kept indices, got 1');
    expect(wrong({ kept: [[[0, 2]], [[0, 9]]] })).toThrow('tensor kept: expected ascending ranges within an axis of 3');
    expect(wrong({ rows: 5 })).toThrow('tensor rows: expected an axis below 2, got 5');
    expect(() => decodeTensor('text')).toThrow('tensor view: expected an object, got "text"');
  });
});
