import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FileError, full, io, nn, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { settled } from '../helpers/settled.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

/** A file of a header and some bytes, however wrong. */
function file(header: unknown, data: Uint8Array | number = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const rest = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + rest.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(rest, 8 + text.length);
  return bytes;
}

const one = (entry: object, bytes = 8) =>
  file({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...entry } }, bytes);

describe('a safetensors file', () => {
  test('gives back tensors and metadata as they were', () => {
    const tensors = {
      'net.weight': tensor([
        [1.5, -2],
        [Infinity, NaN],
      ]),
      count: tensor(7, { dtype: 'int32' }),
      mask: tensor([true, false, true]),
      nothing: zeros(0, 3),
      'häßlich "quoted" \\ 名': tensor([-0]),
    };
    io.saveSafetensors(at('all.safetensors'), tensors, { metadata: { epochs: '3', näme: '"x"' } });
    const loaded = io.loadSafetensors(at('all.safetensors'));
    expect(Object.keys(loaded).sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, x] of Object.entries(tensors)) {
      expect(loaded[name].dtype).toBe(x.dtype);
      expect(loaded[name].shape).toEqual(x.shape);
      expect(loaded[name].dataSync()).toEqual(x.dataSync());
    }
    expect(io.loadSafetensorsMetadata(at('all.safetensors'))).toEqual({ epochs: '3', näme: '"x"' });
  });

  test('is the same bytes for the same tensors in any order, wide numbers first, each aligned', () => {
    const [a, b, c] = [tensor([true]), tensor([1]), tensor([2], { dtype: 'int32' })];
    const bytes = io.encodeSafetensors({ a, b, c });
    expect(io.encodeSafetensors({ c, b, a })).toEqual(bytes);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, bytes.length - 9)));
    expect(Object.keys(header)).toEqual(['b', 'c', 'a']);
    expect((bytes.length - 9) % 8).toBe(0);
    expect(Object.keys(io.decodeSafetensors(bytes).tensors)).toEqual(['b', 'c', 'a']);
  });

  test('replaces another file whole, and leaves nothing behind when it fails', () => {
    const path = at('replaced.safetensors');
    io.saveSafetensors(path, { a: full([100], 1) });
    const before = readFileSync(path);
    const bad = { metadata: { n: 3 as unknown as string } };
    expect(() => io.saveSafetensors(path, { a: zeros(3) }, bad)).toThrow('expected text as metadata, got number for n');
    expect(readFileSync(path)).toEqual(before);
    expect(() => io.saveSafetensors(path, { __metadata__: zeros(3) })).toThrow('expected another name');
    io.saveSafetensors(path, { a: zeros(3) });
    expect(io.loadSafetensors(path).a.shape).toEqual([3]);
    expect(readdirSync(folder).filter((name) => name.startsWith('replaced'))).toEqual(['replaced.safetensors']);
  });

  test('keeps no buffer of what was saved, and only the tensors of what was loaded', async () => {
    const net = new nn.Linear(50, 50);
    const path = at('memory.safetensors');
    const before = await settled();
    for (let i = 0; i < 5; i++) {
      io.saveSafetensors(path, net.stateDict());
      net.loadStateDict(io.loadSafetensors(path));
    }
    expect(await settled()).toEqual(before);
  });
});

describe('numbers that PyTorch writes', () => {
  const decode = (dtype: string, data: { buffer: ArrayBufferLike; length: number; byteLength: number }) => {
    const header = { a: { dtype, shape: [data.length], data_offsets: [0, data.byteLength] } };
    return io.decodeSafetensors(file(header, new Uint8Array(data.buffer))).tensors.a;
  };

  test.each([
    ['I64', BigInt64Array.of(-5n, 2n ** 31n - 1n, -(2n ** 31n)), [-5, 2 ** 31 - 1, -(2 ** 31)]],
    ['U64', BigUint64Array.of(0n, 2n ** 31n - 1n), [0, 2 ** 31 - 1]],
    ['U32', Uint32Array.of(0, 2 ** 31 - 1), [0, 2 ** 31 - 1]],
    ['U8', Uint8Array.of(0, 255), [0, 255]],
    ['I8', Int8Array.of(-128, 127), [-128, 127]],
    ['U16', Uint16Array.of(0, 65535), [0, 65535]],
    ['I16', Int16Array.of(-32768, 32767), [-32768, 32767]],
  ] as const)('%s becomes int32', (dtype, data, expected) => {
    const x = decode(dtype, data);
    expect(x.dtype).toBe('int32');
    expect(x.toArray()).toEqual(expected);
  });

  test.each([
    ['F64', Float64Array.of(0.1, -Infinity), [Math.fround(0.1), -Infinity]],
    [
      'F16',
      Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x3555),
      [1, -2, 2 ** -24, 65504, Infinity, 0.333251953125],
    ],
    ['BF16', Uint16Array.of(0x3f80, 0xc000, 0x7f80, 0x4049), [1, -2, Infinity, 3.140625]],
  ] as const)('%s becomes float32', (dtype, data, expected) => {
    const x = decode(dtype, data);
    expect(x.dtype).toBe('float32');
    expect(x.toArray()).toEqual(expected);
  });

  test.each([
    ['I64', BigInt64Array.of(1n, 2n ** 31n), '2147483648'],
    ['I64', BigInt64Array.of(-(2n ** 31n) - 1n), '-2147483649'],
    ['I64', BigInt64Array.of(2n ** 40n + 5n), '1099511627781'],
    ['U64', BigUint64Array.of(2n ** 32n - 1n), '4294967295'],
    ['U32', Uint32Array.of(2 ** 31), '2147483648'],
  ] as const)('%s of a number beyond int32 is refused', (dtype, data, got) => {
    expect(() => decode(dtype, data)).toThrow(
      `io.decodeSafetensors, tensor 'a': expected whole numbers from -2147483648 to 2147483647, got ${got}`,
    );
  });

  test('BOOL of another byte than 0 and 1 is refused', () => {
    expect(() => decode('BOOL', Uint8Array.of(0, 2))).toThrow('expected 0 or 1 as truth values, got 2');
  });
});

describe('a damaged or hostile file is refused', () => {
  const cases: [name: string, bytes: Uint8Array, message: string][] = [
    ['no header', new Uint8Array(3), 'expected a safetensors file, of at least 8 bytes, got 3'],
    ['a header of 2⁶⁴ − 1 bytes', new Uint8Array(16).fill(255), 'got one of 18446744073709551615'],
    ['a header longer than the file', one({}).subarray(0, 30), 'it may be cut off'],
    ['no JSON', file('{"a":'), 'expected a header of JSON, got'],
    ['no UTF-8', new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff]), 'expected a header of JSON, got'],
    ['a list', file([]), 'expected a header that is an object, got []'],
    ['JSON that is nested without end', file('['.repeat(1_000_000)), 'expected a header of JSON, got'],
    ['space before the header', file(' {}'), 'expected a header that is an object'],
    [
      'a name twice',
      file(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
        2,
      ),
      "expected each name once in the header, got 'a' twice",
    ],
    [
      'a field twice',
      file('{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', 1),
      "got 'dtype' twice",
    ],
    ['metadata of numbers', file({ __metadata__: { a: 1 } }), 'expected metadata of text only'],
    ['an entry that is no object', file({ a: null }), "expected tensor 'a' to have a dtype of"],
    ['an unknown dtype', one({ dtype: 'F8_E4M3' }), 'got "F8_E4M3"'],
    ['a dtype of the prototype', one({ dtype: 'toString' }), 'got "toString"'],
    ['a negative shape', one({ shape: [-2] }), 'a shape of whole numbers, got [-2]'],
    ['a shape of parts', one({ shape: [2.5] }), 'a shape of whole numbers, got [2.5]'],
    ['a shape of text', one({ shape: '2' }), 'a shape of whole numbers, got "2"'],
    ['a huge shape', one({ shape: [2 ** 40, 2 ** 40] }), 'got 8'],
    ['offsets that go back', one({ data_offsets: [8, 0] }), 'two data_offsets, got [8,0]'],
    ['offsets of the wrong size', one({ data_offsets: [0, 4] }), '8 bytes, for F32 of shape [2], got 4'],
    ['a gap', one({ data_offsets: [4, 12] }, 12), "got 'a', which leaves a gap before it"],
    [
      'an overlap',
      file(
        { a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] }, b: { dtype: 'U8', shape: [2], data_offsets: [1, 3] } },
        3,
      ),
      "got 'b', which shares bytes with another",
    ],
    ['a tail', one({}, 9), 'by its header, got'],
    ['tensors cut off', one({}, 7), 'it may be cut off'],
  ];

  test.each(cases)('%s', (name, bytes, message) => {
    expect(() => io.decodeSafetensors(bytes)).toThrow(message);
    const path = at(`${cases.findIndex(([other]) => other === name)}.safetensors`);
    writeFileSync(path, bytes);
    expect(() => io.loadSafetensors(path)).toThrow(FileError);
    expect(() => io.loadSafetensors(path)).toThrow(`io.loadSafetensors ${path}`);
  });

  test('a claimed size of many gigabytes takes no memory before it is refused', () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => io.decodeSafetensors(one({ shape: [2 ** 33], data_offsets: [0, 2 ** 35] }))).toThrow('cut off');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  test('a real file cut off anywhere, or with any byte of its header changed, loads or gives a FileError', () => {
    const bytes = io.encodeSafetensors({ a: tensor([1, 2, 3]), b: tensor([true]) }, { metadata: { x: 'y' } });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => io.decodeSafetensors(bytes.subarray(0, length))).toThrow(FileError);
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 14 }), fc.integer({ min: 0, max: 255 }), (place, value) => {
        const changed = bytes.slice();
        changed[place] = value;
        try {
          io.decodeSafetensors(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(FileError);
        }
      }),
      { numRuns: 1000, seed: 5 },
    );
  });

  test('a missing file, a folder and a file larger than the machine’s memory', () => {
    expect(() => io.loadSafetensors(at('none'))).toThrow(
      `expected a file that can be read, got ENOENT for ${at('none')}`,
    );
    mkdirSync(at('folder'));
    expect(() => io.loadSafetensors(at('folder'))).toThrow('expected a file, got a folder');
    symlinkSync('/dev/zero', at('device'));
    expect(() => io.loadSafetensors(at('device'))).toThrow('expected a file, got a folder or device');
    writeFileSync(at('sparse'), one({}));
    truncateSync(at('sparse'), 2 ** 42);
    expect(() => io.loadSafetensors(at('sparse'))).toThrow('by its header, got 4398046511104');
  });

  test('the text of a file of more than 4 GiB is read without its tensors', () => {
    const size = 2 ** 32;
    const header = {
      big: { dtype: 'U8', shape: [size], data_offsets: [0, size] },
      last: { dtype: 'F32', shape: [0], data_offsets: [size, size] },
    };
    writeFileSync(at('big'), file(header));
    truncateSync(at('big'), file(header).length + size);
    expect(io.loadSafetensorsMetadata(at('big'))).toEqual({});
  });
});
