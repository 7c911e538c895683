import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { currentHost, type MimeBundle } from '../host.js';
import { printLine } from '../print.js';
import { summarize } from '../tensor/summary.js';
import { type Readable, readValues, type TensorValues } from '../values.js';
import { mapsPng } from './png.js';
import { MAPS_MIME, type MapsSpec } from './spec.js';
import { mapsText } from './text.js';
import { keptTiles, type TileLayout } from './tiles.js';

/** How feature maps or filters are shown. */
export interface MapsOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** A caption for each map. */
  labels?: string[];
  /**
   * Whether a tensor of rank 4 holds filters `[height, width, in, out]` and not activations `[batch, height, width,
   * channels]`; default only for one whose label ends in `weight`.
   */
  filters?: boolean;
  /** Most values that are put into the notebook; of more, maps are made smaller and fewer. Default 131,072. */
  limit?: number;
}

/**
 * The plain data of feature maps: `[height, width]`, `[height, width, channels]`, `[batch, height, width, channels]` or
 * `[batch, depth, height, width, channels]`, whose planes of all samples follow each other; or filters `[height, width,
 * in, out]`, which are colour pictures when there are three input channels. Large maps are made smaller by means over
 * squares. Throws a ShapeError for other shapes.
 */
export function mapsSpec(tensor: TensorValues, options: MapsOptions = {}): MapsSpec {
  const shape = [...tensor.shape];
  const { title, labels, filters = false, limit } = options;
  const kind = filters ? 'filters' : 'activations';
  const layout = filters ? filterLayout(shape) : activationLayout(shape);
  if (labels && labels.length !== layout.maps.size) {
    throw new ValueError(`view.maps: labels needs a text for each of ${layout.maps.size} maps, got ${labels.length}`);
  }
  const { min, max } = summarize(tensor);
  const kept = keptTiles(tensor.values, layout, limit);
  return {
    version: 1,
    kind,
    ...(title ? { title } : {}),
    shape,
    channels: layout.channels.size === 3 ? 3 : 1,
    groupName: filters ? 'input channel' : shape.length === 5 ? 'plane' : 'sample',
    ...(labels ? { labels: labels.slice(0, kept.maps) } : {}),
    low: min,
    high: max,
    ...kept,
  };
}

/** Everything that a notebook can show of a grid: data, a picture where one can be drawn, and text. */
export function mapsBundle(spec: MapsSpec): MimeBundle {
  const png = mapsPng(spec);
  return { [MAPS_MIME]: spec, ...(png ? { 'image/png': png } : {}), 'text/plain': mapsText(spec) };
}

/** Shows a grid at once: in a notebook as a picture to explore, elsewhere as printed text. */
export function showMaps(spec: MapsSpec): void {
  const host = currentHost();
  if (host) host.display(mapsBundle(spec));
  else printLine(mapsText(spec));
}

/**
 * Shows the feature maps of a layer, or its filters, as one grid.
 *
 *     const conv = new nn.Conv2d(1, 6, 5);
 *     view.maps(conv(rand(1, 28, 28, 1)).relu(), { title: 'conv' });
 *     view.maps(conv.weight, { filters: true });
 */
export function maps(x: Readable, options: MapsOptions = {}): void {
  const filters = options.filters ?? (x.shape.length === 4 && /weight$/.test(x.label ?? ''));
  showMaps(mapsSpec(readValues(x), { ...options, filters, title: options.title ?? x.label }));
}

function activationLayout(shape: number[]): TileLayout {
  if (shape.length < 2 || shape.length > 5) throw shapeError('[batch, height, width, channels]', shape);
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

function filterLayout(shape: number[]): TileLayout {
  if (shape.length !== 4) throw shapeError('filters [height, width, in, out]', shape);
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

function shapeError(wanted: string, shape: number[]): ShapeError {
  return new ShapeError(`view.maps: expected ${wanted}, got ${shapeText(shape)}; view.tensor shows any shape`);
}
