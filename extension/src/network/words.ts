import type { NetworkData, NetworkLayerData } from '../protocol/decode-network.js';

/** A whole number with its thousands apart. */
export function grouped(n: number): string {
  return n.toLocaleString('en');
}

/** `28×28×1` of an image, `200` of a vector: a shape without the batch. */
export function shapeWords(shape: readonly number[]): string {
  return shape.length < 2 ? 'scalar' : shape.slice(1).join('×');
}

/** What is said under a layer's name. */
export function layerLines({ kind, type, name, shape, parameters, again, dead }: NetworkLayerData): string[] {
  return [
    ...(kind === 'layer' && type !== name ? [type] : []),
    shapeWords(shape),
    ...(again ? ['called again'] : parameters ? [`${grouped(parameters)} params`] : []),
    ...(dead?.units ? [`${dead.units} of ${dead.of} dead`] : []),
  ];
}

/** A layer in full, as the readout says it. */
export function layerText(layer: NetworkLayerData): string {
  const { kind, type, name, settings, shape, parameters, multiplyAdds, again, dead } = layer;
  return [
    kind === 'layer' ? `${name}: ${type}${settings ? `(${settings})` : ''}` : `${name} (${kind})`,
    `output [${shape.join(', ')}]`,
    ...(again ? ['called again'] : parameters ? [`${grouped(parameters)} parameters`] : []),
    ...(multiplyAdds ? [`${grouped(multiplyAdds)} multiply-adds`] : []),
    ...(dead?.units ? [`${dead.units} of ${dead.of} units are dead`] : []),
  ].join(', ');
}

/** Headings and a row for each layer. */
export function layerRows({ layers, edges }: NetworkData): { headings: string[]; rows: string[][] } {
  const headings = ['layer', 'type', 'output', 'parameters', 'multiply-adds', 'dead units', 'from'];
  const rows = layers.map((layer, i) => [
    layer.name,
    layer.kind === 'layer' ? layer.type : layer.kind,
    shapeWords(layer.shape),
    layer.again ? 'again' : String(layer.parameters),
    String(layer.multiplyAdds),
    layer.dead ? `${layer.dead.units} of ${layer.dead.of}` : '',
    edges.flatMap(([from, to]) => (to === i ? [layers[from].name] : [])).join(' + '),
  ]);
  return { headings, rows };
}
