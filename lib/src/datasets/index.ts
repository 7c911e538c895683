export { digits } from './digits.js';
export { ImageDataset } from './image-dataset.js';
export { mnist10k } from './mnist10k.js';
export type { ImageSplit, SplitOptions } from './split.js';
