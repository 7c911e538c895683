import { mapsSpec } from '../../lib/src/view/maps/maps.js';
import type { NetworkLayer, NetworkSpec } from '../../lib/src/view/network/spec.js';
import { tensorSpec } from '../../lib/src/view/tensor/tensor.js';

const layer = (kind: NetworkLayer['kind'], name: string, rest: Partial<NetworkLayer> = {}): NetworkLayer => ({
  kind,
  name,
  type: name,
  group: [],
  shape: [2, 8, 8, 3],
  parameters: 0,
  multiplyAdds: 0,
  details: [],
  ...rest,
});

/** A network with a way past its layers, weights and feature maps, as the library writes it. */
export function residualNetwork(): NetworkSpec {
  const values = Float32Array.from({ length: 2 * 8 * 8 * 3 }, (_, i) => i % 3);
  const filters = Float32Array.from({ length: 81 }, (_, i) => i - 40);
  const maps = mapsSpec({ shape: [2, 8, 8, 3], dtype: 'float32', values }, { title: 'activations' });
  const weight = mapsSpec(
    { shape: [3, 3, 3, 3], dtype: 'float32', values: filters },
    { title: 'weight', filters: true },
  );
  const bias = tensorSpec({ shape: [3], dtype: 'float32', values: Float32Array.of(1, 2, 3) }, { title: 'bias' });
  return {
    version: 1,
    title: 'residual',
    layers: [
      layer('input', 'input'),
      layer('layer', 'conv', {
        type: 'Conv2d',
        settings: '3, 3, kernelSize=3',
        parameters: 84,
        multiplyAdds: 2500,
        details: [
          { name: 'weight', kind: 'maps', spec: weight },
          { name: 'bias', kind: 'tensor', spec: bias },
        ],
      }),
      layer('layer', 'body.act', {
        type: 'ReLU',
        group: ['body'],
        dead: { units: 1, of: 3 },
        details: [{ name: 'activations', kind: 'maps', spec: maps }],
      }),
      layer('operation', 'add'),
    ],
    edges: [
      [0, 1],
      [1, 2],
      [0, 3],
      [2, 3],
    ],
    parameters: 90,
    trainable: 80,
    multiplyAdds: 2500,
    ofLayers: 4,
  };
}

/** A chain of dense layers of these sizes, as the library sends it. */
export function dense(sizes: number[]): NetworkSpec {
  const layers = sizes.map((size, i) => ({
    ...{ name: i === 0 ? 'input' : `fc${i}`, type: i === 0 ? 'input' : 'Linear', group: [], shape: [1, size] },
    ...{ kind: i === 0 ? ('input' as const) : ('layer' as const), parameters: 0, multiplyAdds: 0, details: [] },
  }));
  const edges = sizes.slice(1).map((_, i): [number, number] => [i, i + 1]);
  const units = sizes.map((size, i) => {
    const row = (unit: number) => Array.from({ length: sizes[i - 1] }, (_, from) => Math.sin(unit * 7 + from));
    return { layer: i, size, ...(i > 0 ? { weights: Array.from({ length: size }, (_, unit) => row(unit)) } : {}) };
  });
  return { version: 1, layers, edges, parameters: 0, trainable: 0, multiplyAdds: 0, ofLayers: layers.length, units };
}
