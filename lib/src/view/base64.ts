const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const LETTERS = new TextDecoder();
const PAD = '='.charCodeAt(0);

/** Bytes of a typed array as base64, in the machine's (little-endian) order. */
export function toBase64(array: ArrayBufferView): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PAD);
  for (let i = 0, o = 0; i < bytes.length; i += 3, o += 4) {
    const left = bytes.length - i;
    const word = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    out[o] = CODES[word >> 18];
    out[o + 1] = CODES[(word >> 12) & 63];
    if (left > 1) out[o + 2] = CODES[(word >> 6) & 63];
    if (left > 2) out[o + 3] = CODES[word & 63];
  }
  return LETTERS.decode(out);
}

/** Bytes of base64 text (standard alphabet, padded). */
export function fromBase64(text: string): Uint8Array {
  const lookup = new Uint8Array(128);
  CODES.forEach((code, i) => {
    lookup[code] = i;
  });
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, o = 0; i < text.length; i += 4, o += 3) {
    const word =
      (lookup[text.charCodeAt(i)] << 18) |
      (lookup[text.charCodeAt(i + 1)] << 12) |
      (lookup[text.charCodeAt(i + 2)] << 6) |
      lookup[text.charCodeAt(i + 3)];
    bytes[o] = word >> 16;
    if (o + 1 < bytes.length) bytes[o + 1] = (word >> 8) & 255;
    if (o + 2 < bytes.length) bytes[o + 2] = word & 255;
  }
  return bytes;
}
