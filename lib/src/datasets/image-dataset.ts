import { Dataset } from '../data/dataset.js';
import { checkIndex, gatherRows } from '../data/rows.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { type Split, type SplitOptions, stratifiedSplit } from './split.js';

/** Images as bytes, all of one size, with a class number each. */
export interface ImageBytes {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for RGB; default 1. */
  readonly channels?: number;
  /** The byte that means 1.0. */
  readonly white: number;
  /** Image after image, row by row, the channels of a pixel together. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Labelled images in two parts without overlap, and where they come from. */
export type ImageSplit = Split<ImageDataset>;

/** Shuffles the images, then holds out the same part of each class. */
export function splitImages(
  bytes: ImageBytes,
  classes: readonly string[],
  options: SplitOptions,
): Pick<ImageSplit, 'train' | 'test'> {
  return stratifiedSplit(bytes.labels, classes, options, (rows) => new ImageDataset(bytes, rows, classes));
}

/**
 * Labelled images. A sample is `[image, label]`: float32 `[height, width, channels]` with values in 0…1, and an int32
 * scalar. Pixels stay bytes in memory until they are asked for.
 *
 *     datasets.digits().train instanceof datasets.ImageDataset // → true
 */
export class ImageDataset extends Dataset<[image: Tensor, label: Tensor]> {
  readonly length: number;
  /** Names of the classes; a label is an index into them. */
  readonly classes: readonly string[];
  readonly #bytes: ImageBytes;
  readonly #rows: Int32Array;
  #all: [Tensor, Tensor] | undefined;

  constructor(bytes: ImageBytes, rows: Int32Array, classes: readonly string[]) {
    super();
    this.#bytes = bytes;
    this.#rows = rows;
    this.classes = classes;
    this.length = rows.length;
  }

  /** All images, `[length, height, width, channels]`. */
  get images(): Tensor {
    return this.#everything()[0];
  }

  /** All labels, int32 `[length]`. */
  get labels(): Tensor {
    return this.#everything()[1];
  }

  get(index: number): [image: Tensor, label: Tensor] {
    const [images, labels] = this.batch([index]);
    return [images.squeeze(0), labels.squeeze(0)];
  }

  override batch(indices: ArrayLike<number>): [image: Tensor, label: Tensor] {
    const rows = Int32Array.from(indices, (index) => {
      checkIndex('ImageDataset', index, this.length);
      return this.#rows[index];
    });
    return this.#tensors(rows);
  }

  #everything(): [Tensor, Tensor] {
    this.#all ??= this.#tensors(this.#rows);
    return this.#all;
  }

  #tensors(rows: Int32Array): [Tensor, Tensor] {
    const { height, width, channels = 1, white, pixels, labels } = this.#bytes;
    const chosen = gatherRows(pixels, height * width * channels, rows);
    const values = new Float32Array(chosen.length);
    // A loop: Float32Array.from with a function took 4 ms for a batch of 64, more than the network's forward pass.
    for (let i = 0; i < chosen.length; i++) values[i] = chosen[i] / white;
    const classes = Int32Array.from(gatherRows(labels, 1, rows));
    const count = rows.length;
    return [fromValues(values, [count, height, width, channels], 'float32'), fromValues(classes, [count], 'int32')];
  }
}
