import type { WindowOptions } from '../backend.js';
import type { DType } from '../buffer.js';
import { ATTRIBUTE, type Attribute, TF_TYPE } from './binding.js';

/** Attribute lists are made once a name and dtype: building them anew would cost as much as a small op. */
const cache = new Map<string, readonly Attribute[]>();

export function typeAttributes(names: string, dtype: DType): readonly Attribute[] {
  const key = `${names}|${dtype}`;
  let list = cache.get(key);
  if (list === undefined) {
    list = names.split(',').map((name) => type(name, dtype));
    cache.set(key, list);
  }
  return list;
}

export function cached(key: string, make: () => readonly Attribute[]): readonly Attribute[] {
  let list = cache.get(key);
  if (list === undefined) {
    list = make();
    cache.set(key, list);
  }
  return list;
}

export function type(name: string, dtype: DType): Attribute {
  return { name, type: ATTRIBUTE.type, value: TF_TYPE[dtype] };
}

export function bool(name: string, value: boolean): Attribute {
  return { name, type: ATTRIBUTE.bool, value };
}

export function int(name: string, value: number | readonly number[]): Attribute {
  return { name, type: ATTRIBUTE.int, value };
}

export function text(name: string, value: string): Attribute {
  return { name, type: ATTRIBUTE.string, value };
}

/** Strides, padding and layout of a convolution or pool. */
export function windowAttributes(options: WindowOptions, kernel?: readonly [number, number]): Attribute[] {
  const [sh, sw] = options.stride;
  const [[top, bottom], [left, right]] = options.pads;
  const padded = top + bottom + left + right > 0;
  const attributes = [
    type('T', 'float32'),
    int('strides', [1, sh, sw, 1]),
    text('padding', padded ? 'EXPLICIT' : 'VALID'),
    int('explicit_paddings', padded ? [0, 0, top, bottom, left, right, 0, 0] : []),
    text('data_format', 'NHWC'),
  ];
  if (kernel !== undefined) attributes.push(int('ksize', [1, kernel[0], kernel[1], 1]));
  else attributes.push(int('dilations', [1, 1, 1, 1]), bool('use_cudnn_on_gpu', true));
  return attributes;
}

export function windowKey(options: WindowOptions, kernel?: readonly [number, number]): string {
  return `${options.stride}|${options.pads}|${kernel ?? ''}`;
}
