import { readEdges, readGroup } from './decode-graph.js';
import { asArray, asCounts, asNumbers, asSpec, atMost, optionalText } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';

/** Values of a layer; `spec` is checked by the view that draws it. */
export interface NetworkDetailData {
  name: string;
  kind: 'tensor' | 'maps';
  spec: unknown;
}

/** A layer of a network. */
export interface NetworkLayerData {
  kind: 'input' | 'layer' | 'operation';
  name: string;
  type: string;
  settings: string;
  group: string[];
  shape: number[];
  parameters: number;
  multiplyAdds: number;
  again: boolean;
  dead: { units: number; of: number } | undefined;
  details: NetworkDetailData[];
}

/** A column of single units. */
export interface UnitsData {
  layer: number;
  size: number;
  /** From each unit before (inner) to each unit (outer); empty in the first column. */
  weights: number[][];
  bias: number[];
  values: number[];
}

/** A network ready to draw. */
export interface NetworkData {
  title: string;
  layers: NetworkLayerData[];
  edges: [from: number, to: number][];
  parameters: number;
  trainable: number;
  multiplyAdds: number;
  ofLayers: number;
  /** Empty where units are not drawn one by one. */
  units: UnitsData[];
}

const MOST = { layers: 5_000, details: 20, units: 64, columns: 100 };

/** Reads the JSON of a network. Throws a PayloadError that says what is wrong. */
export function decodeNetwork(payload: unknown): NetworkData {
  const spec = asSpec('network view', payload);
  const layers = atMost('network layers', asArray('network layers', spec.layers), MOST.layers).map(readLayer);
  const count = (key: 'parameters' | 'trainable' | 'multiplyAdds') => asCount(`network ${key}`, spec[key]);
  return {
    title: optionalText('network title', spec.title),
    layers,
    edges: readEdges('network edges', spec.edges, layers.length),
    parameters: count('parameters'),
    trainable: count('trainable'),
    multiplyAdds: count('multiplyAdds'),
    ofLayers: asCount('network ofLayers', spec.ofLayers, layers.length),
    units: spec.units === undefined ? [] : readUnits(spec.units, layers.length),
  };
}

function readLayer(value: unknown): NetworkLayerData {
  const layer = asObject('network layer', value);
  const dead = layer.dead === undefined ? undefined : asObject('network layer dead', layer.dead);
  return {
    kind: asChoice('network layer kind', layer.kind, ['input', 'layer', 'operation'] as const),
    name: asText('network layer name', layer.name),
    type: asText('network layer type', layer.type),
    settings: optionalText('network layer settings', layer.settings),
    group: readGroup('network layer group', layer.group),
    shape: asCounts('network layer shape', layer.shape),
    parameters: asCount('network layer parameters', layer.parameters),
    multiplyAdds: asCount('network layer multiplyAdds', layer.multiplyAdds),
    again: layer.again === true,
    dead: dead && { units: asCount('network layer dead', dead.units), of: asCount('network layer dead', dead.of) },
    details: atMost('network layer details', asArray('network layer details', layer.details), MOST.details).map(
      (value) => {
        const detail = asObject('network detail', value);
        return {
          name: asText('network detail name', detail.name),
          kind: asChoice('network detail kind', detail.kind, ['tensor', 'maps'] as const),
          spec: detail.spec,
        };
      },
    ),
  };
}

function readUnits(value: unknown, layers: number): UnitsData[] {
  let before = 0;
  return atMost('network units', asArray('network units', value), MOST.columns).map((entry, i) => {
    const column = asObject('network units', entry);
    const size = asCount('network units size', column.size, 1);
    if (size > MOST.units) throw new PayloadError('network units size', `at most ${MOST.units}`, size);
    const layer = asCount('network units layer', column.layer);
    if (layer >= layers) throw new PayloadError('network units layer', `a layer below ${layers}`, layer);
    const numbers = (key: string, list: unknown, length: number) => {
      const read = asNumbers(`network units ${key}`, list);
      if (read.length !== length) throw new PayloadError(`network units ${key}`, `${length} numbers`, read.length);
      return read;
    };
    const rows = i === 0 ? [] : asArray('network units weights', column.weights);
    if (i > 0 && rows.length !== size) throw new PayloadError('network units weights', `${size} lists`, rows.length);
    const weights = rows.map((row) => numbers('weights', row, before));
    before = size;
    return {
      layer,
      size,
      weights,
      bias: column.bias === undefined ? [] : numbers('bias', column.bias, size),
      values: column.values === undefined ? [] : numbers('values', column.values, size),
    };
  });
}
