import type { DownloadOptions } from './download.js';
import { type IdxSet, readIdxImages } from './idx-images.js';
import type { ImageDataset, ImageSplit } from './image-dataset.js';
import type { Part } from './standard.js';

const MNIST: IdxSet = {
  name: 'mnist',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  source: 'http://yann.lecun.com/exdb/mnist/',
  licence: 'CC BY-SA 3.0; Y. LeCun, C. Cortes, C. Burges',
  mirrors: ['https://ossci-datasets.s3.amazonaws.com/mnist/', 'https://storage.googleapis.com/cvdf-datasets/mnist/'],
  files: {
    train: [
      {
        name: 'train-images-idx3-ubyte.gz',
        bytes: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        bytes: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
    ],
    test: [
      {
        name: 't10k-images-idx3-ubyte.gz',
        bytes: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        bytes: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    ],
  },
};

/**
 * The MNIST database of handwritten digits: 60,000 images of 28×28 to train with and 10,000 to test, in 10 classes. The
 * first call downloads 11.6 MB into `root`; without a network, an error says which files to put there. With `split`, only
 * that part, as a data set. {@link mnist10k} needs no network.
 */
export function mnist(options: DownloadOptions & { split: Part }): Promise<ImageDataset>;
export function mnist(options?: DownloadOptions): Promise<ImageSplit>;
export function mnist(options: DownloadOptions & { split?: Part } = {}): Promise<ImageDataset | ImageSplit> {
  return readIdxImages(MNIST, options);
}
