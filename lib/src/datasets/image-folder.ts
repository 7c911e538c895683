import { Dataset } from '../data/dataset.js';
import { checkIndex } from '../data/rows.js';
import { codeOf, fileSystem, pathTools } from '../disk/node-files.js';
import { FileError } from '../errors.js';
import { readImage } from '../files/image.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

export interface ImageFolderOptions {
  /** What each image becomes, e.g. one of the common size that batches need; default itself. */
  transform?: (image: Tensor) => Tensor;
  /** Channels that images are converted to: 1 (grey), 3 (RGB, the default) or 4 (RGB and opacity). */
  channels?: 1 | 3 | 4;
}

const WHERE = 'ImageFolder';
const IMAGE = /\.(png|jpe?g)$/i;

/**
 * PNG and JPEG files in folders, one folder a class: `root/cat/1.png`, `root/dog/a/2.jpg`. A sample is `[image, label]`: float32
 * `[height, width, channels]` with values in 0…1, and an int32 scalar. A file is read each time its sample is asked for.
 * Classes and files are sorted by name; hidden folders are left out.
 *
 *     const { mkdirSync } = process.getBuiltinModule('node:fs');
 *     mkdirSync('pictures/cats', { recursive: true });
 *     files.writeImage('pictures/cats/1.png', rand(8, 8, 3));
 *     new datasets.ImageFolder('pictures').length // → 1
 *
 * @throws FileError if the folder cannot be read, holds no folders, or one of them no images.
 */
export class ImageFolder extends Dataset<[image: Tensor, label: Tensor]> {
  readonly length: number;
  /** Names of the folders; a label is an index into them. */
  readonly classes: readonly string[];
  /** The file of each sample. */
  readonly paths: readonly string[];
  readonly #labels: Int32Array;
  readonly #options: ImageFolderOptions;

  constructor(root: string, options: ImageFolderOptions = {}) {
    super();
    const { join } = pathTools(WHERE);
    const fs = fileSystem(WHERE);
    const entries = list(root, false).filter((name) => !name.startsWith('.'));
    this.classes = entries.filter((name) => fs.statSync(join(root, name)).isDirectory());
    if (this.classes.length === 0) {
      throw new FileError(
        `${WHERE}: expected a folder for each class in ${root}, got ${entries.length} files and no folder`,
      );
    }
    const files = this.classes.map((name) => {
      const images = list(join(root, name), true).filter((file) => IMAGE.test(file));
      if (images.length > 0) return images.map((file) => join(root, name, file));
      throw new FileError(`${WHERE}: expected PNG or JPEG files in each folder, got none in ${join(root, name)}`);
    });
    this.paths = files.flat();
    this.#labels = Int32Array.from(files.flatMap((paths, label) => paths.map(() => label)));
    this.length = this.paths.length;
    this.#options = options;
  }

  /** All labels, int32 `[length]`. */
  get labels(): Tensor {
    return fromValues(this.#labels.slice(), [this.length], 'int32');
  }

  get(index: number): [image: Tensor, label: Tensor] {
    checkIndex(WHERE, index, this.length);
    const { transform = (image) => image, channels = 3 } = this.#options;
    const image = transform(readImage(this.paths[index], { channels }));
    return [image, fromValues(this.#labels.slice(index, index + 1), [], 'int32')];
  }
}

function list(folder: string, recursive: boolean): string[] {
  try {
    return fileSystem(WHERE).readdirSync(folder, { recursive }).sort();
  } catch (error) {
    throw new FileError(`${WHERE}: expected a folder that can be read, got ${codeOf(error)} for ${folder}`, {
      cause: error,
    });
  }
}
