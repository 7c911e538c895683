import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { axisOf, resolveReshape, sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { sumTo } from './elementwise.js';

/** Same values, row-major, in another shape; one `-1` is worked out. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  const to = resolveReshape('reshape', x.shape, shape);
  if (sameShape(x.shape, to)) return x;
  const from = x.shape;
  return record('reshape', kernels().reshape(x.buffer, to), [x], [], (g) => [reshape(g, from)]);
}

/** Axes in the given order: `x.permute(0, 3, 1, 2)` turns NHWC into NCHW. */
export function permute(x: Tensor, dims: readonly number[]): Tensor {
  const axes = dims.map((d) => axisOf('permute', d, x.shape.length));
  if (axes.length !== x.shape.length || new Set(axes).size !== axes.length) {
    throw new ShapeError(
      `permute: expected each of the ${x.shape.length} dims of ${shapeText(x.shape)} once, got [${dims.join(', ')}]`,
    );
  }
  if (axes.every((a, i) => a === i)) return x;
  const inverse = axes.map((_, i) => axes.indexOf(i));
  return record('permute', kernels().transpose(x.buffer, axes), [x], [], (g) => [permute(g, inverse)]);
}

/** Two axes exchanged. */
export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  const axes = x.shape.map((_, i) => i);
  const [a, b] = [axisOf('transpose', dim0, axes.length), axisOf('transpose', dim1, axes.length)];
  [axes[a], axes[b]] = [b, a];
  return permute(x, axes);
}

/** Adds an axis of size 1 at `dim`. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const at = axisOf('unsqueeze', dim, x.shape.length + 1);
  return reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
}

/** Drops axes of size 1: all of them, or only `dim`, which is left alone if it is larger. */
export function squeeze(x: Tensor, dim?: number): Tensor {
  const at = dim === undefined ? undefined : axisOf('squeeze', dim, x.shape.length);
  const shape = x.shape.filter((n, i) => n !== 1 || (at !== undefined && i !== at));
  return reshape(x, shape);
}

/** Axes `start` to `end` (both included) as one. */
export function flatten(x: Tensor, start = 0, end = -1): Tensor {
  const rank = x.shape.length;
  if (rank === 0) return reshape(x, [1]);
  const [from, to] = [axisOf('flatten', start, rank), axisOf('flatten', end, rank)];
  if (from > to) throw new ShapeError(`flatten: expected start ≤ end, got ${start} and ${end}`);
  let size = 1;
  for (let i = from; i <= to; i++) size *= x.shape[i];
  return reshape(x, [...x.shape.slice(0, from), size, ...x.shape.slice(to + 1)]);
}

/** Repeats axes of size 1 to reach `shape`; `-1` keeps a size. */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  const lead = shape.length - x.shape.length;
  const to = shape.map((n, i) => (n === -1 ? x.shape[i - lead] : n));
  if (!to.every((n, i) => n >= 0 && (i < lead || x.shape[i - lead] === 1 || x.shape[i - lead] === n)) || lead < 0) {
    throw new ShapeError(`expand: ${shapeText(x.shape)} cannot be repeated to ${shapeText(shape)}`);
  }
  if (sameShape(x.shape, to)) return x;
  const from = x.shape;
  return record('expand', kernels().broadcastTo(x.buffer, to), [x], [], (g) => [sumTo(g, from)]);
}

/**
 * Joins tensors along an axis that they have. PyTorch's `cat`.
 *
 *     cat([tensor([1, 2]), tensor([3])]) // → [1, 2, 3]
 */
export function cat(xs: readonly Tensor[], dim = 0): Tensor {
  if (xs.length === 0) throw new ValueError('cat: expected at least one tensor, got none');
  const first = xs[0];
  const axis = axisOf('cat', dim, first.shape.length);
  for (const x of xs) {
    if (x.dtype !== first.dtype) throw new DTypeError(`cat: expected one dtype, got ${first.dtype} and ${x.dtype}`);
    if (x.shape.length !== first.shape.length || x.shape.some((n, i) => i !== axis && n !== first.shape[i])) {
      const got = `${shapeText(first.shape)} and ${shapeText(x.shape)}`;
      throw new ShapeError(`cat: expected shapes that differ in dimension ${axis} only, got ${got}`);
    }
  }
  if (xs.length === 1) return first;
  const sizes = xs.map((x) => x.shape[axis]);
  const out = kernels().concat(
    xs.map((x) => x.buffer),
    axis,
  );
  return record('cat', out, xs, [], (g) => {
    let start = 0;
    return sizes.map((size, i) => {
      start += size;
      return xs[i].requiresGrad ? narrow(g, axis, start - size, size) : null;
    });
  });
}

/**
 * Joins tensors of one shape along a new axis.
 *
 *     stack([tensor([1, 2]), tensor([3, 4])]) // → [[1, 2], [3, 4]]
 */
export function stack(xs: readonly Tensor[], dim = 0): Tensor {
  if (xs.length === 0) throw new ValueError('stack: expected at least one tensor, got none');
  const at = axisOf('stack', dim, xs[0].shape.length + 1);
  for (const x of xs) {
    if (!sameShape(x.shape, xs[0].shape)) {
      throw new ShapeError(`stack: expected one shape, got ${shapeText(xs[0].shape)} and ${shapeText(x.shape)}`);
    }
  }
  return cat(
    xs.map((x) => unsqueeze(x, at)),
    at,
  );
}

/** `length` entries of an axis from `start` on. */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  const axis = axisOf('narrow', dim, x.shape.length);
  const size = x.shape[axis];
  const from = start < 0 ? start + size : start;
  if (!Number.isInteger(from) || !Number.isInteger(length) || from < 0 || length < 0 || from + length > size) {
    throw new ShapeError(`narrow: dimension ${axis} has ${size} entries, got start ${start} and length ${length}`);
  }
  if (length === size) return x;
  const begin = x.shape.map((_, i) => (i === axis ? from : 0));
  const extent = x.shape.map((n, i) => (i === axis ? length : n));
  return record('narrow', kernels().slice(x.buffer, begin, extent), [x], [], (g) => {
    const rest = size - from - length;
    return [
      pad(
        g,
        g.shape.map((_, i): [number, number] => (i === axis ? [from, rest] : [0, 0])),
      ),
    ];
  });
}

/** Entries `start` up to but not including `end` of an axis; negative ends count from the back. */
export function slice(x: Tensor, dim: number, start = 0, end?: number): Tensor {
  const axis = axisOf('slice', dim, x.shape.length);
  const size = x.shape[axis];
  const clip = (n: number) => Math.min(Math.max(n < 0 ? n + size : n, 0), size);
  const [from, to] = [clip(start), clip(end ?? size)];
  return narrow(x, axis, from, Math.max(to - from, 0));
}

/** One entry of an axis, which is dropped. */
export function select(x: Tensor, dim: number, index: number): Tensor {
  const axis = axisOf('select', dim, x.shape.length);
  const size = x.shape[axis];
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new ShapeError(`select: dimension ${axis} has ${size} entries, got index ${index}`);
  }
  const one = narrow(x, axis, index < 0 ? index + size : index, 1);
  return reshape(one, [...x.shape.slice(0, axis), ...x.shape.slice(axis + 1)]);
}

/** Surrounds with `value`: `[before, after]` for each axis. */
export function pad(x: Tensor, pads: readonly (readonly [number, number])[], value = 0): Tensor {
  if (pads.length !== x.shape.length || !pads.every((p) => p[0] >= 0 && p[1] >= 0)) {
    const rank = x.shape.length;
    throw new ShapeError(`pad: expected ${rank} pairs [before, after], none negative, got ${JSON.stringify(pads)}`);
  }
  if (pads.every((p) => p[0] === 0 && p[1] === 0)) return x;
  const inner = x.shape;
  return record('pad', kernels().pad(x.buffer, pads, value), [x], [], (g) => {
    let cut = g;
    pads.forEach((p, axis) => {
      cut = narrow(cut, axis, p[0], inner[axis]);
    });
    return [cut];
  });
}

/** Order of entries reversed along the axes. */
export function flip(x: Tensor, dims: number | readonly number[]): Tensor {
  const axes = (typeof dims === 'number' ? [dims] : dims).map((d) => axisOf('flip', d, x.shape.length));
  return record('flip', kernels().reverse(x.buffer, axes), [x], [], (g) => [flip(g, axes)]);
}
