import { readSync } from 'node:fs';
import type { InputAnswer } from '../contract/frames.js';
import { FrameReader } from '../pipe/frame-codec.js';
import type { EventWriter } from './events.js';

/** Asks the front end for a line of text and waits for it, synchronously. */
export class Input {
  private readonly frames = new FrameReader<InputAnswer>();

  /** @param fd descriptor of the pipe on which answers come */
  constructor(
    private readonly events: EventWriter,
    private readonly fd: number,
  ) {}

  /**
   * @returns what the user typed; `null` when the front end takes no input
   * @param password whether the front end hides what is typed
   */
  prompt(message = '', password = false): string | null {
    this.events.send({ type: 'input', prompt: String(message), password });
    const answer = this.read();
    return answer.type === 'answer' ? answer.value : null;
  }

  private read(): InputAnswer {
    const chunk = Buffer.alloc(65_536);
    for (;;) {
      const length = readSync(this.fd, chunk);
      if (length === 0) process.exit(0);
      const [frame] = this.frames.push(Buffer.from(chunk.subarray(0, length)));
      if (frame) return frame.header;
    }
  }
}
