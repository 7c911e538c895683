import process from 'node:process';
import type { CollapseCode } from '../contract/frames.js';

const COLLAPSED: CollapseCode = 70;

// Taken before any cell can replace them.
const { kill, pid, platform } = process;
const exit = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);

/** Ends the runner, which must not outlive its front, and everything that its cells have started. */
export function leave(): never {
  // The front makes the runner the leader of a process group, where there are such groups.
  kill(platform === 'win32' ? pid : -pid, 'SIGKILL');
  return exit(0);
}

/** Calls a step of the runner itself; when it fails, the front hears of it by the end of the process. */
export function orCollapse(step: () => void): void {
  try {
    step();
  } catch {
    exit(COLLAPSED);
  }
}
