export { type BarOptions, bar } from './bar.js';
export type { Numbers } from './columns.js';
export { type ConfusionOptions, confusion, type Predictions } from './confusion.js';
export type { ConfusionSpec } from './confusion-spec.js';
export { type HistogramOptions, Histograms, histogram, histograms } from './histogram.js';
export type { HistogramLayer, HistogramSnapshot, HistogramSpec } from './histogram-spec.js';
export type { MimeBundle, ViewChannel, ViewHost } from './host.js';
export { type ImageOptions, image } from './image.js';
export type { Layers } from './layers.js';
export { type Lines, line } from './line.js';
export { type MapsOptions, maps } from './maps.js';
export type { MapFacts, MapsSpec } from './maps-spec.js';
export type { PlotOptions } from './plot.js';
export type { PlotSeries, PlotSpec } from './plot-spec.js';
export { type ScatterOptions, scatter } from './scatter.js';
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
