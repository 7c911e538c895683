import type { DownloadOptions } from './download.js';
import { type IdxSet, readIdxImages } from './idx-images.js';
import type { ImageDataset, ImageSplit } from './image-dataset.js';
import type { Part } from './standard.js';

const FASHION_MNIST: IdxSet = {
  name: 'fashionMnist',
  classes: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  source: 'https://github.com/zalandoresearch/fashion-mnist',
  licence: 'MIT; Zalando SE',
  mirrors: [
    'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
  files: {
    train: [
      {
        name: 'train-images-idx3-ubyte.gz',
        bytes: 26_421_880,
        sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        bytes: 29_515,
        sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
      },
    ],
    test: [
      {
        name: 't10k-images-idx3-ubyte.gz',
        bytes: 4_422_102,
        sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        bytes: 5_148,
        sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
      },
    ],
  },
};

/**
 * Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf 2017): 60,000 grey images of 28×28 of clothes to train with and 10,000 to
 * test, in 10 classes. The first call downloads 30.9 MB into `root`; without a network, an error says which files to put
 * there. With `split`, only that part, as a data set.
 */
export function fashionMnist(options: DownloadOptions & { split: Part }): Promise<ImageDataset>;
export function fashionMnist(options?: DownloadOptions): Promise<ImageSplit>;
export function fashionMnist(options: DownloadOptions & { split?: Part } = {}): Promise<ImageDataset | ImageSplit> {
  return readIdxImages(FASHION_MNIST, options);
}
