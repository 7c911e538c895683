export {
  Boundaries,
  type BoundaryOptions,
  boundaries,
  boundary,
} from '../explore/boundary.js';
export { type GraphViewOptions, graph } from '../explore/diagram/graph.js';
export { type NetworkOptions, network } from '../explore/diagram/network.js';
export { summary } from '../explore/diagram/summary.js';
export type { Field, PlaneRange } from '../explore/field.js';
export { type LandscapeOptions, landscape, type Parametrised } from '../explore/landscape.js';
export {
  type Playground,
  type PlaygroundOptions,
  type PlaygroundPart,
  playground,
} from '../explore/playground/playground.js';
export type { OwnData } from '../explore/playground/points.js';
export type {
  PlaygroundActivation,
  PlaygroundData,
  PlaygroundFeature,
  PlaygroundPenalty,
  PlaygroundProblem,
  PlaygroundSettings,
  PlaygroundSpec,
} from '../explore/playground/spec.js';
export { type SequenceViewOptions, sequence } from '../explore/sequence.js';
export { contour, type FieldSurfaceOptions, surface } from '../explore/surface.js';
export { type AttentionOptions, attention } from './attention/attention.js';
export type { AttentionSpec } from './attention/spec.js';
export type { Outputs } from './boundary/field.js';
export type { BoundaryPoints, BoundarySnapshot, BoundarySpec } from './boundary/spec.js';
export { type BoxesOptions, boxes } from './boxes/boxes.js';
export type { EachImage } from './boxes/given.js';
export type { BoxesSpec, FoundBox } from './boxes/spec.js';
export type { PointOptions } from './cloud/marks.js';
export type { CloudSpec, PointMarks } from './cloud/spec.js';
export type { Numbers } from './columns.js';
export { type ConfusionOptions, confusion, type Predictions } from './confusion/confusion.js';
export type { ConfusionSpec } from './confusion/spec.js';
export type {
  Button,
  Checkbox,
  CheckboxOptions,
  Control,
  ControlOptions,
  Select,
  SelectOptions,
  Slider,
  SliderOptions,
} from './controls/control.js';
export {
  button,
  type Controls,
  type ControlValues,
  checkbox,
  controls,
  select,
  slider,
} from './controls/controls.js';
export type { ControlGroup } from './controls/panel.js';
export type { ControlOutput, ControlSpec, ControlsSpec } from './controls/spec.js';
export { type ConvolutionViewOptions, convolution } from './convolution/convolution.js';
export type { ConvolutionSpec } from './convolution/spec.js';
export { type EmbeddingOptions, embedding } from './embedding/embedding.js';
export type { EmbeddingSpec, MapPlaces, Thumbnails } from './embedding/spec.js';
export type { GraphNodeSpec, GraphSpec } from './graph/spec.js';
export { type HistogramOptions, Histograms, histogram, histograms } from './histogram/histogram.js';
export type { HistogramLayer, HistogramSnapshot, HistogramSpec } from './histogram/spec.js';
export type { ModelLike, WatchedModule } from './histogram/watched.js';
export type { MimeBundle, ViewChannel, ViewHost } from './host.js';
export { Images, images } from './images/images.js';
export type { ImagesSpec, ImagesStep } from './images/spec.js';
export type { Layers } from './layers.js';
export type { NumberLists, TensorLike } from './lists.js';
export { type ImageOptions, image } from './maps/image.js';
export { type MapsOptions, maps } from './maps/maps.js';
export type { MapFacts, MapsLayer, MapsRange, MapsSpec } from './maps/spec.js';
export type { NetworkDetail, NetworkLayer, NetworkSpec, NetworkUnits } from './network/spec.js';
export type { Photo } from './photo/spec.js';
export { type BarOptions, bar } from './plot/bar.js';
export { type Lines, line } from './plot/line.js';
export type { PlotOptions } from './plot/plot.js';
export { type ScatterOptions, scatter } from './plot/scatter.js';
export type { PlotSeries, PlotSpec } from './plot/spec.js';
export { type ReceptiveFieldOptions, receptiveField } from './receptive-field/receptive-field.js';
export type { EffectiveField, FieldLayer, ReceptiveFieldSpec } from './receptive-field/spec.js';
export type { FieldModel, FieldModule, FieldTensor } from './receptive-field/trace.js';
export { type SaliencyOptions, saliency } from './saliency/saliency.js';
export type { SaliencySpec } from './saliency/spec.js';
export type { SequenceOptions } from './sequence/sequence.js';
export type { SequenceSpec, SpectrogramSpec } from './sequence/spec.js';
export type {
  JsonNumber,
  OddValues,
  TensorSpec,
  TensorSummary,
  TrainingMark,
  TrainingSeries,
  TrainingSpec,
} from './spec.js';
export type { SurfacePath, SurfaceSpec } from './surface/spec.js';
export type { SurfaceOptions } from './surface/surface.js';
export type { TableColumn, TableSpec } from './table/spec.js';
export { type TableData, type TableOptions, table } from './table/table.js';
export { type TensorViewOptions, tensor } from './tensor/tensor.js';
export type { Compared, ComparedRun } from './training/compare.js';
export {
  type Training,
  type TrainingOptions,
  type TrainingPlace,
  type TrainingValues,
  training,
} from './training/training.js';
export type { UnitFacts, UnitsSpec } from './units/spec.js';
export { type UnitsOptions, units } from './units/units.js';
export type { Readable } from './values.js';
