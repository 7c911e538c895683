import { Buffer } from 'node:buffer';

/** A decoded frame: its JSON header and the binary buffers that came with it. */
export interface Frame<Header> {
  header: Header;
  buffers: Uint8Array[];
}

interface Envelope<Header> {
  header: Header;
  lengths?: number[];
}

const MAGIC = 0x4c434652;
const PREFIX = 12;
// Taken before any cell can replace them.
const { parse: parseJson, stringify } = JSON;

/** The bytes are no frames: somebody else has written to the pipe. */
export class FrameError extends Error {
  override name = 'FrameError';
}

/**
 * Encodes a frame: three little-endian uint32 (a mark, bytes of JSON, bytes of buffers), the JSON, the buffers one
 * after another.
 *
 * @param header plain JSON
 * @param buffers sent as they are, in order
 */
export function encodeFrame(header: unknown, buffers: ArrayBufferView[] = []): Buffer {
  const views = buffers.map((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength));
  const envelope: Envelope<unknown> = views.length ? { header, lengths: views.map((v) => v.length) } : { header };
  const json = stringify(envelope);
  const length = Buffer.byteLength(json);
  const total = views.reduce((sum, view) => sum + view.length, 0);
  // One allocation and no copy of the JSON: a cell that prints calls this for every line.
  const frame = Buffer.allocUnsafe(PREFIX + length + total);
  frame.writeUInt32LE(MAGIC, 0);
  frame.writeUInt32LE(length, 4);
  frame.writeUInt32LE(total, 8);
  frame.write(json, PREFIX, 'utf8');
  let at = PREFIX + length;
  for (const view of views) at += view.copy(frame, at);
  return frame;
}

/** Puts frames together from chunks of any size. Chunks are joined once a frame is whole, so big frames stay cheap. */
export class FrameReader<Header> {
  private chunks: Buffer[] = [];
  private held = 0;
  private needed = PREFIX;

  /**
   * Takes a chunk and returns the frames that it completed, in order.
   *
   * @throws FrameError when the bytes are no frames; nothing can be read any more then
   */
  push(chunk: Buffer): Frame<Header>[] {
    this.chunks.push(chunk);
    this.held += chunk.length;
    const frames: Frame<Header>[] = [];
    while (this.held >= this.needed) {
      const whole = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
      if (whole.readUInt32LE(0) !== MAGIC) throw new FrameError('pipe: expected a frame, got other bytes');
      const size = PREFIX + whole.readUInt32LE(4) + whole.readUInt32LE(8);
      this.chunks = [whole];
      this.needed = size;
      if (this.held < size) break;
      frames.push(parse<Header>(whole.subarray(0, size)));
      this.chunks = whole.length > size ? [whole.subarray(size)] : [];
      this.held -= size;
      this.needed = PREFIX;
    }
    return frames;
  }
}

function parse<Header>(bytes: Buffer): Frame<Header> {
  const start = PREFIX + bytes.readUInt32LE(4);
  const envelope = parseJson(bytes.toString('utf8', PREFIX, start)) as Envelope<Header>;
  let offset = start;
  const buffers = (envelope.lengths ?? []).map((length) => {
    // A copy, so that a typed array of any element size can be made on it and the chunk can be freed.
    const buffer = new Uint8Array(bytes.subarray(offset, offset + length));
    offset += length;
    return buffer;
  });
  return { header: envelope.header, buffers };
}
