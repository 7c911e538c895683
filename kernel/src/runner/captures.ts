import { AsyncLocalStorage } from 'node:async_hooks';
import { types } from 'node:util';
import type { CapturedOutput, RunnerEvent } from '../contract/frames.js';

/** Takes an output; says whether it did: an update of a display that it does not have belongs to a cell. */
export type Sink = (output: CapturedOutput) => boolean;

/** Knows which outputs belong to a callback rather than to a cell, also those that it makes after it has awaited. */
export class Captures {
  private readonly sinks = new AsyncLocalStorage<Sink>();

  /** Runs `code` with its outputs going to `sink`. */
  run<T>(sink: Sink, code: () => T): T {
    return this.sinks.run(sink, code);
  }

  /** Hands an event to the callback that made it; false when no callback did, or when it is no output. */
  takes(event: RunnerEvent): boolean {
    const sink = this.sinks.getStore();
    const output = sink && asOutput(event);
    return output !== undefined && sink!(output);
  }
}

/** Calls `then` when a returned promise has settled, with the error if it was rejected; at once for any other value. */
export function whenSettled(returned: unknown, then: (error?: { thrown: unknown }) => void): Promise<void> | undefined {
  if (types.isPromise(returned)) return settle(returned, then);
  then();
  return undefined;
}

async function settle(promise: Promise<unknown>, then: (error?: { thrown: unknown }) => void): Promise<void> {
  try {
    await promise;
  } catch (thrown) {
    then({ thrown });
    return;
  }
  then();
}

function asOutput(event: RunnerEvent): CapturedOutput | undefined {
  if (event.type === 'stream') return event;
  if (event.type === 'clear') return { type: 'clear' };
  if (event.type !== 'display') return undefined;
  const { shown, displayId, update } = event;
  return { type: 'display', ...shown, ...(displayId === undefined ? {} : { id: displayId }), update };
}
