import type { Tensor } from '../../tensor/tensor.js';
import { eachImage, type ImageShape, imageShape } from './images.js';

export interface AffineOptions {
  /** Turn in degrees, clockwise as the rows run downwards. Default 0. */
  angle?: number;
  /** Move in pixels. Default `[0, 0]`. */
  translate?: readonly [down: number, right: number];
  /** Factor of the size. Default 1. */
  scale?: number;
  /** Slant in degrees, along the rows. Default 0. */
  shear?: number;
  /** Value outside of the image. Default 0. */
  fill?: number;
}

/**
 * Turns, moves, scales and slants every image of a batch alike, about its centre, with bilinear sampling:
 * `[batch, height, width, channels]` float32 → the same shape.
 *
 *     data.affine(ones(2, 8, 8, 1), { angle: 90 }).shape // → [2, 8, 8, 1]
 */
export function affine(images: Tensor, options: AffineOptions = {}): Tensor {
  const shape = imageShape('affine', images);
  const map = inverseMap(options);
  return eachImage(images, (from, to) => resample(from, to, shape, map, options.fill ?? 0));
}

/** From a place in the result, relative to the centre, to the place in the source: `[a, b; c, d]` and the move. */
type InverseMap = readonly [a: number, b: number, c: number, d: number, right: number, down: number];

/** Undoes what the options ask for. */
export function inverseMap({ angle = 0, shear = 0, scale = 1, translate = [0, 0] }: AffineOptions): InverseMap {
  const [turn, lean] = [(angle * Math.PI) / 180, (shear * Math.PI) / 180];
  const [cos, sin, slant] = [Math.cos(turn), Math.sin(turn), Math.tan(lean)];
  // Forward: rotation · shear · scale. Its inverse, written out.
  const s = 1 / scale;
  const [down, right] = translate;
  return [s * (cos + slant * sin), s * (sin - slant * cos), -s * sin, s * cos, right, down];
}

/** Looks every pixel of the result up in the source. */
export function resample(
  from: Float32Array,
  to: Float32Array,
  { height, width, channels }: ImageShape,
  [a, b, c, d, right, down]: InverseMap,
  fill: number,
): void {
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const value = (x: number, y: number, channel: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? fill : from[(y * width + x) * channels + channel];
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      const [u, v] = [col - centreX - right, row - centreY - down];
      const [x, y] = [a * u + b * v + centreX, c * u + d * v + centreY];
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - x0, y - y0];
      for (let channel = 0; channel < channels; channel++) {
        const top = value(x0, y0, channel) * (1 - fx) + value(x0 + 1, y0, channel) * fx;
        const bottom = value(x0, y0 + 1, channel) * (1 - fx) + value(x0 + 1, y0 + 1, channel) * fx;
        to[at++] = top * (1 - fy) + bottom * fy;
      }
    }
  }
}
