export const CONVOLUTION_MIME = 'application/vnd.lectern.convolution.v1+json';

/** A convolution or a pool that can be gone through place by place. */
export interface ConvolutionSpec {
  version: 1;
  kind: 'conv' | 'maxPool' | 'avgPool';
  title?: string;
  /** Axes along which the window slides: 2 of an image, 1 of a sequence, which has one row. */
  rank: 1 | 2;
  /** True size of the input and the size that is kept of it. */
  ofHeight: number;
  ofWidth: number;
  height: number;
  width: number;
  channels: number;
  /** Kept input as base64 of little-endian float32: rows, columns, channels. */
  input: string;
  /** Rows and columns of the window. */
  window: [height: number, width: number];
  /** Filters that are kept and that there are; a pool has none. */
  filters: number;
  ofFilters: number;
  /** Kept weights as base64 of little-endian float32: rows, columns, channels, filters. */
  weights?: string;
  /** A number added to each filter's sums, the same way. */
  bias?: string;
  stride: [down: number, across: number];
  dilation: [down: number, across: number];
  /** Rows and columns of padding before and after the input. */
  padding: { top: number; bottom: number; left: number; right: number };
}
