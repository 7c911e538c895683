import { toBase64 } from '../../lib/src/view/base64.js';
import type { FieldLayer, ReceptiveFieldSpec } from '../../lib/src/view/receptive-field/spec.js';

/** Two convolutions of 3×3 over 9×9 pixels, the first with stride 2 and padding, and the gradient of the middle. */
export function fieldsOfTwo(): ReceptiveFieldSpec {
  const layer = (rest: Partial<FieldLayer>): FieldLayer => ({
    name: 'conv1',
    type: 'Conv2d',
    height: 5,
    width: 5,
    channels: 4,
    window: [3, 3],
    stride: [2, 2],
    dilation: [1, 1],
    padding: [1, 1],
    size: [3, 3],
    jump: [2, 2],
    ...rest,
  });
  const second = layer({ name: 'conv2', height: 2, width: 2, stride: [1, 1], padding: [0, 0], size: [7, 7] });
  return {
    version: 1,
    title: 'two',
    input: [9, 9, 1],
    layers: [layer({}), second],
    leftOut: ['fc (Linear)'],
    effective: { layer: 1, row: 0, col: 0, values: toBase64(Float32Array.from({ length: 81 }, (_, i) => i % 9)) },
  };
}
