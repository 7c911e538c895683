/** Stored whole numbers of an image, row by row, the channels of a pixel together. */
export interface Pixels {
  height: number;
  width: number;
  /** 1 grey, 2 grey and opacity, 3 RGB, 4 RGB and opacity. */
  channels: number;
  /** The number that means 1.0: 255, or 65535 for PNG files of 16 bits. */
  white: number;
  data: Uint8Array | Uint16Array | Uint8ClampedArray;
}

/** More pixels than any camera takes. */
const MOST = 2 ** 27;

/** Throws if a header claims so many pixels that room for them could fill the memory. */
export function checkPixelCount(height: number, width: number): void {
  if (height * width > MOST) throw new Error(`its header claims ${height * width} pixels, more than ${MOST}`);
}
