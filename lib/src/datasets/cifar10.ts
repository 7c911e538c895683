import { type CifarSet, readCifarImages } from './cifar-images.js';
import type { DownloadOptions } from './download.js';
import type { ImageDataset, ImageSplit } from './image-dataset.js';
import type { Part } from './standard.js';

const CIFAR10: CifarSet = {
  name: 'cifar10',
  classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  source: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  licence: 'none stated; cite A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009',
  mirrors: ['https://www.cs.toronto.edu/~kriz/', 'https://cave.cs.toronto.edu/kriz/'],
  archive: {
    name: 'cifar-10-binary.tar.gz',
    bytes: 170_052_171,
    sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  },
  batches: {
    train: [1, 2, 3, 4, 5].map((i) => `cifar-10-batches-bin/data_batch_${i}.bin`),
    test: ['cifar-10-batches-bin/test_batch.bin'],
  },
};

/**
 * CIFAR-10 (A. Krizhevsky 2009): 50,000 colour images of 32×32 to train with and 10,000 to test, in 10 classes. The first
 * call downloads 170 MB into `root`; without a network, an error says which file to put there. With `split`, only that
 * part, as a data set.
 */
export function cifar10(options: DownloadOptions & { split: Part }): Promise<ImageDataset>;
export function cifar10(options?: DownloadOptions): Promise<ImageSplit>;
export function cifar10(options: DownloadOptions & { split?: Part } = {}): Promise<ImageDataset | ImageSplit> {
  return readCifarImages(CIFAR10, options);
}
