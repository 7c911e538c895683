import { performance } from 'node:perf_hooks';
import { formatDuration } from './duration.js';
import { type Magic, MagicError } from './magic.js';

/** A run shall last at least so many ms, so that the clock and the loop do not count. */
const RUN = 25;
const MOST_CALLS = 10_000_000;

interface Options {
  /** Calls in a run; found by trying when missing. */
  n?: number;
  /** Runs. */
  r: number;
}

/** `%timeit statement`, `%%timeit`: the median duration of many runs. */
export const timeit: Magic = {
  name: 'timeit',
  kind: 'repeat',
  usage: '%timeit [-n CALLS] [-r RUNS] STATEMENT, %%timeit',
  help: 'Runs a statement, or the whole cell, many times and prints the median duration of a call.',
  run({ print }, { argument, code }) {
    const options = optionsOf(argument);
    // The first call compiles, and tells whether the statement awaits.
    const first = code();
    const report = (calls: number, durations: number[]) => print(summary(calls, durations));
    if (first instanceof Promise) return first.then(() => measureLater(code, options, report));
    const calls = options.n ?? calibrate((n) => runOf(code, n));
    report(
      calls,
      Array.from({ length: options.r }, () => runOf(code, calls) / calls),
    );
    return undefined;
  },
};

function runOf(code: () => unknown, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) code();
  return performance.now() - start;
}

/** The smallest of 1, 2, 5, 10, 20, … calls that last long enough. */
function calibrate(run: (calls: number) => number): number {
  for (let size = 1; ; size *= 10)
    for (const factor of [1, 2, 5]) if (size * factor >= MOST_CALLS || run(size * factor) >= RUN) return size * factor;
}

async function measureLater(
  code: () => unknown,
  { n, r }: Options,
  report: (calls: number, durations: number[]) => void,
): Promise<void> {
  const run = async (calls: number) => {
    const start = performance.now();
    for (let call = 0; call < calls; call++) await code();
    return performance.now() - start;
  };
  let calls = n ?? 1;
  while (n === undefined && calls < MOST_CALLS && (await run(calls)) < RUN) calls *= 2;
  const durations: number[] = [];
  for (let index = 0; index < r; index++) durations.push((await run(calls)) / calls);
  report(calls, durations);
}

function summary(calls: number, durations: number[]): string {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const spread = (at(0.75) - at(0.25)) / 2;
  const median = `${formatDuration(at(0.5))} ± ${formatDuration(spread)} a call`;
  const [runs, loops] = [durations.length, calls].map((count) => count.toLocaleString('en'));
  return `${median} (median ± half the interquartile range; ${runs} runs of ${loops} calls)\n`;
}

function optionsOf(argument: string): Options {
  const options: Options = { r: 7 };
  for (const [, key, digits] of argument.matchAll(/-([nr])\s*(\d+)/g)) {
    const value = Number(digits);
    if (value < 1) throw new MagicError(`%timeit: expected at least 1 for -${key}, got ${value}`);
    options[key as 'n' | 'r'] = value;
  }
  return options;
}
