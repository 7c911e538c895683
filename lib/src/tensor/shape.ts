import { ShapeError, shapeText, ValueError } from '../errors.js';

/** A shape as one array or as separate numbers, then options if the function takes any. */
export type ShapeArgs<Options = never> =
  | number[]
  | [shape: readonly number[]]
  | [shape: readonly number[], options: Options]
  | [...shape: number[], options: Options];

/** Splits {@link ShapeArgs} into shape and options. */
export function parseShape<Options>(where: string, args: ShapeArgs<Options>): [number[], Options | undefined] {
  const list = [...args] as unknown[];
  const last = list.at(-1);
  const options =
    typeof last === 'object' && last !== null && !Array.isArray(last) ? (list.pop() as Options) : undefined;
  const shape = (Array.isArray(list[0]) ? list[0] : list) as number[];
  for (const n of shape) {
    if (!Number.isInteger(n)) throw new ShapeError(`${where}: expected whole numbers as shape, got [${shape}]`);
  }
  return [[...shape], options];
}

/** Throws unless every size is at least 0. */
export function checkSizes(where: string, shape: readonly number[]): void {
  if (shape.every((n) => n >= 0)) return;
  throw new ShapeError(`${where}: expected no negative size, got ${shapeText(shape)}`);
}

export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** Non-negative axis for `dim` in a tensor of `rank` axes. */
export function axisOf(where: string, dim: number, rank: number): number {
  const axis = dim < 0 ? dim + rank : dim;
  if (!Number.isInteger(dim) || axis < 0 || axis >= rank) {
    const rule = rank === 0 ? 'a scalar has no dims' : `expected a dim in -${rank}…${rank - 1}`;
    throw new ShapeError(`${where}: ${rule}, got ${dim}`);
  }
  return axis;
}

/** Sorted axes for `dim`; all of them if it is not given. */
export function axesOf(where: string, dim: number | readonly number[] | undefined, rank: number): number[] {
  if (dim === undefined) return Array.from({ length: rank }, (_, i) => i);
  const axes = (typeof dim === 'number' ? [dim] : dim).map((d) => axisOf(where, d, rank));
  if (new Set(axes).size !== axes.length) throw new ShapeError(`${where}: expected different dims, got [${dim}]`);
  return axes.sort((a, b) => a - b);
}

/** Shape of the result of an elementwise operation on two shapes. */
export function broadcastShapes(where: string, a: readonly number[], b: readonly number[]): readonly number[] {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const m = a.at(-i) ?? 1;
    const n = b.at(-i) ?? 1;
    if (i > a.length || m === 1) result[rank - i] = n;
    else if (i > b.length || n === 1 || m === n) result[rank - i] = m;
    else {
      throw new ShapeError(
        `${where}: shapes ${shapeText(a)} and ${shapeText(b)} do not broadcast, ` +
          `they differ in dimension ${-i} (${m} and ${n})${transposeHint(a, b)}`,
      );
    }
  }
  return result;
}

function transposeHint(a: readonly number[], b: readonly number[]): string {
  return a.length === 2 && sameShape(a, [...b].reverse()) ? '; did you mean to transpose one of them?' : '';
}

/** Axes along which `from` was repeated to reach `to`, with those that `from` lacks. */
export function repeatedAxes(from: readonly number[], to: readonly number[]): number[] {
  const lead = to.length - from.length;
  return to.map((_, i) => i).filter((i) => i < lead || (from[i - lead] === 1 && to[i] !== 1));
}

/** Fills in one `-1` and checks the number of elements. */
export function resolveReshape(where: string, from: readonly number[], to: readonly number[]): number[] {
  const size = sizeOf(from);
  const unknown = to.indexOf(-1);
  const known = sizeOf(to.filter((n) => n !== -1));
  const fits = unknown === -1 ? known === size : known > 0 && size % known === 0 && to.indexOf(-1, unknown + 1) === -1;
  if (!fits || to.some((n) => n < -1)) {
    throw new ShapeError(`${where}: ${size} elements of shape ${shapeText(from)} do not fit ${shapeText(to)}`);
  }
  return to.map((n) => (n === -1 ? size / known : n));
}

/** A number or a pair for height and width. */
export type Pair = number | readonly [number, number];

export function pairOf(where: string, name: string, value: Pair, least: number): [number, number] {
  const pair: [number, number] = typeof value === 'number' ? [value, value] : [value[0], value[1]];
  if (!pair.every((n) => Number.isInteger(n) && n >= least)) {
    throw new ValueError(`${where}: expected ${name} to be whole and at least ${least}, got ${JSON.stringify(value)}`);
  }
  return pair;
}

/** A number or three for depth, height and width. */
export type Triple = number | readonly [number, number, number];

export function tripleOf(where: string, name: string, value: Triple, least: number): [number, number, number] {
  const triple: [number, number, number] = typeof value === 'number' ? [value, value, value] : [...value];
  if (triple.length !== 3 || !triple.every((n) => Number.isInteger(n) && n >= least)) {
    throw new ValueError(`${where}: expected ${name} to be whole and at least ${least}, got ${JSON.stringify(value)}`);
  }
  return triple;
}

/** One size, a pair or three, as a list of `count`. */
export function sizesOf(
  where: string,
  name: string,
  value: number | readonly number[],
  count: number,
  least: number,
): number[] {
  const list =
    typeof value === 'number' ? new Array<number>(count).fill(value) : Array.isArray(value) ? [...value] : [];
  if (list.length === count && list.every((n) => Number.isInteger(n) && n >= least)) return list;
  const how = list.length === count ? '' : `, ${count > 1 ? `one or ${count} numbers` : 'one number'}`;
  const rule = `${name} to be whole and at least ${least}${how}`;
  throw new ValueError(`${where}: expected ${rule}, got ${JSON.stringify(value)}`);
}
