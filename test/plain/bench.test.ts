import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { busiestSecond, dropped, quantile } from '../../bench/live/watch.mjs';
import { type Row, summarize } from '../../bench/suite.mjs';
import { formatTable } from '../../bench/table.mjs';
import { inRoot } from '../../scripts/setup/paths.mjs';

describe('a benchmark', () => {
  it('sums measurements up by their median and range', () => {
    expect(summarize([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5, count: 3 });
    expect(summarize([4, 1, 2, 30])).toEqual({ median: 3, min: 1, max: 30, count: 4 });
  });

  it('counts the messages of the busiest second, those that never came, and shares of frame times', () => {
    const seen = [0, 900, 950, 1800, 1850, 3000].map((at, i) => ({
      seq: i < 3 ? i + 1 : i + 3,
      type: 'delta',
      at,
      bytes: 0,
    }));
    expect([busiestSecond(seen), dropped(seen), dropped([])]).toEqual([4, 2, 0]);
    expect([quantile([3, 1, 2, 4], 0.5), quantile([1, 2], 0.99), quantile([], 0.5)]).toEqual([3, 2, Number.NaN]);
  });

  it('prints a table with failures, gaps, and whether ours meets the target', () => {
    const rows: Row[] = [
      { what: 'start', unit: 'ms', target: 1500, values: { ours: summarize([900, 1000]), other: summarize([0.5]) } },
      { what: 'flood', unit: 'ms', target: 150, values: { ours: summarize([151]), other: { failure: 'no idle' } } },
      { what: 'stop', unit: 'ms', target: 200, values: { ours: { failure: 'no answer' } } },
    ];
    expect(formatTable(['ours', 'other'], rows).split('\n')).toEqual([
      '       unit       ours    other        target',
      'start  ms          950    0.500    ≤ 1500 met',
      'flood  ms          151  no idle  ≤ 150 MISSED',
      'stop   ms    no answer        –  ≤ 200 MISSED',
    ]);
  });

  it.each([
    [['dance'], /^npm run bench: expected .*\bkernel\b.*, got dance\n$/],
    [['eager', '--rounds', '0'], /^npm run bench: --rounds expects a whole number, got 0\n$/],
    [['eager', '--net', 'alexnet'], /^npm run bench: --net expects one of .*\bresnet\b.*, got alexnet\n$/],
    [['--fast'], /^npm run bench: Unknown option '--fast'\n$/],
  ])('refuses %j in one line', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [inRoot('bench', 'run.mjs'), ...args], { encoding: 'utf8' });
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });
});
