/** Row-major steps of a shape. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/** Steps that read an array of `shape` as if it were repeated to `to`. */
export function repeatedStrides(shape: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(shape);
  const missing = to.length - shape.length;
  return to.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : strides[axis - missing]));
}

/** For each entry of `shape`, row-major, its place in an array that is walked with `strides` from `start`. */
export function places(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const out = new Int32Array(shape.reduce((a, b) => a * b, 1));
  const at = new Array<number>(shape.length).fill(0);
  let place = start;
  for (let i = 0; i < out.length; i++) {
    out[i] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis];
      if (++at[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      at[axis] = 0;
    }
  }
  return out;
}
