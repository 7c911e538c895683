import { readPackaged } from './files.js';
import { type ImageSplit, splitImages } from './image-dataset.js';
import type { SplitOptions } from './split.js';

const COUNT = 1797;
const SIDE = 8;
const SHA256 = '87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826';
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * 1,797 handwritten digits of 8×8 pixels (UCI, Alpaydin and Kaynak 1998), in 10 classes; values in steps of 1/16. Ships
 * with the library. A fifth of each class is held out unless `testFraction` says otherwise.
 *
 *     const { train } = datasets.digits();
 *     train.length // → 1438
 */
export function digits(options: SplitOptions = {}): ImageSplit {
  const bytes = readPackaged('digits-8x8.bin', SHA256);
  const pixels = bytes.subarray(0, COUNT * SIDE * SIDE);
  const labels = bytes.subarray(COUNT * SIDE * SIDE);
  return {
    name: 'digits',
    classes: CLASSES,
    source: 'https://doi.org/10.24432/C50P49',
    licence: 'CC BY 4.0',
    ...splitImages({ height: SIDE, width: SIDE, white: 16, pixels, labels }, CLASSES, options),
  };
}
