import { ShapeError, shapeText, ValueError } from '../../errors.js';
import type { MimeBundle } from '../host.js';
import { type Layers, namedLayers } from '../layers.js';
import { isList } from '../lists.js';
import { showView, viewBundle } from '../show.js';
import { summarize } from '../tensor/summary.js';
import { textsOf } from '../texts.js';
import { isReadable, readValues, type TensorValues } from '../values.js';
import { mapsPng } from './png.js';
import { checkedRange } from './range.js';
import { MAPS_MIME, type MapsLayer, type MapsRange, type MapsSpec } from './spec.js';
import { mapsText } from './text.js';
import { keptTiles, MOST_VALUES, roomOf, type TileLayout } from './tiles.js';

/** Most layers of one view. */
const MOST_LAYERS = 32;

/** How feature maps or filters are shown. */
export interface MapsOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** A caption for each map of a single tensor. */
  labels?: readonly (string | number)[];
  /**
   * Whether a tensor of rank 4 holds filters `[height, width, in, out]` and not activations `[batch, height, width,
   * channels]`; default only for one whose label, or name among several, ends in `weight`.
   */
  filters?: boolean;
  /**
   * Which values get the colours at the ends when the view is first seen: those of each map (`map`), of its layer
   * (`layer`, the default), of all layers (`model`), or two given ones. Where values go below zero, colours reach as far
   * on both sides of it. The reader can choose another.
   */
  range?: MapsRange;
  /** Most values of all layers that are put into the notebook; of more, maps are made smaller and fewer. Default 131,072. */
  limit?: number;
}

/**
 * The plain data of feature maps: `[height, width]`, `[height, width, channels]`, `[batch, height, width, channels]` or
 * `[batch, depth, height, width, channels]`, whose planes of all samples follow each other; or filters `[height, width,
 * in, out]`, which are colour pictures when there are three input channels. Large maps are made smaller by means over
 * squares. Throws a ShapeError for other shapes.
 */
export function mapsSpec(tensor: TensorValues, options: MapsOptions = {}): MapsSpec {
  const { title, filters = false, range, limit } = options;
  const layout = layoutOf('view.maps', [...tensor.shape], filters);
  const { size } = layout.maps;
  const labels =
    options.labels && textsOf('view.maps: labels', options.labels, size, `needs a text for each of ${size} maps`);
  const layer = mapsLayer(tensor, layout, filters, { most: limit });
  return {
    version: 1,
    ...(title ? { title } : {}),
    ...checkedRange(range),
    ...layer,
    ...(labels ? { labels: labels.slice(0, layer.maps) } : {}),
  };
}

/**
 * The plain data of the maps of several layers, each as {@link mapsSpec} reads it. They share the room in the notebook: a
 * small layer is kept whole, large ones get the same share of what is left. Of more than 32 layers the first are kept.
 */
export function layeredMapsSpec(tensors: [name: string, tensor: TensorValues][], options: MapsOptions = {}): MapsSpec {
  const { title, labels, range, limit = MOST_VALUES } = options;
  if (labels) throw new ValueError(`view.maps: labels name the maps of a single tensor, got ${tensors.length} layers`);
  const kept = tensors.slice(0, MOST_LAYERS).map(([name, tensor]) => {
    const filters = options.filters ?? isWeight(tensor.shape, name);
    return { name, tensor, filters, layout: layoutOf(`view.maps: ${name}`, [...tensor.shape], filters) };
  });
  const most = shares(
    kept.map(({ layout }) => roomOf(layout)),
    limit,
  );
  const [first, ...more] = kept.map(({ name, tensor, filters, layout }, i) => {
    return { name, ...mapsLayer(tensor, layout, filters, { most: most[i], shared: true }) };
  });
  return {
    version: 1,
    ...(title ? { title } : {}),
    ...checkedRange(range),
    ...first,
    ...(more.length > 0 ? { more } : {}),
    ...(kept.length < tensors.length ? { ofLayers: tensors.length } : {}),
  };
}

/** Everything that a notebook can show of a grid: data, a picture where one can be drawn, and text. */
export function mapsBundle(spec: MapsSpec): MimeBundle {
  return viewBundle(MAPS_MIME, spec, mapsPng(spec), mapsText(spec));
}

/** Shows a grid at once: in a notebook as a picture to explore, elsewhere as printed text. */
export function showMaps(spec: MapsSpec): void {
  showView(spec, mapsBundle, mapsText);
}

/**
 * Shows the feature maps of a layer, or its filters, as one grid; of several layers, given by name, one at a time with a
 * list to choose from. Throws a ShapeError for a tensor that is neither, a ValueError for anything but tensors.
 *
 *     const conv = new nn.Conv2d(1, 6, 5);
 *     const seen = conv(rand(1, 28, 28, 1)).relu();
 *     view.maps(seen, { title: 'conv' });
 *     view.maps(conv.weight, { filters: true });
 *     view.maps({ 'conv.weight': conv.weight, conv: seen }, { range: 'model' });
 */
export function maps(x: Layers, options: MapsOptions = {}): void {
  const layers = namedLayers('view.maps', x, 'layer');
  if (isReadable(x) || isList(x)) {
    const [[, only]] = layers;
    const filters = options.filters ?? isWeight(only.shape, only.label);
    showMaps(mapsSpec(readValues(only), { ...options, filters, title: options.title ?? only.label }));
    return;
  }
  showMaps(
    layeredMapsSpec(
      layers.map(([name, tensor]) => [name, readValues(tensor)]),
      options,
    ),
  );
}

function mapsLayer(
  { shape, dtype, values }: TensorValues,
  layout: TileLayout,
  filters: boolean,
  room: { most?: number; shared?: boolean },
): MapsLayer {
  const { min, max } = summarize({ shape, dtype, values });
  return {
    kind: filters ? 'filters' : 'activations',
    shape: [...shape],
    channels: layout.channels.size === 3 ? 3 : 1,
    groupName: filters ? 'input channel' : shape.length === 5 ? 'plane' : 'sample',
    low: min,
    high: max,
    ...keptTiles(values, layout, room),
  };
}

function layoutOf(where: string, shape: number[], filters: boolean): TileLayout {
  return filters ? filterLayout(where, shape) : activationLayout(where, shape);
}

function isWeight(shape: readonly number[], name = ''): boolean {
  return shape.length === 4 && /weight$/.test(name);
}

/** Room for each layer: what it needs where that is less than an equal share of what the others leave. */
function shares(sizes: readonly number[], room: number): number[] {
  const out = sizes.map(() => 0);
  const bySize = sizes.map((_, i) => i).sort((a, b) => sizes[a] - sizes[b]);
  let left = room;
  bySize.forEach((layer, done) => {
    out[layer] = Math.max(1, Math.min(sizes[layer], Math.floor(left / (bySize.length - done))));
    left -= out[layer];
  });
  return out;
}

function activationLayout(where: string, shape: number[]): TileLayout {
  if (shape.length < 2 || shape.length > 5) throw shapeError(where, '[batch, height, width, channels]', shape);
  const [height, width] = shape.length > 3 ? shape.slice(-3) : shape;
  const count = shape.length === 2 ? 1 : shape[shape.length - 1];
  return {
    groups: { size: shape.slice(0, -3).reduce((a, b) => a * b, 1), stride: height * width * count },
    maps: { size: count, stride: 1 },
    rows: { size: height, stride: width * count },
    cols: { size: width, stride: count },
    channels: { size: 1, stride: 0 },
  };
}

function filterLayout(where: string, shape: number[]): TileLayout {
  if (shape.length !== 4) throw shapeError(where, 'filters [height, width, in, out]', shape);
  const [height, width, inputs, outputs] = shape;
  const colour = inputs === 3;
  return {
    groups: { size: colour ? 1 : inputs, stride: outputs },
    maps: { size: outputs, stride: 1 },
    rows: { size: height, stride: width * inputs * outputs },
    cols: { size: width, stride: inputs * outputs },
    channels: { size: colour ? 3 : 1, stride: colour ? outputs : 0 },
  };
}

function shapeError(where: string, wanted: string, shape: number[]): ShapeError {
  return new ShapeError(`${where}: expected ${wanted}, got ${shapeText(shape)}; view.tensor shows any shape`);
}
