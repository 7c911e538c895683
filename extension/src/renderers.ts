import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { links } from './links.js';
import { store } from './live.js';
import {
  ATTENTION_MIME,
  BOUNDARY_MIME,
  BOXES_MIME,
  CLOUD_MIME,
  CONFUSION_MIME,
  CONTROLS_MIME,
  CONVOLUTION_MIME,
  EMBEDDING_MIME,
  GRAPH_MIME,
  HISTOGRAM_MIME,
  MAPS_MIME,
  NETWORK_MIME,
  PLAYGROUND_MIME,
  PLOT_MIME,
  RECEPTIVE_FIELD_MIME,
  SALIENCY_MIME,
  SEQUENCE_MIME,
  SURFACE_MIME,
  TABLE_MIME,
  TENSOR_MIME,
  TRAINING_MIME,
  UNITS_MIME,
} from './protocol/spec.js';
import { rendererFactory } from './shell/renderer.js';
import type { View, ViewLoader } from './shell/view.js';

/** Below every built-in rank, so that a view wins over the picture and the text in the same bundle. */
const RANK = 10;

type Loading = (registry: IRenderMimeRegistry) => ReturnType<ViewLoader>;

/** What draws each MIME type; its code is loaded when one is first shown. */
const LOADERS: Record<string, Loading> = {
  [TENSOR_MIME]: loading(
    () => import('./tensor/view.js'),
    ({ TensorView }) => new TensorView(),
  ),
  [TRAINING_MIME]: loading(
    () => import('./training/view.js'),
    ({ TrainingView }) => new TrainingView(store),
  ),
  [PLAYGROUND_MIME]: loading(
    () => import('./playground/view.js'),
    ({ PlaygroundView }) => new PlaygroundView(links),
  ),
  [HISTOGRAM_MIME]: loading(
    () => import('./histogram/view.js'),
    ({ HistogramView }) => new HistogramView(store),
  ),
  [MAPS_MIME]: loading(
    () => import('./maps/view.js'),
    ({ MapsView }) => new MapsView(store),
  ),
  [PLOT_MIME]: loading(
    () => import('./plot/view.js'),
    ({ PlotView }) => new PlotView(),
  ),
  [CLOUD_MIME]: loading(
    () => import('./cloud/view.js'),
    ({ CloudView }) => new CloudView(),
  ),
  [BOUNDARY_MIME]: loading(
    () => import('./boundary/view.js'),
    ({ BoundaryView }) => new BoundaryView(store),
  ),
  [SURFACE_MIME]: loading(
    () => import('./surface/view.js'),
    ({ SurfaceView }) => new SurfaceView(),
  ),
  [CONFUSION_MIME]: loading(
    () => import('./confusion/view.js'),
    ({ ConfusionView }) => new ConfusionView(),
  ),
  [UNITS_MIME]: loading(
    () => import('./units/view.js'),
    ({ UnitsView }) => new UnitsView(),
  ),
  [CONVOLUTION_MIME]: loading(
    () => import('./convolution/view.js'),
    ({ ConvolutionView }) => new ConvolutionView(),
  ),
  [CONTROLS_MIME]: loading(
    () => import('./controls/view.js'),
    ({ ControlsView }, registry) => new ControlsView(links, registry),
  ),
  [BOXES_MIME]: loading(
    () => import('./boxes/view.js'),
    ({ BoxesView }) => new BoxesView(),
  ),
  [SALIENCY_MIME]: loading(
    () => import('./saliency/view.js'),
    ({ SaliencyView }) => new SaliencyView(),
  ),
  [EMBEDDING_MIME]: loading(
    () => import('./embedding/view.js'),
    ({ EmbeddingView }) => new EmbeddingView(),
  ),
  [GRAPH_MIME]: loading(
    () => import('./graph/view.js'),
    ({ GraphView }) => new GraphView(),
  ),
  [NETWORK_MIME]: loading(
    () => import('./network/view.js'),
    ({ NetworkView }) => new NetworkView(),
  ),
  [ATTENTION_MIME]: loading(
    () => import('./attention/view.js'),
    ({ AttentionView }) => new AttentionView(),
  ),
  [RECEPTIVE_FIELD_MIME]: loading(
    () => import('./receptive-field/view.js'),
    ({ ReceptiveFieldView }) => new ReceptiveFieldView(),
  ),
  [TABLE_MIME]: loading(
    () => import('./table/view.js'),
    ({ TableView }) => new TableView(),
  ),
  [SEQUENCE_MIME]: loading(
    () => import('./sequence/view.js'),
    ({ SequenceView }) => new SequenceView(),
  ),
};

function loading<M>(load: () => Promise<M>, make: (module: M, registry: IRenderMimeRegistry) => View): Loading {
  return async (registry) => {
    const module = await load();
    return () => make(module, registry);
  };
}

/** Registers a renderer for each MIME type. */
export const renderers: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:renderers',
  description: 'Draws tensors, training curves and other views in notebook outputs.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (_app, registry: IRenderMimeRegistry) => {
    for (const [mimeType, load] of Object.entries(LOADERS)) {
      registry.addFactory(
        rendererFactory(mimeType, () => load(registry)),
        RANK,
      );
    }
  },
};
