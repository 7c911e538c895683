import { setTimeout as pause } from 'node:timers/promises';

/** After this many milliseconds without a picture a side has failed. */
export const PATIENCE = 60_000;

/** A first picture and a change may both be late; a page that has not even said so by then draws without a pause. */
const HUNG = 2 * PATIENCE + 10_000;

/**
 * What `work` in a page comes to, or `undefined` when the page hangs.
 * @template T @param {Promise<T>} work @returns {Promise<T | undefined>}
 */
export async function limited(work) {
  const answered = new AbortController();
  // The page is closed then, and the work that was given up ends with an error that nobody waits for.
  work.catch(() => undefined);
  const late = pause(HUNG, undefined, { signal: answered.signal }).catch(() => undefined);
  return Promise.race([work, late]).finally(() => answered.abort());
}
