import { crc32 } from './crc32.js';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const COLOURS = 256;

/**
 * Writes RGBA pixels as a PNG with a palette of at most 256 colours (alpha is dropped): a third of the size of a
 * true-colour file. Of more colours the commonest stay and the others take their nearest. `deflate` is zlib's.
 */
export function encodeIndexedPng(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  deflate: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const pixels = new Int32Array(rgba.buffer, rgba.byteOffset, width * height);
  const palette = choosePalette(pixels);
  const indices = new Map<number, number>(palette.map((colour, i) => [colour, i]));
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width;
    for (let p = y * width; p < end; ) {
      const stop = runEnd(pixels, p, end);
      const colour = packed(pixels[p]);
      let index = indices.get(colour);
      if (index === undefined) {
        index = nearest(palette, colour);
        indices.set(colour, index);
      }
      // Each row of the file starts with a byte of its own, which stays 0: no filter.
      rows.fill(index, p + y + 1, stop + y + 1);
      p = stop;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = 3;
  const colours = Uint8Array.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  return join([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflate(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** The end of the pixels from `from` on that are alike, at most `end`. */
function runEnd(pixels: Int32Array, from: number, end: number): number {
  const pixel = pixels[from];
  let at = from + 1;
  while (at < end && pixels[at] === pixel) at++;
  return at;
}

/** Red, green and blue, from high to low, of the four bytes of a pixel in memory. */
function packed(pixel: number): number {
  return ((pixel & 255) << 16) | (pixel & 0xff00) | ((pixel >> 16) & 255);
}

/** All colours when there are few; of more, those of large areas and the means of groups of alike ones. */
function choosePalette(pixels: Int32Array): number[] {
  const counts = new Map<number, number>();
  for (let p = 0; p < pixels.length; ) {
    const stop = runEnd(pixels, p, pixels.length);
    const colour = packed(pixels[p]);
    counts.set(colour, (counts.get(colour) ?? 0) + (stop - p));
    p = stop;
  }
  const common = [...counts].sort((a, b) => b[1] - a[1]);
  if (common.length <= COLOURS) return common.map(([colour]) => colour);
  const pure = common.slice(0, COLOURS / 4);
  const groups = new Map<number, [count: number, red: number, green: number, blue: number]>();
  for (const [colour, count] of common.slice(pure.length)) {
    const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    const [all, ...sums] = groups.get(key) ?? [0, 0, 0, 0];
    groups.set(key, [all + count, sums[0] + red * count, sums[1] + green * count, sums[2] + blue * count]);
  }
  const means = [...groups.values()]
    .sort((a, b) => b[0] - a[0])
    .slice(0, COLOURS - pure.length)
    .map(([count, ...sums]) => sums.reduce((colour, sum) => (colour << 8) | Math.round(sum / count), 0));
  return [...new Set([...pure.map(([colour]) => colour), ...means])];
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  palette.forEach((other, i) => {
    const red = (other >> 16) - (colour >> 16);
    const green = ((other >> 8) & 255) - ((colour >> 8) & 255);
    const blue = (other & 255) - (colour & 255);
    const distance = red * red + green * green + blue * blue;
    if (distance < least) {
      least = distance;
      best = i;
    }
  });
  return best;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  );
  out.set(data, 8);
  view.setUint32(data.length + 8, crc32(out.subarray(4, data.length + 8)));
  return out;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let next = 0;
  for (const part of parts) {
    out.set(part, next);
    next += part.length;
  }
  return out;
}
