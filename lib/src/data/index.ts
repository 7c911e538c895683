export { type Collated, collate, type PlainArray } from './collate.js';
export { ConcatDataset } from './concat-dataset.js';
export { Dataset } from './dataset.js';
export { FunctionDataset, type FunctionDatasetOptions, type ModuleFunction } from './function-dataset.js';
export { IterableDataset } from './iterable-dataset.js';
export { type Fold, type KFoldOptions, kFold } from './k-fold.js';
export { DataLoader } from './loader/data-loader.js';
export type { DataLoaderState } from './loader/epoch.js';
export type { DataLoaderOptions } from './loader/loader-options.js';
export { MapDataset, type MapDatasetOptions } from './map-dataset.js';
export { randomSplit } from './random-split.js';
export { BatchSampler, type BatchSamplerOptions } from './samplers/batch-sampler.js';
export { DistributedSampler, type DistributedSamplerOptions } from './samplers/distributed-sampler.js';
export { RandomSampler, type RandomSamplerOptions } from './samplers/random-sampler.js';
export { Sampler, type SamplerState } from './samplers/sampler.js';
export { SequentialSampler } from './samplers/sequential-sampler.js';
export { StratifiedSampler } from './samplers/stratified-sampler.js';
export { SubsetRandomSampler } from './samplers/subset-random-sampler.js';
export { WeightedRandomSampler, type WeightedRandomSamplerOptions } from './samplers/weighted-random-sampler.js';
export type { SeedOptions } from './seed.js';
export { Subset } from './subset.js';
export { TensorDataset } from './tensor-dataset.js';
export { type AffineOptions, affine } from './transforms/affine.js';
export { type GaussianBlurOptions, gaussianBlur } from './transforms/blur.js';
export { type ColorJitterOptions, colorJitter, type Jitter } from './transforms/color-jitter.js';
export { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, grayscale } from './transforms/colour.js';
export { compose, type RandomApplyOptions, randomApply, type Transform } from './transforms/compose.js';
export { type BorderMode, centerCrop, type RandomCropOptions, randomCrop } from './transforms/crop.js';
export { type CutoutOptions, cutout, type RandomErasingOptions, randomErasing } from './transforms/erase.js';
export { type FlipOptions, randomHorizontalFlip, randomVerticalFlip } from './transforms/flip.js';
export type { Size } from './transforms/images.js';
export { cutmix, type MixOptions, mixup } from './transforms/mix.js';
export { type GaussianNoiseOptions, gaussianNoise } from './transforms/noise.js';
export { denormalize, type NormalizeOptions, normalize } from './transforms/normalize.js';
export { type RandomAffineOptions, randomAffine, randomRotation } from './transforms/random-affine.js';
export {
  type Box,
  type RandomResizedCropOptions,
  type ResizeOptions,
  randomResizedCrop,
  resize,
  resizedCrop,
} from './transforms/resize.js';
export { type OneHotOptions, oneHot } from './transforms/targets.js';
