import { setTimeout as pause } from 'node:timers/promises';
import { backend } from 'lectern';
import { aroundEach } from 'vitest';

/**
 * Set-up of the projects whose tests make tensors: after each test no more of them may live than before it. What a test
 * made must be unreachable once it has ended; one that stores tensors in variables around it says so with {@link keeps}.
 */

/** Milliseconds that the engine gets to let go: its compiling thread may still hold what a function closes over. */
const PATIENCE = 2_000;

let allowed = 0;
/** What lived when the test before this one had been looked at. */
let last = -1;

/** Says that the test which runs leaves `tensors` alive on purpose, in variables outside of it. */
export function keeps(tensors: number): void {
  allowed += tensors;
}

aroundEach(async (runTest, { task }) => {
  // A collection is dear, and unless something was made since the last one it finds nothing.
  const before = backend.memory().tensors === last ? last : live();
  allowed = 0;
  await runTest();
  last = backend.memory().tensors;
  if (task.result?.state === 'fail') return;
  const most = before + allowed;
  for (const end = performance.now() + PATIENCE; last > most; ) {
    if (performance.now() > end) {
      throw new Error(`${last - most} tensors that the test made live on: something outside of it holds them`);
    }
    // Until a turn has passed, the frame of the test may hold them.
    await pause(0);
    last = live();
  }
});

function live(): number {
  backend.collect();
  return backend.memory().tensors;
}
