import { loadPackage } from './load-package.js';
import { checkPixelCount, type Pixels } from './pixels.js';

type FastPng = typeof import('fast-png');

/** Decodes a PNG file of any kind; palettes become colours, grey of 1, 2 or 4 bits becomes bytes. */
export function decodePng(bytes: Uint8Array, where: string): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkPixelCount(view.getUint32(20), view.getUint32(16));
  const { convertIndexedToRgb, decode } = loadPackage<FastPng>('fast-png', where);
  const png = decode(bytes, { checkCrc: true });
  const { width, height, depth, palette } = png;
  if (palette !== undefined) {
    return { width, height, channels: palette[0].length, white: 255, data: convertIndexedToRgb(png) };
  }
  const data = depth < 8 ? unpack(png.data, width, height, depth) : png.data;
  if (data.length !== width * height * png.channels) throw new Error(`it has ${data.length} values`);
  return { width, height, channels: png.channels, white: depth === 16 ? 65535 : 255, data };
}

export function encodePng({ width, height, channels, data }: Pixels, where: string): Uint8Array {
  return loadPackage<FastPng>('fast-png', where).encode({ width, height, channels, depth: 8, data });
}

/** Grey of fewer than 8 bits, each row beginning with a new byte, as bytes with 255 for white. */
function unpack(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const stride = Math.ceil((width * depth) / 8);
  const top = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = packed[y * stride + (bit >> 3)];
      out[y * width + x] = (((byte >> (8 - depth - (bit & 7))) & top) * 255) / top;
    }
  }
  return out;
}
