export { collate } from './collate.js';
export { DataLoader } from './data-loader.js';
export { Dataset } from './dataset.js';
export { randomAffine } from './random-affine.js';
export { randomSplit, Subset } from './subset.js';
export { TensorDataset } from './tensor-dataset.js';
