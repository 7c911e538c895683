import type { TensorData } from '../protocol/decode-tensor.js';
import { preferences } from '../shell/preferences.js';

const SHORT_TYPES = { float32: 'f32', int32: 'i32', bool: 'bool' } as const;

/** `f32`, `i32` or `bool`. */
export function shortType(dtype: TensorData['dtype']): string {
  return SHORT_TYPES[dtype];
}

/** A number to be read at a glance: `digits` significant digits (as many as the reader prefers), no trailing zeros, a real minus sign. */
export function short(value: number, digits = preferences.digits): string {
  if (!Number.isFinite(value)) return special(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-3
      ? value
          .toExponential(digits - 1)
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : String(Number(value.toPrecision(Number.isInteger(value) ? 7 : digits)));
  return text.replaceAll('-', '−');
}

/** A value in full: the shortest decimal that a float32 reads back as the same number; whole numbers and booleans as such. */
export function exact(value: number, dtype: TensorData['dtype']): string {
  if (dtype === 'bool') return value ? 'true' : 'false';
  if (!Number.isFinite(value)) return special(value);
  if (Object.is(value, -0)) return '−0';
  if (dtype === 'int32') return String(value).replace('-', '−');
  // Six digits name each float32 that a shorter decimal names, except below the normal numbers.
  for (let digits = Math.abs(value) < 1.2e-38 ? 1 : 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text).replaceAll('-', '−');
  }
  return String(Number(value.toPrecision(9))).replaceAll('-', '−');
}

/** `1 layer`, `2 layers`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}

function special(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '−Inf';
}
