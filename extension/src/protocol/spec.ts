import type * as playground from '../../../lib/src/explore/playground/spec.js';
import type * as attention from '../../../lib/src/view/attention/spec.js';
import type * as boundary from '../../../lib/src/view/boundary/spec.js';
import type * as boxes from '../../../lib/src/view/boxes/spec.js';
import type * as cloud from '../../../lib/src/view/cloud/spec.js';
import type * as confusion from '../../../lib/src/view/confusion/spec.js';
import type * as controls from '../../../lib/src/view/controls/spec.js';
import type * as convolution from '../../../lib/src/view/convolution/spec.js';
import type * as embedding from '../../../lib/src/view/embedding/spec.js';
import type * as graph from '../../../lib/src/view/graph/spec.js';
import type * as histogram from '../../../lib/src/view/histogram/spec.js';
import type * as maps from '../../../lib/src/view/maps/spec.js';
import type * as network from '../../../lib/src/view/network/spec.js';
import type * as plot from '../../../lib/src/view/plot/spec.js';
import type * as receptiveField from '../../../lib/src/view/receptive-field/spec.js';
import type * as saliency from '../../../lib/src/view/saliency/spec.js';
import type * as sequence from '../../../lib/src/view/sequence/spec.js';
import type * as lectern from '../../../lib/src/view/spec.js';
import type * as surface from '../../../lib/src/view/surface/spec.js';
import type * as table from '../../../lib/src/view/table/spec.js';
import type * as units from '../../../lib/src/view/units/spec.js';

export type {
  PlaygroundData,
  PlaygroundFeature,
  PlaygroundReply,
  PlaygroundRequest,
  PlaygroundSettings,
  PlaygroundSpec,
} from '../../../lib/src/explore/playground/spec.js';
export type { BoxesSpec, FoundBox } from '../../../lib/src/view/boxes/spec.js';
export type { ConfusionSpec } from '../../../lib/src/view/confusion/spec.js';
export type { ControlOutput, ControlRequest, ControlSpec, ControlsSpec } from '../../../lib/src/view/controls/spec.js';
export type { ConvolutionSpec } from '../../../lib/src/view/convolution/spec.js';
export type {
  HistogramDelta,
  HistogramLayer,
  HistogramSnapshot,
  HistogramSpec,
} from '../../../lib/src/view/histogram/spec.js';
export type { MapFacts, MapsLayer, MapsSpec } from '../../../lib/src/view/maps/spec.js';
export type { Photo } from '../../../lib/src/view/photo/spec.js';
export type { PlotSeries, PlotSpec } from '../../../lib/src/view/plot/spec.js';
export type { FieldLayer, ReceptiveFieldSpec } from '../../../lib/src/view/receptive-field/spec.js';
export type { SaliencySpec } from '../../../lib/src/view/saliency/spec.js';
export type {
  JsonNumber,
  KeptRange,
  LiveMessage,
  LiveOpen,
  OddValues,
  TensorSpec,
  TensorSummary,
  TrainingDelta,
  TrainingMark,
  TrainingNews,
  TrainingSeries,
  TrainingSpec,
} from '../../../lib/src/view/spec.js';
export type { SurfacePath, SurfaceSpec } from '../../../lib/src/view/surface/spec.js';

// The library is not bundled into the extension, so its constants are repeated here; the types keep them equal.

function mime<N extends string>(name: N): `application/vnd.lectern.${N}.v1+json` {
  return `application/vnd.lectern.${name}.v1+json`;
}

/** MIME type of a tensor view. */
export const TENSOR_MIME: typeof lectern.TENSOR_MIME = mime('tensor');

/** MIME type of a training view. */
export const TRAINING_MIME: typeof lectern.TRAINING_MIME = mime('training');

/** MIME type of histograms. */
export const HISTOGRAM_MIME: typeof histogram.HISTOGRAM_MIME = mime('histogram');

/** MIME type of feature maps, filters and images. */
export const MAPS_MIME: typeof maps.MAPS_MIME = mime('maps');

/** MIME type of lines, clouds of points and bars. */
export const PLOT_MIME: typeof plot.PLOT_MIME = mime('plot');

/** MIME type of a confusion matrix. */
export const CONFUSION_MIME: typeof confusion.CONFUSION_MIME = mime('confusion');

/** MIME type of the activations of a layer's units. */
export const UNITS_MIME: typeof units.UNITS_MIME = mime('units');
/** MIME type of decision boundaries. */
export const BOUNDARY_MIME: typeof boundary.BOUNDARY_MIME = mime('boundary');

/** MIME type of surfaces and contour maps. */
export const SURFACE_MIME: typeof surface.SURFACE_MIME = mime('surface');

/** MIME type of a convolution or a pool, place by place. */
export const CONVOLUTION_MIME: typeof convolution.CONVOLUTION_MIME = mime('convolution');

/** MIME type of boxes and masks over images. */
export const BOXES_MIME: typeof boxes.BOXES_MIME = mime('boxes');

/** MIME type of a heat map over images. */
export const SALIENCY_MIME: typeof saliency.SALIENCY_MIME = mime('saliency');

/** MIME type of points of many columns on maps. */
export const EMBEDDING_MIME: typeof embedding.EMBEDDING_MIME = mime('embedding');

/** MIME type of a computation graph. */
export const GRAPH_MIME: typeof graph.GRAPH_MIME = mime('graph');

/** MIME type of tables and model summaries. */
export const TABLE_MIME: typeof table.TABLE_MIME = mime('table');

/** MIME type of a network. */
export const NETWORK_MIME: typeof network.NETWORK_MIME = mime('network');

/** MIME type of attention weights. */
export const ATTENTION_MIME: typeof attention.ATTENTION_MIME = mime('attention');

/** MIME type of what the outputs of layers see. */
export const RECEPTIVE_FIELD_MIME: typeof receptiveField.RECEPTIVE_FIELD_MIME = mime('receptive-field');

/** MIME type of values over time. */
export const SEQUENCE_MIME: typeof sequence.SEQUENCE_MIME = mime('sequence');

/** Comm target on which live views talk. */
export const VIEW_TARGET: typeof lectern.VIEW_TARGET = 'lectern.view';

/** MIME type of points in space. */
export const CLOUD_MIME: typeof cloud.CLOUD_MIME = mime('cloud');
/** MIME type of controls. */
export const CONTROLS_MIME: typeof controls.CONTROLS_MIME = mime('controls');

/** Comm target on which controls talk. */
export const CONTROL_TARGET: typeof controls.CONTROL_TARGET = 'lectern.control';

/** MIME type of a playground. */
export const PLAYGROUND_MIME: typeof playground.PLAYGROUND_MIME = mime('playground');

/** Cells along a side of a unit's heat map. */
export const PLAYGROUND_GRID: typeof playground.PLAYGROUND_GRID = 48;
