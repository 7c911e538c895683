import { hostname } from 'node:os';
import type { Kernel } from '../kernel.js';
import type { Reply } from '../request.js';

/** `usage_request`: processor and memory use of this kernel and its machine, as front ends show it. */
export async function usage(kernel: Kernel): Promise<Reply> {
  const pids = [process.pid, kernel.runner.pid].filter((pid) => pid !== undefined);
  return { status: 'ok', hostname: hostname(), pid: process.pid, ...(await kernel.usage.measure(pids)) };
}

/** `connect_request` (deprecated, still part of the protocol): the ports of this kernel. */
export async function connect(kernel: Kernel): Promise<Reply> {
  return { status: 'ok', ...kernel.parts.sockets.ports };
}
