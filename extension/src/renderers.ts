import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { store } from './live.js';
import { TENSOR_MIME, TRAINING_MIME } from './protocol/spec.js';
import { rendererFactory } from './shell/renderer.js';

/** Below every built-in rank, so that a view wins over the picture and the text in the same bundle. */
const RANK = 10;

/** Registers a renderer for each MIME type; the code of a view is loaded when one is first shown. */
export const renderers: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:renderers',
  description: 'Draws tensors and training curves in notebook outputs.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (_app, registry: IRenderMimeRegistry) => {
    registry.addFactory(
      rendererFactory(TENSOR_MIME, async () => {
        const { TensorView } = await import('./tensor/view.js');
        return () => new TensorView();
      }),
      RANK,
    );
    registry.addFactory(
      rendererFactory(TRAINING_MIME, async () => {
        const { TrainingView } = await import('./training/view.js');
        return () => new TrainingView(store);
      }),
      RANK,
    );
  },
};
