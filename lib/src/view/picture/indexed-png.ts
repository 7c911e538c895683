import { crc32 } from './crc32.js';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const COLOURS = 256;

/** A colour of a picture: as a number, how many pixels have it, and its place in the palette. */
interface Colour {
  rgb: number;
  count: number;
  index: number;
}

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
  // Each row of the file starts with a byte of its own, which stays 0: no filter.
  const rows = new Uint8Array((width + 1) * height);
  const colours: Colour[] = [];
  const known = new Map<number, Colour>();
  eachRun(pixels, width, (row, from, to) => {
    const pixel = pixels[from];
    let colour = known.get(pixel);
    if (colour === undefined) {
      colour = { rgb: packed(pixel), count: 0, index: colours.length };
      colours.push(colour);
      known.set(pixel, colour);
    }
    colour.count += to - from;
    paint(rows, colour.index, row + 1 + from, row + 1 + to);
  });
  let palette = colours.map(({ rgb }) => rgb);
  if (colours.length > COLOURS) {
    palette = choosePalette(colours);
    const indices = new Map(palette.map((rgb, i) => [rgb, i]));
    for (const colour of colours) colour.index = indices.get(colour.rgb) ?? nearest(palette, colour.rgb);
    eachRun(pixels, width, (row, from, to) => {
      paint(rows, known.get(pixels[from])?.index ?? 0, row + 1 + from, row + 1 + to);
    });
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = 3;
  const entries = Uint8Array.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  return join([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflate(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Calls `draw` with the pixels `[from, to)` of each stretch of one colour in a row, and how many rows are above it. */
function eachRun(pixels: Int32Array, width: number, draw: (row: number, from: number, to: number) => void): void {
  for (let row = 0, from = 0; from < pixels.length; row++) {
    for (const end = from + width; from < end; ) {
      const pixel = pixels[from];
      let to = from + 1;
      while (to < end && pixels[to] === pixel) to++;
      draw(row, from, to);
      from = to;
    }
  }
}

function paint(rows: Uint8Array, index: number, from: number, to: number): void {
  // A call of `fill` takes as long as some twenty bytes; letters are made of much shorter runs.
  if (to - from > 20) rows.fill(index, from, to);
  else for (let at = from; at < to; at++) rows[at] = index;
}

/** Red, green and blue, from high to low, of the four bytes of a pixel in memory. */
function packed(pixel: number): number {
  return ((pixel & 255) << 16) | (pixel & 0xff00) | ((pixel >> 16) & 255);
}

/** Of many colours those of large areas, and the means of groups of alike ones. */
function choosePalette(colours: readonly Colour[]): number[] {
  const common = [...colours].sort((a, b) => b.count - a.count);
  const pure = common.slice(0, COLOURS / 4);
  const groups = new Map<number, [count: number, red: number, green: number, blue: number]>();
  for (const { rgb, count } of common.slice(pure.length)) {
    const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    const [all, ...sums] = groups.get(key) ?? [0, 0, 0, 0];
    groups.set(key, [all + count, sums[0] + red * count, sums[1] + green * count, sums[2] + blue * count]);
  }
  const means = [...groups.values()]
    .sort((a, b) => b[0] - a[0])
    .slice(0, COLOURS - pure.length)
    .map(([count, ...sums]) => sums.reduce((colour, sum) => (colour << 8) | Math.round(sum / count), 0));
  return [...new Set([...pure.map(({ rgb }) => rgb), ...means])];
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < palette.length; i++) {
    const other = palette[i];
    // Most colours are too far off by their green alone.
    const green = ((other >> 8) & 255) - ((colour >> 8) & 255);
    if (green * green >= least) continue;
    const red = (other >> 16) - (colour >> 16);
    const blue = (other & 255) - (colour & 255);
    const distance = red * red + green * green + blue * blue;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
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
