import { ValueError } from '../errors.js';
import { decodeImage } from '../files/image.js';
import type { Tensor } from '../tensor/tensor.js';
import { readPackaged } from './files.js';

const PHOTOGRAPHS = {
  china: {
    author: 'danielbuechele',
    source: 'https://www.flickr.com/photos/danielbuechele/6061409035/',
    sha256: '8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29',
  },
  flower: {
    author: 'vultilion',
    source: 'https://www.flickr.com/photos/vultilion/6056698931/',
    sha256: 'a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638',
  },
};

/** A picture, who took it, and where it comes from. */
export interface Photograph {
  name: string;
  /** float32 `[height, width, 3]`, RGB in 0…1. */
  image: Tensor;
  author: string;
  /** Address of the origin. */
  source: string;
  licence: string;
}

/**
 * A photograph in colour, `[427, 640, 3]` with values in 0…1: `china` is the Summer Palace in Beijing with its roofs and
 * edges, `flower` a dahlia before a blurred ground. Ships with the library.
 *
 *     datasets.photograph('china').image.shape // → [427, 640, 3]
 */
export function photograph(name: keyof typeof PHOTOGRAPHS): Photograph {
  if (!Object.hasOwn(PHOTOGRAPHS, name)) {
    throw new ValueError(`datasets.photograph: expected ${Object.keys(PHOTOGRAPHS).join(' or ')}, got '${name}'`);
  }
  const { author, source, sha256 } = PHOTOGRAPHS[name];
  const image = decodeImage(readPackaged(`${name}.jpg`, sha256));
  return { name, image, author, source, licence: 'CC BY 2.0' };
}
