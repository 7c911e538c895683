import { keep } from './kept.js';

/** A body that may have to wait: it yields a promise and goes on with what the promise gives. */
export type Waiting<T> = Generator<Promise<unknown>, T, unknown>;

/** Waits for a promise; anything else is there already. */
export function* wait<T>(value: T | Promise<T>): Waiting<T> {
  return value instanceof Promise ? ((yield value) as T) : value;
}

/** Runs a body that never has to wait; `refuse` makes the error for one that does. */
export function runNow<T>(body: Waiting<T>, refuse: () => Error): T {
  const { done, value } = body.next();
  if (done) return value;
  // What would come later must not be an unhandled rejection.
  void (value as Promise<unknown>).catch(() => undefined);
  return body.throw(refuse()).value as T;
}

/** Runs a body that may wait. An interrupt of the cell leaves it where it waits, for good. */
export async function runWaiting<T>(body: Waiting<T>): Promise<T> {
  let interrupted = false;
  const kept = keep((now) => {
    interrupted = now;
  });
  try {
    let turn = body.next();
    while (!turn.done) {
      const outcome = await settled(turn.value);
      if (interrupted) await new Promise(() => undefined);
      turn = 'error' in outcome ? body.throw(outcome.error) : body.next(outcome.value);
    }
    return turn.value;
  } finally {
    kept.leave();
  }
}

async function settled(promise: Promise<unknown>): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}
