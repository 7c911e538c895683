import { performance } from 'node:perf_hooks';
import { formatDuration } from './duration.js';
import type { Magic } from './magic.js';

/** `%time statement`, `%%time`: how long one run takes. */
export const time: Magic = {
  name: 'time',
  kind: 'code',
  usage: '%time STATEMENT, %%time',
  help: 'Runs a statement, or the whole cell, and prints how long it took.',
  run({ print }, { code }) {
    const start = performance.now();
    const cpu = process.cpuUsage();
    const report = () => {
      const wall = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      print(`took ${formatDuration(wall)} (processor ${formatDuration((user + system) / 1000)})\n`);
    };
    const running = code();
    if (running instanceof Promise) return running.then(report);
    report();
    return undefined;
  },
};
