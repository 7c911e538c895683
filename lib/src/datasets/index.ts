export { cifar10 } from './cifar10.js';
export { Corpus } from './corpus.js';
export { digits } from './digits.js';
export type { DownloadOptions } from './download.js';
export { fashionMnist } from './fashion-mnist.js';
export { addingProblem } from './generated/adding-problem.js';
export { type BlobsOptions, blobs } from './generated/blobs.js';
export { type CheckerboardOptions, checkerboard, xor } from './generated/checkerboard.js';
export { type CirclesOptions, circles } from './generated/circles.js';
export { type CopyMemoryOptions, copyMemory } from './generated/copy-memory.js';
export { type GaussianQuantilesOptions, gaussianQuantiles } from './generated/gaussian-quantiles.js';
export { GeneratedDataset, type PointOptions, type SequenceOptions } from './generated/generated-dataset.js';
export { moons } from './generated/moons.js';
export { type ParityOptions, parity } from './generated/parity.js';
export {
  type LinearRegressionDataset,
  type LinearRegressionOptions,
  linearRegression,
  type SineRegressionOptions,
  sineRegression,
} from './generated/regression.js';
export { type SineWavesOptions, sineWaves } from './generated/sine-waves.js';
export { type SpiralsOptions, spirals } from './generated/spirals.js';
export { swissRoll } from './generated/swiss-roll.js';
export { TEMPORAL_ORDER_SYMBOLS, temporalOrder } from './generated/temporal-order.js';
export { ImageDataset, type ImageSplit } from './image-dataset.js';
export { ImageFolder, type ImageFolderOptions } from './image-folder.js';
export { iris } from './iris.js';
export { mnist } from './mnist.js';
export { mnist10k } from './mnist10k.js';
export { mobyDick } from './moby-dick.js';
export { type NamesOptions, names } from './names.js';
export { type PenguinsOptions, penguins } from './penguins.js';
export { type Photograph, photograph } from './photograph.js';
export type { Split, SplitOptions } from './split.js';
export { TableDataset, type TableSplit } from './table-dataset.js';
export { TextDataset } from './text-dataset.js';
