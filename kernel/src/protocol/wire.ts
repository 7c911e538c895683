import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Message } from './message.js';

const DELIMITER = Buffer.from('<IDS|MSG>');

/** Turns messages into signed ZeroMQ frames and back. An empty key means that nothing is signed. */
export class Wire {
  private readonly algorithm: string;

  /**
   * @param key shared secret of the connection file
   * @param scheme e.g. `hmac-sha256`
   */
  constructor(
    private readonly key: string,
    scheme = 'hmac-sha256',
  ) {
    this.algorithm = scheme.replace(/^hmac-/, '');
  }

  encode(message: Message): Buffer[] {
    const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
      Buffer.from(JSON.stringify(part)),
    );
    const buffers = message.buffers.map((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength));
    return [...message.identities, DELIMITER, Buffer.from(this.sign(parts)), ...parts, ...buffers];
  }

  /**
   * @returns the message, or `undefined` when the frames are no message or the signature is wrong: such input is dropped,
   *   because answering would help whoever guesses at the key
   */
  decode(frames: Buffer[]): Message | undefined {
    const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (delimiter < 0 || frames.length < delimiter + 6) return undefined;
    const parts = frames.slice(delimiter + 2, delimiter + 6);
    if (!this.verify(frames[delimiter + 1], parts)) return undefined;
    try {
      const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString('utf8')) ?? {});
      if (typeof header.msg_type !== 'string' || typeof header.msg_id !== 'string') return undefined;
      if (![parent, metadata, content].every(isRecord)) return undefined;
      return {
        identities: frames.slice(0, delimiter),
        header,
        parent,
        metadata,
        content,
        buffers: frames.slice(delimiter + 6),
      };
    } catch {
      return undefined;
    }
  }

  private sign(parts: Buffer[]): string {
    if (!this.key) return '';
    const hmac = createHmac(this.algorithm, this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }

  private verify(signature: Buffer, parts: Buffer[]): boolean {
    if (!this.key) return true;
    const expected = Buffer.from(this.sign(parts));
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
