import { F, LecternError, nn, randn, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';

/** What plain JavaScript, which knows no types, can pass. */
const untyped = (value: unknown) => value as never;
const images = () => randn([1, 4, 4, 2]);

const CASES: [title: string, run: () => unknown, message: RegExp][] = [
  ['a pool with a size', () => F.maxPool2d(images(), untyped(2)), /^maxPool2d: .*got 2; write \{ kernelSize: 2 \}$/],
  ['a pool of means', () => F.avgPool2d(images(), untyped(undefined)), /^avgPool2d: expected options .*got undefined;/],
  [
    'a pool without a size',
    () => F.maxPool2d(images(), untyped({})),
    /^maxPool2d: expected kernelSize .*got undefined$/,
  ],
  ['pads that are no pairs', () => F.pad(tensor([[1, 2]]), untyped([1, 1])), /^pad: expected 2 pairs .*got \[1,1\]$/],
  [
    'mirrored pads that are no pairs',
    () => F.pad(tensor([[1, 2]]), untyped([1, 1]), { mode: 'reflect' }),
    /^pad: expected 2 pairs .*got \[1,1\]$/,
  ],
  ['one-hot without classes', () => oneHot(untyped(undefined)), /^oneHot: expected the number of classes.*undefined$/],
  ['one-hot of half a class', () => oneHot(1.5), /^oneHot: expected the number of classes.*1\.5$/],
  ['a convolution without a size', () => new nn.Conv3d(3, 8, untyped({})), /expected kernelSize .*got \{\}$/],
];

function oneHot(depth: number): Tensor {
  return F.oneHot(tensor([0], { dtype: 'int32' }), depth);
}

describe('options that are missing or of another kind are named in one clear error', () => {
  test.each(CASES)('%s', (_, run, message) => {
    expect(run).toThrow(LecternError);
    expect(run).toThrow(message);
  });
});
