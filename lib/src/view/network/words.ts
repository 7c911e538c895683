import { counted } from '../numbers.js';
import type { NetworkLayer, NetworkSpec } from './spec.js';

/** A whole number with its thousands apart. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `28×28×1` of an image, `200` of a vector: a shape without the batch. */
export function shapeWords(shape: readonly number[]): string {
  return shape.length < 2 ? 'scalar' : shape.slice(1).join('×');
}

/** How much there is, in one line. */
export function networkLine({ layers, parameters, trainable, multiplyAdds, ofLayers }: NetworkSpec): string {
  const frozen = parameters - trainable;
  return [
    counted(layers.filter(({ kind }) => kind === 'layer').length, 'layer'),
    `${grouped(parameters)} parameters${frozen ? ` (${grouped(frozen)} frozen)` : ''}`,
    `${grouped(multiplyAdds)} multiply-adds`,
    ...(ofLayers > layers.length ? [`the first ${layers.length} of ${ofLayers} calls`] : []),
  ].join(', ');
}

/** What is said under a layer's name. */
export function layerLines(layer: NetworkLayer): string[] {
  const { kind, type, name, shape, parameters, again, dead } = layer;
  return [
    ...(kind === 'layer' && type !== name ? [type] : []),
    shapeWords(shape),
    ...(again ? ['called again'] : parameters ? [`${grouped(parameters)} parameters`] : []),
    ...(dead?.units ? [`${dead.units} of ${dead.of} dead`] : []),
  ];
}
