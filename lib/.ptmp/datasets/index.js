export { digits } from './digits.js';
export { DataFileError } from './files.js';
export { ImageDataset } from './image-dataset.js';
export { mnist10k } from './mnist10k.js';
