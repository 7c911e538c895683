import { writeSync } from 'node:fs';
import type { RunnerEvent } from '../contract/frames.js';
import { encodeFrame } from '../pipe/frame-codec.js';
import { leave } from './leave.js';

/** Sends events to the front. Each is on its way when `send` returns, so that a loop that never yields shows its output. */
export class EventWriter {
  /**
   * @param fd descriptor of the pipe to the front
   * @param taken asked first: says whether somebody else takes the event
   */
  constructor(
    private readonly fd: number,
    private readonly taken: (event: RunnerEvent) => boolean = () => false,
  ) {}

  send(event: RunnerEvent, buffers: ArrayBufferView[] = []): void {
    if (this.taken(event)) return;
    const bytes = encodeFrame(event, buffers);
    let offset = 0;
    while (offset < bytes.length) {
      try {
        offset += writeSync(this.fd, bytes, offset);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') leave();
        if (code !== 'EAGAIN' && code !== 'EINTR') throw error;
      }
    }
  }
}
