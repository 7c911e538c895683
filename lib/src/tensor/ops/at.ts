import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import { sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { indexSelect } from './index.js';
import { narrow, permute, reshape, select, unsqueeze } from './movement.js';
import { movedim, unbind } from './rearrange.js';
import { nonzero, placesOf } from './scatter.js';

/**
 * A range of an axis as Python writes it: `'2:'`, `':-1'`, `'1:5'`, `'::2'`, `'::-1'`; `':'` is all of it, and `'...'`
 * all axes that the other indices leave.
 */
export type Range =
  | ':'
  | '...'
  | `${number}:`
  | `:${number}`
  | `${number}:${number}`
  | `::${number}`
  | `${number}::${number}`
  | `:${number}:${number}`
  | `${number}:${number}:${number}`;

/**
 * What may stand for an axis: a number (the axis is dropped), a range, `null` (a new axis of size 1), whole numbers as a
 * list or an int32 tensor, or a bool mask over as many axes as it has.
 */
export type Index = number | Range | null | readonly number[] | Tensor;

/**
 * Part of a tensor, as PyTorch's square brackets: `x.at(0)`, `x.at(':', '0:3')`, `x.at('...', -1)`, `x.at([2, 0])`,
 * `x.at(x.gt(0))`. Lists, index tensors and masks broadcast with each other, and their axes come where the first of
 * them was, or in front if something else lies in between.
 */
export function at(x: Tensor, ...index: readonly Index[]): Tensor {
  const used = index.reduce<number>((sum, i) => sum + axesUsed(i), 0);
  if (used > x.shape.length || index.filter((i) => i === '...').length > 1) {
    throw new ShapeError(
      `at: expected indices for at most ${x.shape.length} dimensions of ${shapeText(x.shape)} and '...' once, got ${used}`,
    );
  }
  let part = x;
  let axis = 0;
  const lists: { axis: number; at: Tensor }[] = [];
  for (const i of index) {
    if (i === '...') axis += x.shape.length - used;
    else if (i === null) part = unsqueeze(part, axis++);
    else if (typeof i === 'number') part = one(part, axis, i);
    else if (typeof i === 'string') part = range(part, axis++, i);
    else for (const list of indexTensors(part, axis, i)) lists.push({ axis: axis++, at: list });
  }
  return lists.length === 0 ? part : pickLists(part, lists);
}

function axesUsed(i: Index): number {
  if (i === null || i === '...') return 0;
  return isTensor(i) && i.dtype === 'bool' ? i.shape.length : 1;
}

function isTensor(i: Index): i is Tensor {
  return typeof i === 'object' && i !== null && 'dataSync' in i;
}

function one(x: Tensor, axis: number, i: number): Tensor {
  const size = x.shape[axis];
  if (!Number.isInteger(i) || i < -size || i >= size) {
    throw new ValueError(`at: expected an index from ${-size} to ${size - 1} for ${shapeText(x.shape)}, got ${i}`);
  }
  return select(x, axis, i);
}

function range(x: Tensor, axis: number, text: string): Tensor {
  const match = /^(-?\d*):(-?\d*)(?::(-?\d*))?$/.exec(text);
  if (match === null || match.slice(1).includes('-')) {
    throw new ValueError(`at: expected a range such as '1:5', '::2' or '...', got '${text}'`);
  }
  const [from, to, by] = match.slice(1).map((part) => (part ? Number(part) : undefined));
  const [size, step] = [x.shape[axis], by ?? 1];
  if (step === 0) throw new ValueError(`at: expected a step other than 0, got '${text}'`);
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const clip = (n: number) => Math.min(Math.max(n < 0 ? n + size : n, least), most);
  const start = from === undefined ? (step > 0 ? 0 : size - 1) : clip(from);
  const end = to === undefined ? (step > 0 ? size : -1) : clip(to);
  const count = Math.max(Math.ceil((end - start) / step), 0);
  if (step === 1) return narrow(x, axis, Math.min(start, size - count), count);
  const places = Int32Array.from({ length: count }, (_, i) => start + i * step);
  return indexSelect(x, axis, fromValues(places, [count], 'int32'));
}

/** Index tensors for the axes that a list, an int32 tensor or a mask stands for. */
function indexTensors(x: Tensor, axis: number, i: Tensor | readonly number[]): Tensor[] {
  if (!isTensor(i)) {
    const wrong = i.find((n) => !Number.isInteger(n));
    if (wrong !== undefined) throw new ValueError(`at: expected whole numbers in a list, got ${String(wrong)}`);
    return [fromValues(Int32Array.from(i), [i.length], 'int32')];
  }
  if (i.dtype !== 'bool') return [i];
  const covered = x.shape.slice(axis, axis + i.shape.length);
  if (covered.join() !== i.shape.join()) {
    throw new ShapeError(`at: expected a mask ${shapeText(covered)}, got ${shapeText(i.shape)}`);
  }
  return unbind(nonzero(i), 1);
}

function pickLists(x: Tensor, lists: readonly { axis: number; at: Tensor }[]): Tensor {
  const axes = lists.map((list) => list.axis);
  const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const sizes = axes.map((a) => x.shape[a]);
  const [places, common] = placesOf(
    'at',
    sizes,
    lists.map((list) => list.at),
  );
  const shape = rest.map((a) => x.shape[a]);
  const rows = reshape(permute(x, [...axes, ...rest]), [sizeOf(sizes), ...shape]);
  const picked = indexSelect(rows, 0, fromValues(places, [places.length], 'int32'));
  const result = reshape(picked, [...common, ...shape]);
  const together = axes.every((a, i) => a === axes[0] + i);
  const block = common.map((_, i) => i);
  return together
    ? movedim(
        result,
        block,
        block.map((i) => axes[0] + i),
      )
    : result;
}
