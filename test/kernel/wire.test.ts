import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader } from '../../kernel/src/pipe/frame-codec.js';
import { codePointOffset, utf16Offset } from '../../kernel/src/protocol/code-points.js';
import { createHeaderFactory, type Message } from '../../kernel/src/protocol/message.js';
import { Wire } from '../../kernel/src/protocol/wire.js';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

function messageWith(identities: Buffer[], content: Record<string, unknown>, buffers: Uint8Array[]): Message {
  return { identities, header: createHeaderFactory('s')('comm_msg'), parent: {}, metadata: { m: 1 }, content, buffers };
}

describe('wire', () => {
  it('brings every message back, with any number of identities and buffers', () => {
    const wire = new Wire('key');
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 3 }), fc.string(), fc.array(bytes), (identities, text, buffers) => {
        const message = messageWith(identities, { text }, buffers);
        expect(wire.decode(wire.encode(message))).toEqual(message);
      }),
    );
  });

  it('refuses a message when any signed frame or the key differs', () => {
    const frames = new Wire('key').encode(messageWith([], { code: '1' }, []));
    expect(new Wire('other').decode(frames)).toBeUndefined();
    for (let at = 1; at <= 5; at++) {
      const changed = frames.map((frame, n) => (n === at ? Buffer.concat([frame, Buffer.from(' ')]) : frame));
      expect(new Wire('key').decode(changed)).toBeUndefined();
    }
  });

  it('refuses what is no message', () => {
    const wire = new Wire('');
    expect(wire.decode([])).toBeUndefined();
    expect(wire.decode([Buffer.from('<IDS|MSG>'), Buffer.from(''), Buffer.from('{')])).toBeUndefined();
    expect(
      wire.decode(['<IDS|MSG>', '', 'nonsense', '{}', '{}', '{}'].map((text) => Buffer.from(text))),
    ).toBeUndefined();
    expect(wire.decode(['<IDS|MSG>', '', 'null', '{}', '{}', '{}'].map((text) => Buffer.from(text)))).toBeUndefined();
  });
});

describe('frames between the processes', () => {
  it('come out whole and in order however they are cut', () => {
    const frame = fc.record({ header: fc.jsonValue(), buffers: fc.array(fc.uint8Array({ maxLength: 50 })) });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (frames, size) => {
        const all = Buffer.concat(frames.map(({ header, buffers }) => encodeFrame(header, buffers)));
        const reader = new FrameReader();
        const read = [];
        for (let at = 0; at < all.length; at += size) read.push(...reader.push(all.subarray(at, at + size)));
        expect(JSON.stringify(read)).toBe(JSON.stringify(frames));
      }),
    );
  });
});

describe('bytes that are no frame', () => {
  it('are refused, so that nobody waits for the end of one', () => {
    expect(() => new FrameReader().push(Buffer.from('written by somebody else'))).toThrow(
      'pipe: expected a frame, got other bytes',
    );
  });
});

describe('positions', () => {
  it('convert between code points and UTF-16 and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(20), (text, count) => {
        const points = [...text];
        const expected = points.slice(0, count).join('').length;
        expect(utf16Offset(text, count)).toBe(expected);
        expect(codePointOffset(text, expected)).toBe(Math.min(count, points.length));
      }),
    );
  });
});
