import type { Magic } from './magic.js';

interface TensorMemory {
  tensors: number;
  bytes: number;
  peakBytes: number;
}

/** `%memory`: what the notebook's process holds. */
export const memory: Magic = {
  name: 'memory',
  kind: 'line',
  usage: '%memory',
  help: 'Shows the memory that the notebook uses: the process, the JavaScript heap, and the tensors.',
  run({ print, library }) {
    const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
    const lines = [
      `process  ${megabytes(rss)}`,
      `heap     ${megabytes(heapUsed)} of ${megabytes(heapTotal)}`,
      `outside  ${megabytes(external)}, of it ${megabytes(arrayBuffers)} in array buffers`,
    ];
    const report = tensorMemory(library.backend);
    if (report) {
      const { tensors, bytes, peakBytes } = report;
      lines.push(`tensors  ${tensors} with ${megabytes(bytes)}, at most ${megabytes(peakBytes)} so far`);
    }
    print(`${lines.join('\n')}\n`);
  },
};

function tensorMemory(backend: unknown): TensorMemory | undefined {
  const { memory: read } = (backend ?? {}) as { memory?: () => TensorMemory };
  return typeof read === 'function' ? read.call(backend) : undefined;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
