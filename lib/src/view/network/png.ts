import { closedBelow, collapsed, depthFor } from '../layered/collapse.js';
import { type BoxPicture, diagramPng } from '../layered/png.js';
import type { Head } from '../picture/headed.js';
import { sketchOf } from './sketch.js';
import type { NetworkSpec } from './spec.js';
import { unitsPng } from './units-png.js';
import { grouped, layerLines, networkLine } from './words.js';

/** Boxes of a picture; more are joined by module. */
const MOST = 40;

/**
 * The picture of a network as a PNG file in base64: of a small one its units with their weights, else its layers downwards
 * with their results drawn over their names.
 */
export function networkPng(spec: NetworkSpec): string | undefined {
  const head = (more = '') => ({ ...(spec.title ? { title: spec.title } : {}), line: networkLine(spec) + more });
  return unitsPng(spec, head()) ?? layersPng(spec, head);
}

function layersPng(spec: NetworkSpec, head: (more: string) => Head): string | undefined {
  const groups = spec.layers.map(({ group }) => group);
  const depth = depthFor(groups, spec.edges, MOST);
  const { items, arrows } = collapsed(groups, spec.edges, closedBelow(depth));
  const shown = items.slice(0, 2 * MOST);
  const boxes = shown.map(({ module, members }): BoxPicture => {
    const layers = members.map((i) => spec.layers[i]);
    if (module !== null) {
      const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
      const lines = [`${layers.length} calls`, `${grouped(parameters)} parameters`];
      return { name: module, lines, closed: true };
    }
    const [layer] = layers;
    const sketch = layer.kind === 'operation' ? undefined : sketchOf(layer.shape);
    return { name: layer.name, lines: layerLines(layer), ...(sketch ? { sketch } : {}) };
  });
  const kept = arrows.filter(([a, b]) => a < shown.length && b < shown.length);
  const cut = shown.length < items.length ? `; picture: first ${shown.length}` : '';
  return diagramPng(head(cut), boxes, kept);
}
