import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';
import type { InputAnswer } from '../contract/frames.js';
import { FrameReader } from '../pipe/frame-codec.js';
import type { EventWriter } from './events.js';
import { InterruptedError } from './interruption.js';
import { leave } from './leave.js';

/** Asks the front end for a line of text and waits for it, synchronously. */
export class Input {
  private readonly frames = new FrameReader<InputAnswer>();
  private nextId = 1;

  /** @param fd descriptor of the pipe on which answers come */
  constructor(
    private readonly events: EventWriter,
    private readonly fd: number,
  ) {}

  /**
   * @returns what the user typed; `null` when the front end takes no input
   * @throws InterruptedError when the user interrupts instead of answering
   * @param password whether the front end hides what is typed
   */
  prompt(message = '', password = false): string | null {
    const id = this.nextId++;
    this.events.send({ type: 'input', id, prompt: String(message), password });
    const answer = this.read(id);
    if (answer.type === 'interrupted') throw new InterruptedError();
    return answer.type === 'answer' ? answer.value : null;
  }

  /** As {@link prompt}, but a front end that takes no input is an error. */
  demand(message = '', password = false): string {
    const answer = this.prompt(message, password);
    if (answer === null)
      throw new Error(`input: expected a front end that can ask '${message}', got one that takes no input`);
    return answer;
  }

  /** An answer may come late, when its prompt was left in another way; only the one asked for counts. */
  private read(id: number): InputAnswer {
    const chunk = Buffer.alloc(65_536);
    for (;;) {
      for (const { header } of this.frames.push(Buffer.from(chunk.subarray(0, this.readInto(chunk)))))
        if (header.id === id) return header;
    }
  }

  private readInto(chunk: Buffer): number {
    for (;;) {
      try {
        const length = readSync(this.fd, chunk);
        if (length === 0) leave();
        return length;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EINTR' && code !== 'EAGAIN') throw error;
      }
    }
  }
}
