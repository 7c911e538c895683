import { shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { currentHost, type MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { printLine } from '../print.js';
import { viewBundle } from '../show.js';
import { TENSOR_MIME, type TensorSpec } from '../spec.js';
import { namesOf } from '../texts.js';
import { readValues, type TensorValues } from '../values.js';
import { gatherKept, keptRanges } from './kept.js';
import { tensorPng } from './png.js';
import { summarize } from './summary.js';
import { formatTensor } from './text.js';

/** How a tensor is shown. Axes may be counted from the end (-1 is the last). */
export interface TensorViewOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** A name for each axis, e.g. `['batch', 'height', 'width', 'channels']`. */
  axes?: string[];
  /** Axis drawn down the page; default see {@link tensorSpec}. */
  rows?: number;
  /** Axis drawn across the page. */
  cols?: number;
  /** Index first shown of each axis that gets a slider; the entries of the row and column axes are ignored. Default 0. */
  at?: number[];
  /** Most values that are put into the notebook; more are cut in the middle of each axis. Default 65,536. */
  limit?: number;
}

const LIMIT = 65_536;

/**
 * The plain data of a tensor view. By default the last two axes are rows and columns, but images (`[batch, height,
 * width, channels]`, and `[height, width, channels]` with at most 4 channels) show height and width; a vector is one row.
 * Long axes keep both ends, so that at most `limit` values travel.
 * Throws a ValueError for an axis or index that the tensor does not have.
 */
export function tensorSpec(tensor: TensorValues, options: TensorViewOptions = {}): TensorSpec {
  const shape = [...tensor.shape];
  const { title, at, limit = LIMIT } = options;
  const axes = options.axes && namesOf('view.tensor: axes', options.axes);
  if (axes && axes.length !== shape.length) {
    throw new ValueError(`view.tensor: axes needs ${shape.length} names for shape ${shapeText(shape)}, got [${axes}]`);
  }
  if (!(limit >= 1)) throw new ValueError(`view.tensor: limit must be at least 1, got ${limit}`);
  const [rows, cols] = shownAxes(shape, options);
  const kept = keptRanges(
    shape,
    [rows, cols].filter((axis): axis is number => axis !== null),
    limit,
  );
  if (at !== undefined && !Array.isArray(at)) {
    throw new ValueError(
      `view.tensor: at needs an index for each axis of shape ${shapeText(shape)}, got ${String(at)}`,
    );
  }
  at?.forEach((index, axis) => {
    if (axis === rows || axis === cols) return;
    if (!(Number.isInteger(index) && kept[axis]?.some(([start, stop]) => index >= start && index < stop)))
      throw atError(shape, axis, index);
  });
  return {
    version: 1,
    ...(title ? { title } : {}),
    shape,
    dtype: tensor.dtype,
    kept,
    values: toBase64(gatherKept(tensor.values, shape, kept)),
    summary: summarize(tensor),
    ...(axes ? { axes } : {}),
    rows,
    cols,
    ...(at ? { at: [...at] } : {}),
  };
}

/** Everything that a notebook can show of a tensor: the view's data, a picture where one can be drawn, and text. */
export function tensorBundle(given: TensorLike, options: TensorViewOptions = {}): MimeBundle {
  const x = readableOf('view.tensor', given);
  const tensor = readValues(x);
  const title = options.title ?? x.label;
  const spec = tensorSpec(tensor, { ...options, title });
  return viewBundle(TENSOR_MIME, spec, tensorPng(spec), formatTensor(tensor, { title }));
}

/**
 * Shows a tensor at once: in a notebook as a heat map with sliders for the axes beyond two, elsewhere as printed text.
 *
 *     view.tensor(new nn.Conv2d(1, 6, 5).weight, { title: 'filters', rows: 0, cols: 1 });
 */
export function tensor(x: TensorLike, options: TensorViewOptions = {}): void {
  const bundle = tensorBundle(x, options);
  const host = currentHost();
  if (host) host.display(bundle);
  else printLine(String(bundle['text/plain']));
}

function shownAxes(shape: readonly number[], options: TensorViewOptions): [number | null, number | null] {
  const rank = shape.length;
  const given = (name: 'rows' | 'cols'): number | undefined => {
    const axis = options[name];
    if (axis === undefined) return undefined;
    const found = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(found) && found >= 0 && found < rank) return found;
    throw new ValueError(`view.tensor: ${name} must be an axis of shape ${shapeText(shape)}, got ${axis}`);
  };
  const [rowsDefault, colsDefault] = defaultAxes(shape);
  const [rowsGiven, colsGiven] = [given('rows'), given('cols')];
  const rows = rowsGiven ?? (colsGiven !== undefined && colsGiven === rowsDefault ? colsDefault : rowsDefault);
  const cols = colsGiven ?? (rowsGiven !== undefined && rowsGiven === colsDefault ? rowsDefault : colsDefault);
  if (rows !== null && rows === cols) {
    throw new ValueError(
      `view.tensor: rows and cols must be two axes of shape ${shapeText(shape)}, got ${rows} for both`,
    );
  }
  return [rows, cols];
}

function defaultAxes(shape: readonly number[]): [number | null, number | null] {
  const rank = shape.length;
  if (rank === 0) return [null, null];
  if (rank === 1) return [null, 0];
  if (rank === 4) return [1, 2];
  const [height, width, channels] = shape;
  if (rank === 3 && channels <= 4 && height > 4 && width > 4) return [0, 1];
  return [rank - 2, rank - 1];
}

function atError(shape: readonly number[], axis: number, index: number): ValueError {
  const size = shape[axis];
  const where = `view.tensor: at[${axis}]`;
  if (!(Number.isInteger(index) && index >= 0 && index < size))
    return new ValueError(`${where} must be an index of shape ${shapeText(shape)}, got ${index}`);
  return new ValueError(`${where} must be a kept index, got ${index}, which is cut; raise limit or show a slice`);
}
