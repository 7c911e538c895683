import type { Tensors } from '../../autograd/derivatives.js';
import { type GraphOptions, graph as recorded } from '../../autograd/graph-data.js';
import { graphBundle, graphSpec } from '../../view/graph/graph.js';
import { graphText } from '../../view/graph/text.js';
import { showView } from '../../view/show.js';

/** How a computation graph is shown. */
export interface GraphViewOptions extends GraphOptions {
  /** Name in the header. */
  title?: string;
}

/**
 * Shows the operations that a tensor was computed by, with values and gradients where they are known: those of leaves, of
 * tensors in `names`, and gradients of results on which `retainGrad` was called. Call it after `backward` for gradients.
 *
 *     const x = tensor(-2, { requiresGrad: true });
 *     const q = x.add(5);
 *     q.retainGrad();
 *     const f = q.mul(-4);
 *     f.backward();
 *     view.graph(f, { names: { x, q, f } });
 *
 * @throws GradientError if nothing was recorded.
 */
export function graph(output: Tensors, { title, ...options }: GraphViewOptions = {}): void {
  const spec = graphSpec(recorded(output, options), title ? { title } : {});
  showView(spec, graphBundle, graphText);
}
