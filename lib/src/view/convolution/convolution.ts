import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { columnOf, type Numbers } from '../columns.js';
import type { MimeBundle } from '../host.js';
import { isList, readableOf, type TensorLike } from '../lists.js';
import { showView, viewBundle } from '../show.js';
import { isReadable, type Readable } from '../values.js';
import { convolutionPng } from './png.js';
import { outputSize } from './slide.js';
import { CONVOLUTION_MIME, type ConvolutionSpec } from './spec.js';
import { convolutionText } from './text.js';

/** How the window of a convolution moves and what it does. */
export interface ConvolutionViewOptions {
  /** Name in the header; default the input's label, if it has one. */
  title?: string;
  /** Whether the window weighs and adds what it sees, or takes the largest or the mean; default `'conv'`. */
  kind?: ConvolutionSpec['kind'];
  /** Steps of the window; default 1, of pools the size of the window. */
  stride?: number | [number, number];
  /** Rows and columns of zeros around the input, or `'same'` for as many outputs as inputs at stride 1; default 0. */
  padding?: number | [number, number] | 'same';
  /** Distance between neighbouring weights; default 1. */
  dilation?: number | [number, number];
  /** A number added to each filter's sums. */
  bias?: Numbers;
}

const KINDS: readonly ConvolutionSpec['kind'][] = ['conv', 'maxPool', 'avgPool'];
/** Most values of the input, and most weights, that the view keeps. */
const MOST_VALUES = 65_536;

/**
 * The plain data of a window that slides over an image `[height, width]`, `[height, width, channels]` or
 * `[1, height, width, channels]`, with weights `[height, width]` or `[height, width, in, out]`; or over a sequence
 * `[length]` or `[length, channels]` with weights `[length]` or `[length, in, out]`. A pool has the size of its window in
 * the place of weights. Throws a ShapeError for what does not fit.
 */
export function convolutionSpec(
  input: Readable,
  kernel: Readable | number | [number, number],
  options: ConvolutionViewOptions = {},
): ConvolutionSpec {
  const { kind = 'conv', title = input.label } = options;
  if (!KINDS.includes(kind)) {
    throw new ValueError(`view.convolution: kind must be one of ${KINDS.join(', ')}, got ${String(kind)}`);
  }
  if (isReadable(kernel) !== (kind === 'conv')) {
    const rule = kind === 'conv' ? 'a tensor of weights' : 'the size of the window as numbers';
    const got = isReadable(kernel) ? `a tensor ${shapeText(kernel.shape)}` : String(kernel);
    const fix = kind === 'conv' ? "; { kind: 'maxPool' } takes a size" : '';
    throw new ValueError(`view.convolution: expected ${rule} for ${kind}, got ${got}${fix}`);
  }
  const filter: Filter = isReadable(kernel) ? filterOf(kernel) : { rank: 2, window: pairOf('kernel', kernel, 1) };
  const image = imageOf(input, filter.rank);
  const { window, weights } = filter;
  if (weights && weights.inputs !== image.channels) {
    throw new ShapeError(
      `view.convolution: weights for ${weights.inputs} channels meet an input of ${image.channels}, ` +
        `got ${shapeText(input.shape)} and ${shapeText((kernel as Readable).shape)}`,
    );
  }
  const stride = pairOf('stride', options.stride ?? (kind === 'conv' ? 1 : window), 1);
  const dilation = pairOf('dilation', options.dilation ?? 1, 1);
  if (kind === 'avgPool' && dilation.some((n) => n > 1)) {
    throw new ValueError(`view.convolution: a mean pool has no dilation, got ${dilation.join('×')}`);
  }
  if (filter.rank === 1) [stride[0], dilation[0]] = [1, 1];
  const padding = padsOf(options.padding ?? 0, window, stride, dilation, filter.rank);
  if (kind !== 'conv' && (padding.top > window[0] / 2 || padding.left > window[1] / 2)) {
    throw new ShapeError(`view.convolution: padding of a pool may be half the window ${window.join('×')}, got more`);
  }
  const spec: ConvolutionSpec = {
    version: 1,
    kind,
    ...(title ? { title } : {}),
    rank: filter.rank,
    ...keptInput(image),
    window,
    ...(weights ? keptFilters(weights, options.bias) : { filters: 0, ofFilters: 0 }),
    stride,
    dilation,
    padding,
  };
  if (outputSize(spec).some((n) => n < 1)) {
    const seen = `${image.height}×${image.width} with padding ${Object.values(padding).join('/')}`;
    throw new ShapeError(`view.convolution: a ${window.join('×')} window must fit into the input, got ${seen}`);
  }
  return spec;
}

/** Everything that a notebook can show of a convolution: data, a picture where one can be drawn, and text. */
export function convolutionBundle(spec: ConvolutionSpec): MimeBundle {
  return viewBundle(CONVOLUTION_MIME, spec, convolutionPng(spec), convolutionText(spec));
}

/**
 * Shows a convolution or a pool place by place: the window on the input, its products and their sum, and the output as it
 * fills. Stride, padding and dilation can be changed in the notebook. Shapes as in {@link F.conv2d}, without a batch.
 *
 *     const edges = tensor([[1, 0, -1], [1, 0, -1], [1, 0, -1]]);
 *     view.convolution(rand(8, 8), edges, { padding: 1 });
 *     view.convolution(rand(8, 8), 2, { kind: 'maxPool' });
 */
export function convolution(
  input: TensorLike,
  kernel: TensorLike | number,
  options: ConvolutionViewOptions = {},
): void {
  const where = 'view.convolution';
  // The size of a pool may be two numbers, which a kernel of two weights is too.
  const weights =
    (options.kind ?? 'conv') === 'conv' && isList(kernel) ? readableOf(`${where}: kernel`, kernel) : kernel;
  const spec = convolutionSpec(
    readableOf(`${where}: input`, input),
    weights as Readable | number | [number, number],
    options,
  );
  showView(spec, convolutionBundle, convolutionText);
}

interface Image {
  height: number;
  width: number;
  channels: number;
  values: ArrayLike<number>;
}

interface Filter {
  rank: 1 | 2;
  window: [number, number];
  weights?: Weights;
}

interface Weights {
  window: [number, number];
  inputs: number;
  outputs: number;
  values: ArrayLike<number>;
}

function imageOf(input: Readable, rank: 1 | 2): Image {
  const shape = input.shape.length === rank + 2 && input.shape[0] === 1 ? input.shape.slice(1) : [...input.shape];
  const form = rank === 1 ? '[length] or [length, channels]' : '[height, width] or [height, width, channels]';
  if (shape.length !== rank && shape.length !== rank + 1) {
    const fix = shape.length === rank + 2 ? '; index picks one of the batch' : '';
    throw new ShapeError(`view.convolution: expected an input ${form}, got ${shapeText(input.shape)}${fix}`);
  }
  const [height, width] = rank === 1 ? [1, shape[0]] : shape;
  const channels = shape[rank] ?? 1;
  if (height * width * channels === 0 || channels > MOST_VALUES) {
    throw new ShapeError(
      `view.convolution: expected an input with values and at most ${MOST_VALUES} channels, got ${shapeText(shape)}`,
    );
  }
  return { height, width, channels, values: input.dataSync() };
}

function filterOf(kernel: Readable): Filter {
  const { shape } = kernel;
  const rank = shape.length === 1 || shape.length === 3 ? 1 : 2;
  if ((shape.length !== rank && shape.length !== rank + 2) || shape.some((n) => n === 0)) {
    const form = '[height, width], [height, width, in, out], [length] or [length, in, out]';
    throw new ShapeError(`view.convolution: expected weights ${form}, got ${shapeText(shape)}`);
  }
  const window: [number, number] = rank === 1 ? [1, shape[0]] : [shape[0], shape[1]];
  const [inputs = 1, outputs = 1] = shape.slice(rank);
  if (window[0] * window[1] * inputs > MOST_VALUES) {
    const rule = `expected at most ${MOST_VALUES} weights a filter`;
    throw new ShapeError(`view.convolution: ${rule}, got ${shapeText(shape)}; index picks some channels`);
  }
  return { rank, window, weights: { window, inputs, outputs, values: kernel.dataSync() } };
}

function keptInput({ height, width, channels, values }: Image) {
  const room = Math.max(1, Math.floor(MOST_VALUES / channels));
  const fits = height * width <= room;
  const side = Math.max(1, Math.floor(Math.sqrt(room)));
  const rows = fits ? height : Math.min(height, Math.max(side, Math.floor(room / width)));
  const cols = fits ? width : Math.min(width, Math.floor(room / rows));
  const kept = new Float32Array(rows * cols * channels);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < cols * channels; i++) kept[row * cols * channels + i] = values[row * width * channels + i];
  }
  return { ofHeight: height, ofWidth: width, height: rows, width: cols, channels, input: toBase64(kept) };
}

function keptFilters({ window, inputs, outputs, values }: Weights, bias: Numbers | undefined) {
  const added = bias === undefined ? undefined : columnOf('view.convolution: bias', bias);
  if (added && added.length !== outputs) {
    throw new ShapeError(`view.convolution: bias needs a number for each of ${outputs} filters, got ${added.length}`);
  }
  const size = window[0] * window[1] * inputs;
  const filters = Math.min(outputs, Math.floor(MOST_VALUES / size));
  const kept = Float32Array.from(
    { length: size * filters },
    (_, i) => values[Math.floor(i / filters) * outputs + (i % filters)],
  );
  return {
    filters,
    ofFilters: outputs,
    weights: toBase64(kept),
    ...(added ? { bias: toBase64(Float32Array.from(added.slice(0, filters))) } : {}),
  };
}

function pairOf(name: string, value: number | readonly number[], least: number): [number, number] {
  const pair = Array.isArray(value) ? value : [value, value];
  if (pair.length !== 2 || pair.some((n) => !Number.isInteger(n) || n < least || n > 256)) {
    throw new ValueError(
      `view.convolution: expected ${name} from ${least} to 256, or two of them, got ${String(value)}`,
    );
  }
  return [pair[0], pair[1]];
}

function padsOf(
  value: number | [number, number] | 'same',
  window: [number, number],
  stride: [number, number],
  dilation: [number, number],
  rank: 1 | 2,
): ConvolutionSpec['padding'] {
  if (value === 'same' && stride.some((n) => n > 1)) {
    throw new ShapeError(`view.convolution: padding 'same' needs stride 1, got ${stride.join('×')}; give a number`);
  }
  const [down, across] = [0, 1].map((axis) => {
    if (value !== 'same') {
      const n = pairOf('padding', value, 0)[axis];
      return [n, n];
    }
    const all = (window[axis] - 1) * dilation[axis];
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  });
  const [top, bottom] = rank === 1 ? [0, 0] : down;
  return { top, bottom, left: across[0], right: across[1] };
}
