import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLive } from '../../extension/src/protocol/decode-live.js';
import { decodeTraining } from '../../extension/src/protocol/decode-training.js';
import { csvText } from '../../extension/src/shell/csv.js';
import { smooth, thin } from '../../extension/src/training/curve.js';
import { csvRows, lastAndBest, progress, statusText } from '../../extension/src/training/words.js';
import { trainingSeries, trainingSpec } from '../helpers/browser-notebook.js';

describe('a training view', () => {
  test('leaves a constant as it is at any smoothing, and everything at none', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (level, weight) => {
          for (const value of smooth(new Array(50).fill(level), weight)) expect(value).toBeCloseTo(level, 6);
        },
      ),
    );
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  test('weighs the values of the past by powers of the smoothing', () => {
    const [first, second, third] = smooth([4, 0, 8], 0.5);
    expect(first).toBeCloseTo(4);
    expect(second).toBeCloseTo((0.5 * 4 + 0) / 1.5);
    expect(third).toBeCloseTo((0.25 * 4 + 8) / 1.75);
  });

  test('passes values that are not finite through and smooths over them', () => {
    expect(smooth([2, Number.NaN, 2], 0.9)).toEqual([expect.closeTo(2), Number.NaN, expect.closeTo(2)]);
  });

  test('keeps the first, the last, the lowest and the highest point when it thins a line', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 60, maxLength: 400 }), (y) => {
        const curve = thin({ x: y.map((_, i) => i), y }, 50);
        expect(curve.x.length).toBeLessThanOrEqual(50);
        expect([curve.x[0], curve.x.at(-1)]).toEqual([0, y.length - 1]);
        expect([Math.min(...curve.y), Math.max(...curve.y)]).toEqual([Math.min(...y), Math.max(...y)]);
        expect(curve.x).toEqual([...curve.x].sort((a, b) => a - b));
        curve.x.forEach((x, i) => {
          expect(curve.y[i]).toBe(y[x]);
        });
      }),
    );
  });

  test('calls the lowest loss and the highest accuracy the best', () => {
    expect(lastAndBest(trainingSeries('loss', 'loss', [3, 1, 2]))).toEqual({ last: '2', best: 'lowest 1 at step 2' });
    const accuracy = trainingSeries('valAccuracy', 'accuracy', [0.5, 0.9, 0.8]);
    expect(lastAndBest(accuracy)).toEqual({ last: '0.8', best: 'highest 0.9 at step 2' });
  });

  test('says how far a run is, and that a saved run is not live', () => {
    const running = trainingSpec([trainingSeries('loss', 'loss', new Array(1234).fill(1))], {
      state: 'running',
      totalSteps: 2468,
      totalEpochs: 25,
    });
    expect(statusText(running, true)).toBe('running · step 1,234 of 2,468 · epoch 12.3 of 25 · 21 min');
    expect(statusText(running, false)).toMatch(/^not live · step 1,234/);
    expect(progress(running)).toBeCloseTo(0.5);
  });

  test('writes one line a point as comma-separated values and quotes what needs it', () => {
    const spec = trainingSpec([trainingSeries('a,"b"', 'loss', [0.5, 0.25])]);
    expect(csvText(csvRows(spec))).toBe(
      'panel,series,step,epoch,seconds,value\nloss,"a,""b""",1,0.01,1,0.5\nloss,"a,""b""",2,0.02,2,0.25\n',
    );
  });

  test('says in one sentence what is wrong with data that it cannot read', () => {
    const good = trainingSpec([trainingSeries('loss', 'loss', [1, 2])]);
    expect(decodeTraining(good)).toBe(good);
    const [series] = good.series;
    expect(() => decodeTraining({ ...good, state: 'lost' })).toThrow('training state: expected one of running, done');
    expect(() => decodeTraining({ ...good, series: [{ ...series, step: [1] }] })).toThrow('expected 2 entries, got 1');
    expect(() => decodeTraining({ ...good, series: [{ ...series, value: [1, 'much'] }] })).toThrow('got "much"');
    expect(() => decodeLive({ type: 'delta', view: 3, seq: 1, series: [] })).toThrow('live message view');
  });
});
