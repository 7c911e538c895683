import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { defaultGenerator } from '../../random/default.js';
import type { Generator } from '../../random/generator.js';
import { fromValues } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';

export interface RandomAffineOptions {
  /** Turns by up to this many degrees either way. Default 0. */
  degrees?: number;
  /** Moves by up to this share of the height and width either way. Default 0. */
  translate?: number;
  /** Scales by a factor from this range. Default `[1, 1]`. */
  scale?: readonly [low: number, high: number];
  /** Slants by up to this many degrees either way, along the rows. Default 0. */
  shear?: number;
  /** Value outside of the image. Default 0. */
  fill?: number;
  /** Source of the chances. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * Distorts each image of a batch by a random turn, move, scale and slant of its own, with bilinear sampling:
 * `[batch, height, width, channels]` float32 → the same shape. torchvision's `RandomAffine` on a whole batch.
 */
export function randomAffine(images: Tensor, options: RandomAffineOptions = {}): Tensor {
  const { degrees = 0, translate = 0, scale = [1, 1], shear = 0, fill = 0, generator = defaultGenerator() } = options;
  if (images.ndim !== 4) {
    throw new ShapeError(`randomAffine: expected [batch, height, width, channels], got ${shapeText(images.shape)}`);
  }
  if (!(scale[0] > 0 && scale[0] <= scale[1])) {
    throw new ValueError(`randomAffine: expected scale [low, high] with 0 < low ≤ high, got [${scale.join(', ')}]`);
  }
  const [batch, height, width] = images.shape;
  const chances = generator.fillUniform(new Float32Array(batch * 5), -1, 1);
  const source = images.to('float32').dataSync() as Float32Array;
  const out = new Float32Array(source.length);
  const size = source.length / Math.max(batch, 1);
  for (let n = 0; n < batch; n++) {
    const [turn, slant, zoom, down, right] = chances.subarray(n * 5, n * 5 + 5);
    const map = inverseMap({
      angle: (turn * degrees * Math.PI) / 180,
      shear: (slant * shear * Math.PI) / 180,
      scale: scale[0] + ((zoom + 1) / 2) * (scale[1] - scale[0]),
      down: down * translate * height,
      right: right * translate * width,
    });
    const part = [n * size, (n + 1) * size] as const;
    resample(source.subarray(...part), out.subarray(...part), images.shape, map, fill);
  }
  return fromValues(out, images.shape);
}

interface Distortion {
  angle: number;
  shear: number;
  scale: number;
  down: number;
  right: number;
}

/** From a place in the result, relative to the centre, to the place in the source: `[a, b; c, d]` and the move. */
type InverseMap = readonly [a: number, b: number, c: number, d: number, right: number, down: number];

function inverseMap({ angle, shear, scale, down, right }: Distortion): InverseMap {
  const [cos, sin, slant] = [Math.cos(angle), Math.sin(angle), Math.tan(shear)];
  // Forward: rotation · shear · scale. Its inverse, written out.
  const s = 1 / scale;
  return [s * (cos + slant * sin), s * (sin - slant * cos), -s * sin, s * cos, right, down];
}

function resample(
  from: Float32Array,
  to: Float32Array,
  [, height, width, channels]: readonly number[],
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
