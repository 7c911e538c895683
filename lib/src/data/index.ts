export { type Collated, collate } from './collate.js';
export { DataLoader, type DataLoaderOptions } from './data-loader.js';
export { Dataset } from './dataset.js';
export { type RandomAffineOptions, randomAffine } from './random-affine.js';
export { type RandomSplitOptions, randomSplit, Subset } from './subset.js';
export { TensorDataset } from './tensor-dataset.js';
