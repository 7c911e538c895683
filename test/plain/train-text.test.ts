import { History } from 'lectern';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SearchResult } from '../../lib/src/search/result.js';
import { choice, logUniform } from '../../lib/src/search/space.js';
import { progressText } from '../../lib/src/train/progress.js';

afterEach(() => void vi.restoreAllMocks());

/** What is printed meanwhile. */
function printed(body: () => void): string {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  body();
  return lines.join('\n');
}

describe('the line of progress', () => {
  const place = { epoch: 2, epochs: 3, batch: 25, batches: 100 };

  test('says epoch, batch, values, speed and the time left', () => {
    expect(progressText(place, { loss: 0.12345, accuracy: 0.5 }, 10, 125)).toBe(
      'epoch 2/3  ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  25/100  loss 0.123  accuracy 0.500  12.50 steps/s  0:14 left',
    );
  });

  test('counts the speed of this run only, after a resume', () => {
    expect(progressText({ ...place, batch: 50 }, {}, 10, 50)).toContain('5 steps/s  0:30 left');
  });

  test('says at the end how long it took', () => {
    expect(progressText({ ...place, epoch: 3, batch: 100 }, {}, 3725, 300)).toMatch(
      /━{20} {2}100\/100 .* took 1:02:05$/,
    );
  });

  test('does without the number of batches', () => {
    expect(progressText({ ...place, batches: undefined }, { loss: 1 }, 5, 25)).toBe('epoch 2/3  25  loss 1  5 steps/s');
  });
});

describe('a history', () => {
  test('prints as a table and knows its best epoch, NaN never being one', () => {
    const history = new History('valAccuracy', 'max');
    for (const [i, valAccuracy] of [Number.NaN, 0.5, 0.75, 0.75].entries())
      history.push({ loss: 1 / (i + 1), valAccuracy });
    expect(history.best).toEqual({ epoch: 3, monitor: 'valAccuracy', value: 0.75 });
    expect(String(history)).toBe(
      [
        'epoch   loss  valAccuracy',
        '    1      1          NaN',
        '    2  0.500        0.500',
        '    3  0.333        0.750',
        '    4  0.250        0.750',
        'best: valAccuracy 0.750 in epoch 3',
      ].join('\n'),
    );
    expect(printed(() => history.plot('loss'))).toContain('loss');
  });

  test('without an epoch has no best one', () => {
    const history = new History('loss', 'min');
    expect([history.best, history.epochs, history.last]).toEqual([null, 0, {}]);
    expect(String(history)).toBe('epoch');
  });
});

describe('the result of a search', () => {
  const space = { lr: logUniform(1e-3, 1), kind: choice(['a', 'b']) };
  const run = (
    number: number,
    lr: number,
    kind: string,
    rest: { score?: number; error?: string; budget?: number },
  ) => ({
    number,
    params: { lr, kind },
    seed: number,
    seconds: 0.5,
    ...rest,
  });

  test('puts larger budgets first, then better scores, then failures', () => {
    const runs = [
      run(1, 0.1, 'a', { score: 5, budget: 1 }),
      run(2, 0.01, 'b', { score: 1, budget: 1 }),
      run(3, 0.5, 'a', { error: 'Error: no\nat line 1', budget: 1 }),
      run(4, 1, 'b', { score: 3, budget: 1 }),
      run(2, 0.01, 'b', { score: 4, budget: 3 }),
    ];
    const result = new SearchResult(space, runs, 'min');
    expect(result.best).toBe(runs[4]);
    expect(String(result)).toBe(
      [
        'trial  budget      lr  kind  score  seconds  error',
        '    2       3  0.0100     b      4    0.500',
        '    4       1       1     b      3    0.500',
        '    1       1   0.100     a      5    0.500',
        '    3       1   0.500     a      –    0.500  Error: no',
      ].join('\n'),
    );
    expect(result.runs).toHaveLength(5);
  });

  test('plots the scores over a parameter, or over all', () => {
    const result = new SearchResult(space, [run(1, 0.1, 'a', { score: 5 }), run(2, 0.01, 'b', { score: 1 })], 'min');
    expect(printed(() => result.plot('lr'))).toContain('lr n=2 x∈[-2, -1]');
    expect(printed(() => result.plot())).toContain('kind');
    expect(() => result.plot('depth')).toThrow("search: plot needs a parameter (lr, kind), got 'depth'");
  });

  test('has no best trial when all failed', () => {
    const result = new SearchResult(space, [run(1, 0.1, 'a', { error: 'Error: no' })], 'max');
    expect(result.best).toBeNull();
  });
});
