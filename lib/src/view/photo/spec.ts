/** One or more images of one size, as the ground of a view. */
export interface Photo {
  /** Images that are kept and that there are. */
  images: number;
  ofImages: number;
  /** True size. */
  height: number;
  width: number;
  /** Size as kept: a kept pixel is the mean of a square of `pooled` true ones. */
  rows: number;
  cols: number;
  pooled: number;
  channels: 1 | 3;
  /** Kept pixels from 0 (black) to 255 (white) as base64 bytes: images, rows, columns, channels. */
  pixels: string;
}
