import { setTimeout as pause } from 'node:timers/promises';
import { backend } from 'lectern';

/** Looks in a row that must find nothing more to give back. */
const SAME = 3;

/**
 * Live buffers and bytes once everything that died is given back. While the engine's optimising compiler works in its
 * own thread, it holds on to what the function that it compiles closes over, so one collection may miss a few buffers.
 */
export async function settled(): Promise<{ tensors: number; bytes: number }> {
  let least = look();
  for (let same = 0; same < SAME; ) {
    await pause(10);
    const next = look();
    same = next.tensors < least.tensors ? 0 : same + 1;
    if (same === 0) least = next;
  }
  return least;
}

function look(): { tensors: number; bytes: number } {
  backend.collect();
  const { tensors, bytes } = backend.memory();
  return { tensors, bytes };
}
