import { Buffer } from 'node:buffer';
import process from 'node:process';
import { StringDecoder } from 'node:string_decoder';
import type { EventWriter } from './events.js';

/** Longest text of one frame in characters; the longest strings of JavaScript do not fit into one. */
const PIECE = 1_000_000;

/**
 * Sends what is written to `process.stdout` and `process.stderr`, and so everything of `console`, to the front in the
 * order of the calls. What native code writes to descriptors 1 and 2 does not come here: the front reads those itself.
 */
export function captureStreams(events: EventWriter): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      callback?: (error?: Error | null) => void,
    ): boolean => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      for (let at = 0; at < text.length; at += PIECE)
        events.send({ type: 'stream', name, text: text.slice(at, at + PIECE) });
      const done = typeof encoding === 'function' ? encoding : callback;
      if (done) process.nextTick(done);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}
