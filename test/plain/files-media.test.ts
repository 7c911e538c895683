import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { createCanvas, Image, type SKRSContext2D } from '@napi-rs/canvas';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { FileError, files, full, rand, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const put = (name: string, bytes: Uint8Array) => {
  writeFileSync(path(name), bytes);
  return path(name);
};

/** What the canvas, another decoder, sees in a file: RGBA bytes. */
function seen(name: string): number[] {
  const image = new Image();
  image.src = readFileSync(path(name));
  const context: SKRSContext2D = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return [...context.getImageData(0, 0, image.width, image.height).data];
}

const bytesOf = (x: Tensor) => [...x.dataSync()];

describe('PNG', () => {
  it('gives back every byte that was written, and another decoder sees the same', () => {
    const size = fc.integer({ min: 1, max: 9 });
    const cases = fc.tuple(size, size, fc.constantFrom(1, 3, 4), fc.infiniteStream(fc.integer({ min: 0, max: 255 })));
    fc.assert(
      fc.property(cases, ([height, width, channels, stream]) => {
        const values = Int32Array.from([...stream.take(height * width * channels)]);
        const image = tensor(values).reshape(height, width, channels);
        files.writeImage(path('any.png'), image);
        const again = files.readImage(path('any.png'), { dtype: 'int32' });
        expect([again.shape, again.dtype]).toEqual([[height, width, channels], 'int32']);
        expect(bytesOf(again)).toEqual([...values]);
        expect(bytesOf(files.readImage(path('any.png')))).toEqual([...Float32Array.from(values, (v) => v / 255)]);
        if (channels === 4) return;
        const rgba = seen('any.png');
        const rgb = bytesOf(files.readImage(path('any.png'), { dtype: 'int32', channels: 3 }));
        expect(rgba.filter((_, i) => i % 4 !== 3)).toEqual(rgb);
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('writes float images of 0…1, with or without an axis of channels', () => {
    files.writeImage(path('float.png'), tensor([[0, 0.5, 1, 1.0000001]]));
    const image = files.readImage(path('float.png'), { dtype: 'int32' });
    expect([image.shape, bytesOf(image)]).toEqual([
      [1, 4, 1],
      [0, 128, 255, 255],
    ]);
  });

  it('converts between grey, RGB and opacity', () => {
    files.writeImage(path('rgb.png'), tensor([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], { dtype: 'int32' })); // biome-ignore format: rows of colours
    const read = (channels: 1 | 3 | 4) => bytesOf(files.readImage(path('rgb.png'), { dtype: 'int32', channels }));
    expect(read(1)).toEqual([76, 150, 29]);
    expect(read(4)).toEqual([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]);
    files.writeImage(path('grey.png'), tensor([[7]], { dtype: 'int32' }));
    expect(bytesOf(files.readImage(path('grey.png'), { dtype: 'int32', channels: 4 }))).toEqual([7, 7, 7, 255]);
  });

  it('reads 16 bits, opacity, palettes and grey of few bits', () => {
    put('deep.png', encode({ width: 2, height: 1, channels: 1, depth: 16, data: new Uint16Array([65535, 13107]) }));
    expect(bytesOf(files.readImage(path('deep.png')))).toEqual([1, Math.fround(0.2)]);
    expect(bytesOf(files.readImage(path('deep.png'), { dtype: 'int32' }))).toEqual([65535, 13107]);
    // Two rows of three pixels with 2 bits each: 0 1 2 and 3 2 1.
    const rows = new Uint8Array([0, 0b00_01_10_00, 0, 0b11_10_01_00]);
    put('grey2.png', png({ width: 3, height: 2, depth: 2, colour: 0, rows }));
    expect(bytesOf(files.readImage(path('grey2.png'), { dtype: 'int32' }))).toEqual([0, 85, 170, 255, 170, 85]);
    const palette = new Uint8Array([10, 20, 30, 40, 50, 60, 70, 80, 90, 1, 2, 3]);
    put('palette.png', png({ width: 3, height: 2, depth: 2, colour: 3, rows, palette }));
    const image = files.readImage(path('palette.png'), { dtype: 'int32' });
    expect(image.shape).toEqual([2, 3, 3]);
    expect(bytesOf(image)).toEqual(seen('palette.png').filter((_, i) => i % 4 !== 3));
    expect(bytesOf(image).slice(0, 6)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('is refused when cut anywhere or changed, with one clear error', () => {
    files.writeImage(path('whole.png'), rand(5, 4, 3));
    const whole = readFileSync(path('whole.png'));
    for (let length = 8; length < whole.length - 12; length += 7) {
      expect(() => files.readImage(put('cut.png', whole.subarray(0, length)))).toThrow(
        /^readImage: expected a whole PNG file, got a damaged one in .*cut\.png: /,
      );
    }
    for (let at = 16; at < whole.length - 12; at += 5) {
      const changed = Uint8Array.from(whole);
      changed[at] ^= 0x40;
      expect(() => files.readImage(put('changed.png', changed))).toThrow(FileError);
    }
    const bomb = png({ width: 60_000, height: 60_000, depth: 8, colour: 2, rows: new Uint8Array(4) });
    expect(() => files.readImage(put('bomb.png', bomb))).toThrow('its header claims 3600000000 pixels, more than');
  });
});

describe('JPEG', () => {
  it('is close to what was written, closer with more quality', () => {
    const x = tensor(Float32Array.from({ length: 32 * 48 * 3 }, (_, i) => (i % 144) / 143)).reshape(32, 48, 3);
    const error = (quality: number) => {
      files.writeImage(path('a.jpg'), x, { quality });
      return files.readImage(path('a.jpg')).sub(x).abs().mean().item();
    };
    expect(error(95)).toBeLessThan(0.01);
    expect(error(10)).toBeGreaterThan(error(95));
    expect(files.readImage(path('a.jpg')).shape).toEqual([32, 48, 3]);
    expect(files.decodeImage(readFileSync(path('a.jpg')), { channels: 1 }).shape).toEqual([32, 48, 1]);
  });

  it('is told by its content, not its name', () => {
    files.writeImage(path('grey.jpeg'), full([8, 8], 0.5));
    const image = files.readImage(put('named.png', readFileSync(path('grey.jpeg'))), { dtype: 'int32' });
    expect(image.shape).toEqual([8, 8, 3]);
    expect(Math.abs(image.to('float32').mean().item() - 128)).toBeLessThan(1.5);
  });

  it('is refused when its header claims more pixels than memory holds', () => {
    files.writeImage(path('small.jpg'), rand(8, 8, 3));
    const bytes = readFileSync(path('small.jpg'));
    // Height and width stand 5 bytes after the mark of the frame.
    bytes.fill(0xff, bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5, bytes.indexOf(Buffer.from([0xff, 0xc0])) + 9);
    expect(() => files.readImage(put('bomb.jpg', bytes))).toThrow(/damaged one in .*bomb\.jpg: /);
  });

  it('is refused when cut anywhere, with one clear error', () => {
    files.writeImage(path('whole.jpg'), rand(16, 16, 3));
    const whole = readFileSync(path('whole.jpg'));
    for (let length = 4; length < whole.length; length += 37) {
      expect(() => files.readImage(put('cut.jpg', whole.subarray(0, length)))).toThrow(
        /^readImage: expected a whole JPEG file, got a damaged one in .*cut\.jpg: /,
      );
    }
  });
});

describe('images', () => {
  it('say what is wrong with values, shapes and names', () => {
    const write = (image: Tensor, name = 'x.png') => files.writeImage(path(name), image);
    expect(() => write(full([2, 2], 255))).toThrow(
      'writeImage: expected float32 values in 0…1, got 255; divide bytes by 255, or .clamp({ min: 0, max: 1 }) first',
    );
    expect(() => write(full([2, 2], Number.NaN))).toThrow('got NaN');
    expect(() => write(zeros(2, 2, 2))).toThrow('expected [height, width] or [height, width, 1, 3 or 4 channels]');
    expect(() => write(zeros(1, 2, 2, 3))).toThrow('got [1, 2, 2, 3]');
    expect(() => write(zeros(2, 2), 'x.gif')).toThrow("expected a name that ends in .png, .jpg or .jpeg, got '.gif'");
    expect(() => write(zeros(2, 2, 4), 'x.jpg')).toThrow('expected 1 or 3 channels for JPEG, which has no opacity');
    expect(() => files.writeImage(path('x.jpg'), zeros(2, 2), { quality: 0 })).toThrow('quality 1…100, got 0');
    expect(() => files.readImage(put('x.txt', new TextEncoder().encode('hello')))).toThrow(
      "readImage: expected a PNG or JPEG file, got one that begins with '68 65 6c 6c'",
    );
    expect(() => files.decodeImage(new Uint8Array(0))).toThrow(FileError);
  });
});

describe('WAV', () => {
  const sound = tensor([
    [0, 1],
    [0.5, -1],
    [-0.25, 0.125],
  ]);

  it.each([
    [8, 1 / 128],
    [16, 1 / 32768],
    [24, 2 ** -23],
    [32, 2 ** -23],
    ['32f', 0],
  ] as const)('of %s bits gives back the samples', (bitDepth, step) => {
    files.writeAudio(path('a.wav'), sound, { sampleRate: 8000, bitDepth });
    const { samples, sampleRate } = files.readAudio(path('a.wav'));
    expect([samples.shape, samples.dtype, sampleRate]).toEqual([[3, 2], 'float32', 8000]);
    expect(samples.sub(sound).abs().max().item()).toBeLessThanOrEqual(step);
  });

  it('has the bytes of the format: 16 bits, little-endian, channels side by side', () => {
    files.writeAudio(path('b.wav'), sound, { sampleRate: 16000 });
    const bytes = readFileSync(path('b.wav'));
    expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([bytes.readUInt16LE(22), bytes.readUInt32LE(24), bytes.readUInt16LE(34)]).toEqual([2, 16000, 16]);
    const stored = [0, 1, 2, 3, 4, 5].map((i) => bytes.readInt16LE(44 + 2 * i));
    expect(stored).toEqual([0, 32767, 16384, -32768, -8192, 4096]);
  });

  it('takes one channel without an axis, and floats beyond 1 only as floats', () => {
    files.writeAudio(path('c.wav'), tensor([0, 3]), { sampleRate: 100, bitDepth: '32f' });
    expect(files.readAudio(path('c.wav')).samples.toArray()).toEqual([[0], [3]]);
    expect(() => files.writeAudio(path('c.wav'), tensor([0, 3]), { sampleRate: 100 })).toThrow(
      "writeAudio: expected values in -1…1, got 3; divide by the greatest, or use bitDepth '32f'",
    );
    expect(() => files.writeAudio(path('c.wav'), tensor([0]), { sampleRate: 0.5 })).toThrow('sampleRate as a whole');
    expect(() => files.writeAudio(path('c.wav'), zeros(1, 2, 3), { sampleRate: 1 })).toThrow('got [1, 2, 3]');
  });

  it('is refused when cut anywhere, with one clear error', () => {
    files.writeAudio(path('whole.wav'), rand(40), { sampleRate: 8000 });
    const whole = readFileSync(path('whole.wav'));
    for (let length = 0; length < whole.length; length += 3) {
      expect(() => files.readAudio(put('cut.wav', whole.subarray(0, length)))).toThrow(
        /^readAudio: expected a whole WAV file, got .*cut\.wav: /,
      );
    }
  });
});

describe('a file with changed bytes', () => {
  it.each(['noise.jpg', 'noise.png', 'noise.wav'])('%s is read, or refused with a FileError', (name) => {
    if (name.endsWith('wav')) files.writeAudio(path(name), rand(50, 2), { sampleRate: 8000 });
    else files.writeImage(path(name), rand(16, 16, 3));
    const whole = readFileSync(path(name));
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        put(name, bytes);
        try {
          if (name.endsWith('wav')) files.readAudio(path(name));
          else files.readImage(path(name));
        } catch (error) {
          expect(error).toBeInstanceOf(FileError);
        }
      }),
      { numRuns: 100, seed: 9 },
    );
  });
});

/** A PNG file written by hand, for the kinds that the encoder does not write. */
function png(image: {
  width: number;
  height: number;
  depth: number;
  colour: number;
  rows: Uint8Array;
  palette?: Uint8Array;
}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  header.set([image.depth, image.colour], 8);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(image.rows)), chunk('IEND', new Uint8Array(0))];
  if (image.palette) chunks.splice(1, 0, chunk('PLTE', image.palette));
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...chunks]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}
