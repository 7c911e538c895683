import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { FileError, io, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

const tensors = {
  matrix: tensor([
    [1.5, -2],
    [Infinity, NaN],
  ]),
  count: tensor(7, { dtype: 'int32' }),
  mask: tensor([true, false, true]),
  nothing: zeros(0, 3),
  'layer/0.weight': tensor([-0]),
};

/** An `.npy` of a header and some bytes, however wrong. */
function npy(header: string, data: Uint8Array | number = 0, version = 1): Uint8Array {
  const size =
    version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  const rest = typeof data === 'number' ? new Uint8Array(data) : data;
  return Uint8Array.from([0x93, ...strToU8('NUMPY'), version, 0, ...size, ...strToU8(header), ...rest]);
}

const load = (bytes: Uint8Array) => {
  writeFileSync(at('one.npy'), bytes);
  return io.loadNpy(at('one.npy'));
};
const unzip = (bytes: Uint8Array, options?: io.LoadNpzOptions) => {
  writeFileSync(at('one.npz'), bytes);
  return io.loadNpz(at('one.npz'), options);
};

describe('npy and npz', () => {
  test.each([false, true])('npz gives back tensors as they were, compressed %s', (compressed) => {
    io.saveNpz(at('all.npz'), tensors, { compressed });
    const loaded = io.loadNpz(at('all.npz'));
    expect(Object.keys(loaded)).toEqual(Object.keys(tensors));
    for (const [name, x] of Object.entries(tensors)) {
      expect(loaded[name].dtype).toBe(x.dtype);
      expect(loaded[name].shape).toEqual(x.shape);
      expect(loaded[name].dataSync()).toEqual(x.dataSync());
    }
    const first = readFileSync(at('all.npz'));
    io.saveNpz(at('all.npz'), tensors, { compressed });
    expect(readFileSync(at('all.npz'))).toEqual(first);
  });

  test('npy gives back one tensor as it was, from an aligned array', () => {
    for (const x of Object.values(tensors)) {
      io.saveNpy(at('x.npy'), x);
      expect(io.loadNpy(at('x.npy')).dataSync()).toEqual(x.dataSync());
      expect((readFileSync(at('x.npy')).length - x.dataSync().byteLength) % 64).toBe(0);
    }
  });

  test('reads headers of other writers: Python 2, other order, double quotes', () => {
    const two = new Uint8Array(Float32Array.of(1, 2).buffer);
    expect(load(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2L,), }\n", two)).toArray()).toEqual([1, 2]);
    expect(load(npy('{"shape":(1,2),"fortran_order":False,"descr":"<f4"}', two)).toArray()).toEqual([[1, 2]]);
    expect(load(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2)}", two, 3)).toArray()).toEqual([[1, 2]]);
  });
});

describe('a damaged or hostile npy file is refused', () => {
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  test.each([
    ['nothing', new Uint8Array(0), 'expected an .npy file, got one of 0 bytes'],
    ['another file', strToU8('PK\x03\x04 something else'), 'got one that begins with bytes 80 75 3 4 32 115'],
    ['a later version', npy(good, 8, 4), 'expected .npy of version 1.0, 2.0 or 3.0, got 4.0'],
    ['a header that is cut off', npy(good, 8).subarray(0, 40), 'it may be cut off'],
    ['a huge header', Uint8Array.from([0x93, ...strToU8('NUMPY'), 2, 0, 255, 255, 255, 127]), 'got one of 2147483647'],
    ['an array that is cut off', npy(good, 7), 'it may be cut off'],
    ['an array that is too long', npy(good, 9), 'bytes by the header, got'],
    ['a huge shape', npy(good.replace('2,', '99999999999, 99999999999'), 8), 'it may be cut off'],
    [
      'a negative shape',
      npy(good.replace('2,', '-2,'), 8),
      "expected a header with 'descr', 'fortran_order' and 'shape'",
    ],
    ['code as header', npy("__import__('os').system('true')", 8), "expected a header with 'descr'"],
    ['a further key', npy(good.replace('}', "'x': 1}"), 8), "expected a header with 'descr'"],
    ['complex numbers', npy(good.replace('<f4', '<c8'), 16), 'got "<c8"; convert it with astype'],
    ['Python objects', npy(good.replace('<f4', '|O'), 8), 'got "|O"'],
    ['text', npy(good.replace('<f4', '<U3'), 24), 'got "<U3"'],
    ['records', npy(good.replace("'<f4'", "[('a', '<f4')]"), 8), 'got [["a","<f4"]]'],
    ['numbers of the prototype', npy(good.replace('<f4', 'toString'), 8), 'got "toString"'],
    ['int64 beyond int32', npy(good.replace('<f4', '>i8'), 16), ''],
  ])('%s', (name, bytes, message) => {
    if (name === 'int64 beyond int32') bytes[bytes.length - 5] = 1;
    expect(() => load(bytes)).toThrow(FileError);
    expect(() => load(bytes)).toThrow(message || 'got 4294967296');
  });
});

describe('a damaged or hostile npz file is refused', () => {
  const array = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8);
  const good = zipSync({ 'a.npy': array, 'b.npy': array });
  const patched = (bytes: Uint8Array, place: number, ...values: number[]) => {
    const changed = bytes.slice();
    changed.set(values, place);
    return changed;
  };
  const entry = good.findIndex(
    (_, i) => good[i] === 0x50 && good[i + 1] === 0x4b && good[i + 2] === 1 && good[i + 3] === 2,
  );

  test.each([
    ['nothing', new Uint8Array(0), 'expected a zip file, got 0 bytes without its end'],
    ['a file that is cut off', good.subarray(0, good.length - 30), 'it may be cut off'],
    ['a tail', Uint8Array.from([...good, 1]), 'without its end'],
    ['a password', patched(good, entry + 8, 1), "expected 'a.npy' without a password"],
    ['another method', patched(good, entry + 10, 12), "expected 'a.npy' stored or deflated, got method 12"],
    ['a size that no deflate has', patched(good, entry + 24, 255, 255, 255, 127), 'of a size that its bytes can have'],
    ['a size that is too small', patched(good, entry + 24, 60), 'expected'],
    ['a size of Zip64', patched(good, entry + 24, 255, 255, 255, 255), "expected 'a.npy' below 4 GiB"],
    ['another checksum', patched(good, entry + 16, 0, 0, 0, 0), 'with checksum 0, got another; it is damaged'],
    ['a place outside', patched(good, entry + 42, 255, 255, 255), "expected 'a.npy' to lie inside the file"],
    ['a directory elsewhere', patched(good, good.length - 6, 1), 'got no entry at byte'],
    ['more entries than there are', patched(good, good.length - 12, 9), 'it may be damaged'],
    [
      'another file in it',
      zipSync({ '../../etc/passwd': array }),
      "expected only .npy files in it, got '../../etc/passwd'",
    ],
    ['a file that is no array', zipSync({ 'a.npy': strToU8('hello, world') }), "array 'a.npy': expected an .npy file"],
    [
      'the same name twice',
      patched(good, good.length - 22 - 46 - 5 + 46, 97),
      "expected each name once, got 'a.npy' twice",
    ],
  ])('%s', (_name, bytes, message) => {
    expect(() => unzip(bytes)).toThrow(FileError);
    expect(() => unzip(bytes)).toThrow(message);
  });

  test('names with paths are only names', () => {
    expect(Object.keys(unzip(zipSync({ '../up.npy': array, '/root.npy': array })))).toEqual(['../up', '/root']);
  });

  test('a bomb is refused before it is unpacked', () => {
    const bomb = zipSync({ 'a.npy': new Uint8Array(50_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => unzip(bomb, { maxBytes: 1_000_000 })).toThrow(
      'expected at most 1000000 bytes unpacked, got 50000000; raise maxBytes if that is right',
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  test('any byte changed gives the same arrays or a FileError', () => {
    const bytes = zipSync({ 'a.npy': array }, { level: 6 });
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), (i, value) => {
        try {
          const [x] = Object.values(unzip(patched(bytes, i, value)));
          if (x !== undefined) expect(x.toArray()).toEqual([0, 0]);
        } catch (error) {
          expect(error).toBeInstanceOf(FileError);
        }
      }),
      { numRuns: 1000, seed: 2 },
    );
  });
});
