import { loadPackage } from './load-package.js';
import { checkPixelCount, type Pixels } from './pixels.js';

interface Picture {
  src: Uint8Array;
  width: number;
  height: number;
}

interface Context {
  drawImage(picture: Picture, x: number, y: number): void;
  createImageData(width: number, height: number): { data: Uint8ClampedArray };
  putImageData(pixels: { data: Uint8ClampedArray }, x: number, y: number): void;
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
}

interface CanvasModule {
  Image: new () => Picture;
  createCanvas(
    width: number,
    height: number,
  ): {
    getContext(kind: '2d'): Context;
    toBuffer(kind: 'image/jpeg', quality: number): Uint8Array;
  };
}

/** Decodes a JPEG file to RGB. */
export function decodeJpeg(bytes: Uint8Array, where: string): Pixels {
  // The decoder fills up what is missing without a word.
  if (!endsWhole(bytes)) throw new Error('its end is missing');
  const { Image, createCanvas } = canvas(where);
  const picture = new Image();
  picture.src = bytes;
  const { width, height } = picture;
  if (!(width > 0 && height > 0)) throw new Error('it cannot be decoded');
  checkPixelCount(height, width);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, o = 0; o < rgb.length; i += 4, o += 3) {
    if (data[i + 3] !== 255) throw new Error('it cannot be decoded');
    rgb[o] = data[i];
    rgb[o + 1] = data[i + 1];
    rgb[o + 2] = data[i + 2];
  }
  return { width, height, channels: 3, white: 255, data: rgb };
}

export function encodeJpeg({ width, height, channels, data }: Pixels, quality: number, where: string): Uint8Array {
  const page = canvas(where).createCanvas(width, height);
  const context = page.getContext('2d');
  const pixels = context.createImageData(width, height);
  for (let i = 0, o = 0; i < data.length; i += channels, o += 4) {
    for (let c = 0; c < 3; c++) pixels.data[o + c] = data[i + (channels === 1 ? 0 : c)];
    pixels.data[o + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return page.toBuffer('image/jpeg', quality);
}

/** Whether the end-of-image mark is there; zeros may follow it. */
function endsWhole(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
}

function canvas(where: string): CanvasModule {
  return loadPackage('@napi-rs/canvas', where);
}
