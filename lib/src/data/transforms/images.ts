import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';

/** Height and width: one number for a square. */
export type Size = number | readonly [height: number, width: number];

/** Shape of one image of a batch. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Throws unless `images` is `[batch, height, width, channels]`; `channels` asks for a number of them. */
export function imageShape(where: string, images: Tensor, channels?: number): ImageShape & { batch: number } {
  const wanted = channels ?? 'channels';
  if (images.ndim !== 4 || (channels !== undefined && images.shape[3] !== channels)) {
    throw new ShapeError(`${where}: expected [batch, height, width, ${wanted}], got ${shapeText(images.shape)}`);
  }
  const [batch, height, width, own] = images.shape;
  return { batch, height, width, channels: own };
}

/** A new batch, each image written by `draw` from the one at its place; `to` gives another shape than the old one. */
export function eachImage(
  images: Tensor,
  draw: (from: Float32Array, to: Float32Array, place: number) => void,
  to: Partial<ImageShape> = {},
): Tensor {
  const [batch, height, width, channels] = images.shape;
  const shape = [batch, to.height ?? height, to.width ?? width, to.channels ?? channels];
  const source = images.to('float32').dataSync() as Float32Array;
  const [size, outSize] = [height * width * channels, shape[1] * shape[2] * shape[3]];
  const out = new Float32Array(batch * outSize);
  for (let n = 0; n < batch; n++) {
    draw(source.subarray(n * size, (n + 1) * size), out.subarray(n * outSize, (n + 1) * outSize), n);
  }
  return fromValues(out, shape);
}

/** Copies the pixels at the crossings of `rows` and `columns`; a place of −1 gets `fill`. */
export function pickPixels(
  from: Float32Array,
  to: Float32Array,
  { width, channels }: ImageShape,
  rows: Int32Array,
  columns: Int32Array,
  fill = 0,
): void {
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const start = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) to[at++] = row < 0 || column < 0 ? fill : from[start + c];
    }
  }
}

/** Height and width as a pair of whole numbers above 0. */
export function sizePair(where: string, size: Size): readonly [height: number, width: number] {
  const pair = typeof size === 'number' ? ([size, size] as const) : size;
  if (pair.length === 2 && pair.every((side) => Number.isInteger(side) && side > 0)) return pair;
  throw new ValueError(`${where}: expected a size of whole numbers above 0, got ${JSON.stringify(size)}`);
}

/** Throws unless `p` is a probability. */
export function checkChance(where: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(`${where}: expected p from 0 to 1, got ${p}`);
}

/** A range `[low, high]` with `least ≤ low ≤ high ≤ most`; else throws. */
export function checkRange(
  where: string,
  name: string,
  [low, high]: readonly [number, number],
  least = -Infinity,
  most = Infinity,
): void {
  if (low >= least && low <= high && high <= most) return;
  const bounds = [least, 'low', 'high', most].filter((bound) => typeof bound === 'string' || Number.isFinite(bound));
  throw new ValueError(`${where}: expected ${name} [low, high] with ${bounds.join(' ≤ ')}, got [${low}, ${high}]`);
}
