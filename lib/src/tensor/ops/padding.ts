import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import type { Tensor } from '../tensor.js';
import { indexSelect } from './index.js';
import { pad } from './movement.js';

/** `'reflect'` mirrors without the edge, `'replicate'` repeats the edge, `'circular'` goes on at the other end. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

export interface PadOptions {
  /** Default `'constant'`. */
  mode?: PadMode;
  /** What a constant border is filled with. Default 0. */
  value?: number;
}

/** Entry that stands at place `at`, which may lie outside of `0 … size − 1`. */
const SOURCES: Record<Exclude<PadMode, 'constant'>, (at: number, size: number) => number> = {
  reflect: (at, size) => (at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at),
  replicate: (at, size) => Math.min(Math.max(at, 0), size - 1),
  circular: (at, size) => (at + size) % size,
};

/**
 * Surrounds with `[before, after]` entries for each axis, all axes in order: `F.pad(images, [[0, 0], [2, 2], [2, 2],
 * [0, 0]], { mode: 'reflect' })`. The pairs are those of NumPy; PyTorch counts axes from the last one.
 *
 *     F.pad(tensor([1, 2]), [[1, 1]]) // → [0, 1, 2, 0]
 *
 * @throws ShapeError if a mirror or a circle would need more entries than the axis has.
 */
export function padAround(x: Tensor, pads: readonly (readonly [number, number])[], options: PadOptions = {}): Tensor {
  const { mode = 'constant', value = 0 } = options;
  if (mode === 'constant') return pad(x, pads, value);
  const source = SOURCES[mode];
  if (source === undefined) {
    throw new ValueError(`pad: expected mode constant, ${Object.keys(SOURCES).join(', ')}, got '${mode}'`);
  }
  if (pads.length !== x.shape.length || !pads.every((p) => p[0] >= 0 && p[1] >= 0)) {
    const rank = x.shape.length;
    throw new ShapeError(`pad: expected ${rank} pairs [before, after], none negative, got ${JSON.stringify(pads)}`);
  }
  return pads.reduce((y, [before, after], axis) => {
    if (before + after === 0) return y;
    const size = x.shape[axis];
    const most = mode === 'reflect' ? size - 1 : mode === 'circular' ? size : size === 0 ? 0 : Infinity;
    if (Math.max(before, after) > most) {
      const got = `${JSON.stringify([before, after])} for dimension ${axis} of ${shapeText(x.shape)}`;
      throw new ShapeError(`pad: mode '${mode}' can add at most ${most} entries on a side here, got ${got}`);
    }
    const picks = Int32Array.from({ length: before + size + after }, (_, i) => source(i - before, size));
    return indexSelect(y, axis, fromValues(picks, [picks.length], 'int32'));
  }, x);
}
