import { readBytes } from '../../disk/node-files.js';
import { FileError } from '../../errors.js';
import type { TensorModule } from '../../nn/module.js';
import { Sequential } from '../../nn/sequential.js';
import type { Tensor } from '../../tensor/tensor.js';
import { type Config, Layer } from './layer.js';
import { LAYERS } from './layers.js';
import { readWeights } from './weights.js';

interface LayerJson {
  class_name: string;
  config: Config;
  name?: string;
  inbound_nodes?: unknown;
}

/**
 * A network that TensorFlow.js saved as a LayersModel, from its `model.json` with the `.bin` files beside it:
 * `const net = io.loadTfjsLayers('model/model.json').eval()`. Sequential models and others whose layers form a chain; inputs
 * keep their layout, `[batch, height, width, channels]`. Layers become modules of `nn`, with modules beside them for what
 * PyTorch does otherwise: padding `'same'` with strides, recurrent layers with a hard sigmoid. Batch normalisation goes on
 * training with PyTorch's rule. The error for a layer that cannot be imported lists those that can.
 * @throws FileError if a file is missing or damaged, or a layer or setting cannot be imported
 */
export function loadTfjsLayers(path: string): Sequential {
  const where = `io.loadTfjsLayers ${path}`;
  const { modelTopology, weightsManifest, format } = parse(path, where);
  if (format === 'graph-model') {
    throw new FileError(
      `${where}: expected a LayersModel, got a graph model; save it with model.save in TensorFlow.js`,
    );
  }
  const topology = modelTopology as { model_config?: unknown } | undefined;
  const model = (topology?.model_config ?? topology) as LayerJson | undefined;
  const weights = readWeights(weightsManifest, path, where);
  const layers = chainOf(model, where);
  const [modules] = importAll(layers, rankOf(layers, where), weights, where);
  return new Sequential(...modules);
}

function parse(path: string, where: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readBytes(path, where)));
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`${where}: expected JSON, got ${(error as Error).message}`, { cause: error });
  }
  throw new FileError(`${where}: expected a model.json, got other JSON`);
}

/** The layers in order. A model that is not sequential must be a chain all the same. */
function chainOf(model: LayerJson | undefined, where: string): LayerJson[] {
  const { class_name: className, config } = model ?? ({} as Partial<LayerJson>);
  const found = className === 'Sequential' && Array.isArray(config) ? config : config?.layers;
  if (!Array.isArray(found) || !found.every(isLayer)) {
    throw new FileError(`${where}: expected a LayersModel with layers, got ${JSON.stringify(model)?.slice(0, 60)}`);
  }
  if (className === 'Sequential') return found;
  for (const [i, { inbound_nodes: nodes, class_name: kind, config: own }] of found.entries()) {
    const inputs = Array.isArray(nodes) ? (nodes as unknown[][]).flat(1).map((node) => (node as unknown[])[0]) : [];
    const before = i === 0 ? [] : [found[i - 1].name ?? found[i - 1].config.name];
    if (inputs.length === before.length && inputs.every((name, k) => name === before[k])) continue;
    const got = `${kind} '${own.name}' with inputs ${inputs.join(', ') || 'none'}`;
    throw new FileError(`${where}: expected layers in a chain, got ${got}; write it as a class and copy the weights`);
  }
  return found;
}

/** Dimensions of the input, with the batch. */
function rankOf(layers: readonly LayerJson[], where: string): number {
  const [{ config, class_name: kind }] = layers.length > 0 ? layers : [{ config: {}, class_name: 'none' }];
  if (Array.isArray(config.layers) && config.layers.every(isLayer)) return rankOf(config.layers, where);
  const shape = config.batch_input_shape ?? config.batch_shape;
  if (Array.isArray(shape)) return shape.length;
  throw new FileError(`${where}: expected a first layer with batch_input_shape, got ${kind} without it`);
}

function importAll(
  layers: readonly LayerJson[],
  rank: number,
  weights: ReadonlyMap<string, Tensor>,
  where: string,
): [modules: TensorModule[], rank: number] {
  const modules: TensorModule[] = [];
  let now = rank;
  for (const json of layers) {
    if (json.class_name === 'Sequential' || json.class_name === 'Model' || json.class_name === 'Functional') {
      const [inner, after] = importAll(chainOf(json, where), now, weights, where);
      modules.push(...inner);
      now = after;
      continue;
    }
    if (!Object.hasOwn(LAYERS, json.class_name)) {
      const known = Object.keys(LAYERS).join(', ');
      throw new FileError(`${where}: expected layers of ${known}, got ${json.class_name} '${json.config.name}'`);
    }
    const layer = new Layer(json, now, weights, where);
    const { make, rank: after } = LAYERS[json.class_name];
    modules.push(...make(layer));
    now = after?.(layer) ?? now;
  }
  return [modules, now];
}

function isLayer(value: unknown): value is LayerJson {
  const { class_name: className, config } = (value ?? {}) as Partial<LayerJson>;
  return typeof className === 'string' && typeof config === 'object' && config !== null;
}
