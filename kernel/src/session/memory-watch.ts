import { readFileSync } from 'node:fs';

/** How often, in ms, the memory is looked at. */
const PERIOD = 100;
/** What the system itself may take on top, in MB: compiled code, young objects, stacks. */
const SLACK = 64;
const MB = 2 ** 20;

/**
 * Watches how much resident memory a process takes beyond what it has now. V8 limits its heap by itself; typed arrays and
 * tensors lie outside of it. Only Linux tells the memory of another process cheaply; elsewhere nothing is watched.
 *
 * @param limit in MB
 * @param exceeded called once
 * @returns a function that ends the watch
 */
export function watchMemory(pid: number, limit: number, exceeded: () => void): () => void {
  const before = residentMemory(pid);
  if (before === undefined) return () => undefined;
  const timer = setInterval(() => {
    if ((residentMemory(pid) ?? 0) - before < (limit + SLACK) * MB) return;
    clearInterval(timer);
    exceeded();
  }, PERIOD).unref();
  return () => clearInterval(timer);
}

/** Resident memory of a process in bytes; `undefined` when the system does not say. */
function residentMemory(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
