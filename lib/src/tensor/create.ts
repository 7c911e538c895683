import { BYTES, type DType, type TypedArray } from '../backend/buffer.js';
import { kernels } from '../backend/choose.js';
import { DTypeError, ShapeError, shapeText, ValueError } from '../errors.js';
import { checkSizes, parseShape, type ShapeArgs, sizeOf } from './shape.js';
import { Tensor } from './tensor.js';

/** Arrays of numbers that a tensor can be made of. */
export type NumericArray =
  | TypedArray
  | Float64Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint32Array
  | Uint8ClampedArray;

/** The little of a typed array that tells it from a list: to compare all of its members would delay each cell that passes one. */
export interface NumericView extends ArrayLike<number> {
  readonly BYTES_PER_ELEMENT: number;
  readonly byteLength: number;
}

/** Numbers or booleans nested to any depth, or a typed array. */
export type TensorData = number | boolean | NumericView | readonly TensorData[];

export interface CreateOptions {
  /** Default: `float32`; `bool` for booleans, `int32` for a typed array of whole numbers. */
  dtype?: DType;
  /** Record operations on it for `backward`. Default `false`. */
  requiresGrad?: boolean;
}

/**
 * Tensor of nested lists, as `torch.tensor`. Numbers become `float32` unless `dtype` says otherwise: JavaScript does
 * not tell `1` from `1.0`. The values are copied.
 *
 *     tensor([[1, 2], [3, 4]]).shape // → [2, 2]
 *
 * @throws ShapeError if the lists are not rectangular.
 */
export function tensor(data: TensorData, options: CreateOptions = {}): Tensor {
  const shape = shapeOf(data);
  const flat: (number | boolean)[] | NumericArray = isTyped(data) ? data : [];
  if (!isTyped(data)) flatten(data, shape, 0, flat as (number | boolean)[]);
  const dtype = checkDType('tensor', options.dtype ?? inferred(flat));
  return finish(new Tensor(kernels().fromValues(toTyped(flat, dtype), shape, dtype)), options);
}

/** Tensor over values that are already flat, row-major. The array is taken over and must not be written to later. */
export function fromValues(values: TypedArray, shape: readonly number[], dtype: DType = 'float32'): Tensor {
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`fromValues: ${values.length} values do not fit shape ${shapeText(shape)}`);
  }
  return new Tensor(kernels().fromValues(values, [...shape], dtype));
}

/** As {@link fromValues}, with values that are made only where tensors hold any. */
export function fromFill(shape: readonly number[], dtype: DType, values: () => TypedArray): Tensor {
  const backend = kernels();
  return new Tensor(backend.empty?.(shape, dtype) ?? backend.fromValues(values(), [...shape], dtype));
}

/**
 * Zeros of a shape: `zeros(2, 3)` or `zeros([2, 3], { dtype: 'int32' })`.
 *
 *     zeros(2, 3) // → [[0, 0, 0], [0, 0, 0]]
 */
export function zeros(...args: ShapeArgs<CreateOptions>): Tensor {
  return filled('zeros', args, 0);
}

/**
 * Ones of a shape.
 *
 *     ones(2, 2) // → [[1, 1], [1, 1]]
 */
export function ones(...args: ShapeArgs<CreateOptions>): Tensor {
  return filled('ones', args, 1);
}

/**
 * A shape filled with one value.
 *
 *     full([2, 2], 7) // → [[7, 7], [7, 7]]
 */
export function full(shape: readonly number[], value: number, options: CreateOptions = {}): Tensor {
  return filled('full', [shape, options], value);
}

/**
 * Zeros of the shape and dtype of `x`.
 *
 *     zerosLike(tensor([5, 6])) // → [0, 0]
 */
export function zerosLike(x: Tensor): Tensor {
  return full(x.shape, 0, { dtype: x.dtype });
}

/**
 * Ones of the shape and dtype of `x`.
 *
 *     onesLike(tensor([5, 6])) // → [1, 1]
 */
export function onesLike(x: Tensor): Tensor {
  return full(x.shape, 1, { dtype: x.dtype });
}

/**
 * Numbers from `start` (default 0) up to but not including `end`, in steps of `step` (default 1).
 *
 *     arange(0, 1, 0.25) // → [0, 0.25, 0.5, 0.75]
 */
export function arange(end: number, options?: CreateOptions): Tensor;
export function arange(start: number, end: number, step?: number, options?: CreateOptions): Tensor;
export function arange(a: number, b?: number | CreateOptions, step = 1, options: CreateOptions = {}): Tensor {
  const [start, end] = typeof b === 'number' ? [a, b] : [0, a];
  const chosen = typeof b === 'object' ? b : options;
  if (!((end - start) / step >= 0 && Number.isFinite((end - start) / step))) {
    throw new ValueError(`arange: expected a step that leads from ${start} to ${end}, got ${step}`);
  }
  // A hair less, so that arange(-3, 3, 0.01) has 600 and not 601 values in floating point.
  const count = Math.ceil((end - start) / step - 1e-9);
  return tensor(
    Array.from({ length: count }, (_, i) => start + i * step),
    { dtype: 'float32', ...chosen },
  );
}

/**
 * `steps` numbers at equal distances from `start` to `end`, both included.
 *
 *     linspace(0, 1, 5) // → [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, end: number, steps: number, options: CreateOptions = {}): Tensor {
  const gap = steps > 1 ? (end - start) / (steps - 1) : 0;
  if (!Number.isInteger(steps) || steps < 0) {
    throw new ValueError(`linspace: expected a whole number of steps, at least 0, got ${steps}`);
  }
  const values = Array.from({ length: steps }, (_, i) => (i === steps - 1 && i > 0 ? end : start + i * gap));
  return tensor(values, { dtype: 'float32', ...options });
}

/**
 * Identity matrix of `n` rows and `m` (default `n`) columns.
 *
 *     eye(2) // → [[1, 0], [0, 1]]
 */
export function eye(n: number, m: number = n, options: CreateOptions = {}): Tensor {
  const values = new Float32Array(n * m);
  for (let i = 0; i < Math.min(n, m); i++) values[i * m + i] = 1;
  return finish(fromValues(values, [n, m]).to(options.dtype ?? 'float32'), options);
}

function filled(where: string, args: ShapeArgs<CreateOptions>, value: number): Tensor {
  const [shape, options = {}] = parseShape(where, args);
  checkSizes(where, shape);
  const dtype = checkDType(where, options.dtype ?? 'float32');
  const values = () => toTyped(new Float32Array(0), dtype, sizeOf(shape)).fill(value);
  return finish(fromFill(shape, dtype, values), options);
}

function checkDType(where: string, dtype: DType): DType {
  if (dtype in BYTES) return dtype;
  throw new DTypeError(`${where}: expected dtype ${Object.keys(BYTES).join(', ')}, got '${dtype}'`);
}

function finish(x: Tensor, options: CreateOptions): Tensor {
  return options.requiresGrad === true ? x.requiresGrad_() : x;
}

function isTyped(data: unknown): data is NumericArray {
  return ArrayBuffer.isView(data);
}

function shapeOf(data: TensorData): number[] {
  const shape: number[] = [];
  for (let level: TensorData = data; typeof level === 'object'; level = (level as readonly TensorData[])[0]) {
    if (!Array.isArray(level) && !isTyped(level)) throw wrongData(level);
    shape.push(level.length);
    if (isTyped(level) || level.length === 0) break;
  }
  return shape;
}

function flatten(data: TensorData, shape: readonly number[], depth: number, out: (number | boolean)[]): void {
  if (typeof data !== 'object') {
    if (depth !== shape.length) throw ragged(shape, depth, 'a number');
    if (typeof data !== 'number' && typeof data !== 'boolean') throw wrongData(data);
    out.push(data);
    return;
  }
  if (!Array.isArray(data) && !isTyped(data)) throw wrongData(data);
  if (data.length !== shape[depth]) throw ragged(shape, depth, `${data.length} elements`);
  if (isTyped(data)) for (const value of data) out.push(value);
  else for (const item of data) flatten(item, shape, depth + 1, out);
}

function wrongData(got: unknown): DTypeError {
  const isTensor = got instanceof Tensor;
  const shown = isTensor ? `a tensor of shape ${shapeText(got.shape)}` : `${typeof got} (${String(got)})`;
  const fix = isTensor ? '; use .clone() for a copy of one, stack for several' : '';
  return new DTypeError(`tensor: expected numbers or booleans, got ${shown}${fix}`);
}

function ragged(shape: readonly number[], depth: number, got: string): ShapeError {
  const expected = depth < shape.length ? `a list of ${shape[depth]}` : 'a number';
  return new ShapeError(`tensor: expected ${expected} at depth ${depth} as in the first list, got ${got}`);
}

function inferred(flat: readonly (number | boolean)[] | NumericArray): DType {
  if (isTyped(flat)) return flat instanceof Float32Array || flat instanceof Float64Array ? 'float32' : 'int32';
  return flat.length > 0 && flat.every((v) => typeof v === 'boolean') ? 'bool' : 'float32';
}

function toTyped(flat: ArrayLike<number | boolean>, dtype: DType, size = flat.length): TypedArray {
  const Floats = (kernels().wide ? Float64Array : Float32Array) as typeof Float32Array;
  const out = dtype === 'float32' ? new Floats(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
  const bool = dtype === 'bool';
  for (let i = 0; i < flat.length; i++) out[i] = bool ? (flat[i] ? 1 : 0) : Number(flat[i]);
  return out;
}
