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
import type { ViewLoader } from './shell/view.js';

/** Below every built-in rank, so that a view wins over the picture and the text in the same bundle. */
const RANK = 10;

/** What draws each MIME type; its code is loaded when one is first shown. */
const LOADERS: Record<string, (registry: IRenderMimeRegistry) => ReturnType<ViewLoader>> = {
  [TENSOR_MIME]: async () => {
    const { TensorView } = await import('./tensor/view.js');
    return () => new TensorView();
  },
  [TRAINING_MIME]: async () => {
    const { TrainingView } = await import('./training/view.js');
    return () => new TrainingView(store);
  },
  [PLAYGROUND_MIME]: async () => {
    const { PlaygroundView } = await import('./playground/view.js');
    return () => new PlaygroundView(links);
  },
  [HISTOGRAM_MIME]: async () => {
    const { HistogramView } = await import('./histogram/view.js');
    return () => new HistogramView(store);
  },
  [MAPS_MIME]: async () => {
    const { MapsView } = await import('./maps/view.js');
    return () => new MapsView(store);
  },
  [PLOT_MIME]: async () => {
    const { PlotView } = await import('./plot/view.js');
    return () => new PlotView();
  },
  [CLOUD_MIME]: async () => {
    const { CloudView } = await import('./cloud/view.js');
    return () => new CloudView();
  },
  [BOUNDARY_MIME]: async () => {
    const { BoundaryView } = await import('./boundary/view.js');
    return () => new BoundaryView(store);
  },
  [SURFACE_MIME]: async () => {
    const { SurfaceView } = await import('./surface/view.js');
    return () => new SurfaceView();
  },
  [CONFUSION_MIME]: async () => {
    const { ConfusionView } = await import('./confusion/view.js');
    return () => new ConfusionView();
  },
  [UNITS_MIME]: async () => {
    const { UnitsView } = await import('./units/view.js');
    return () => new UnitsView();
  },
  [CONVOLUTION_MIME]: async () => {
    const { ConvolutionView } = await import('./convolution/view.js');
    return () => new ConvolutionView();
  },
  [CONTROLS_MIME]: async (registry) => {
    const { ControlsView } = await import('./controls/view.js');
    return () => new ControlsView(links, registry);
  },
  [BOXES_MIME]: async () => {
    const { BoxesView } = await import('./boxes/view.js');
    return () => new BoxesView();
  },
  [SALIENCY_MIME]: async () => {
    const { SaliencyView } = await import('./saliency/view.js');
    return () => new SaliencyView();
  },
  [EMBEDDING_MIME]: async () => {
    const { EmbeddingView } = await import('./embedding/view.js');
    return () => new EmbeddingView();
  },
  [GRAPH_MIME]: async () => {
    const { GraphView } = await import('./graph/view.js');
    return () => new GraphView();
  },
  [NETWORK_MIME]: async () => {
    const { NetworkView } = await import('./network/view.js');
    return () => new NetworkView();
  },
  [ATTENTION_MIME]: async () => {
    const { AttentionView } = await import('./attention/view.js');
    return () => new AttentionView();
  },
  [RECEPTIVE_FIELD_MIME]: async () => {
    const { ReceptiveFieldView } = await import('./receptive-field/view.js');
    return () => new ReceptiveFieldView();
  },
  [TABLE_MIME]: async () => {
    const { TableView } = await import('./table/view.js');
    return () => new TableView();
  },
  [SEQUENCE_MIME]: async () => {
    const { SequenceView } = await import('./sequence/view.js');
    return () => new SequenceView();
  },
};

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
