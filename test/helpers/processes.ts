import { readdirSync, readFileSync } from 'node:fs';

/** Waits until a process is gone, which the operating system tells only to its parent. */
export async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
}

/** Whether a process runs; one that has ended and waits to be collected does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!readdirSync('/').includes('proc')) return true;
  try {
    // A container's first process may not collect orphans; a zombie runs nothing.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
