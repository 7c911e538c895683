import { ValueError } from '../errors.js';
import { type Waiting, wait } from './wait.js';

/** Batches that can be gone through once an epoch, such as a `data.DataLoader`, an array, or an async source. */
export type Batches<Batch> = Iterable<Batch> | AsyncIterable<Batch>;

/** Where batches come from one by one, at once or with a wait. */
interface Source<Batch> {
  next(): IteratorResult<Batch> | Promise<IteratorResult<Batch>>;
  return?(): unknown;
}

/** How many batches an epoch has, if that is known before. */
export function countBatches(batches: Batches<unknown>): number | undefined {
  try {
    const { length } = batches as { length?: unknown };
    return typeof length === 'number' && Number.isFinite(length) ? length : undefined;
  } catch {
    // A loader of an endless dataset refuses to say.
    return undefined;
  }
}

/**
 * Calls `take` with each batch until it says `true`. An async source is preferred where there is a choice and the caller
 * can wait.
 */
export function* eachBatch<Batch>(
  where: string,
  batches: Batches<Batch>,
  canWait: boolean,
  take: (batch: Batch) => Waiting<boolean>,
): Waiting<void> {
  const source = open(where, batches, canWait);
  let ended = false;
  try {
    for (;;) {
      const turn = yield* wait(source.next());
      ended = turn.done === true;
      if (turn.done || (yield* take(turn.value))) return;
    }
  } finally {
    if (!ended) source.return?.();
  }
}

function open<Batch>(where: string, batches: Batches<Batch>, canWait: boolean): Source<Batch> {
  const both = batches as Partial<Iterable<Batch> & AsyncIterable<Batch>> | null | undefined;
  const late = () => both?.[Symbol.asyncIterator]?.();
  const now = () => both?.[Symbol.iterator]?.();
  const source = canWait ? (late() ?? now()) : (now() ?? late());
  if (source !== undefined) return source;
  throw new ValueError(
    `${where}: expected batches that can be looped over, got ${String(batches)}; use a data.DataLoader`,
  );
}
