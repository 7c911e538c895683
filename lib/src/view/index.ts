export type { MimeBundle, ViewChannel, ViewHost } from './host.js';
export type { JsonNumber, TensorSpec, TensorSummary, TrainingSeries, TrainingSpec } from './spec.js';
export { type TensorViewOptions, tensor } from './tensor.js';
export {
  type Training,
  type TrainingOptions,
  type TrainingPlace,
  type TrainingValues,
  training,
} from './training.js';
export type { Readable } from './values.js';
