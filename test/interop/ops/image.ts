import fc from 'fast-check';
import { conv2d } from '../../../lib/src/tensor/ops/conv.js';
import { arrayOf, int, type OpSpec, opCase, spec } from './spec.js';

const pair = (min: number, max: number) => fc.tuple(int(min, max), int(min, max));

/** Images and windows that fit into them with the padding. */
const windows = (maxDilation: number) =>
  fc
    .record({
      batch: int(1, 2),
      size: pair(1, 7),
      channels: int(1, 3),
      kernel: pair(1, 3),
      stride: pair(1, 3),
      padding: pair(0, 2),
      dilation: pair(1, maxDilation),
    })
    .filter(({ size, kernel, padding, dilation }) =>
      [0, 1].every((i) => size[i] + 2 * padding[i] >= dilation[i] * (kernel[i] - 1) + 1),
    );

const tuple = (pair: readonly number[]) => `(${pair})`;

const convolutions = fc.tuple(windows(2), int(1, 3), fc.boolean()).chain(([w, out, bias]) =>
  fc
    .tuple(arrayOf([w.batch, ...w.size, w.channels]), arrayOf([...w.kernel, w.channels, out]), arrayOf([out]))
    .map(([x, filter, b]) => {
      const { stride, padding, dilation } = w;
      const options = `stride=${tuple(stride)}, padding=${tuple(padding)}, dilation=${tuple(dilation)}`;
      const torch = (third: string) =>
        `F.conv2d(a.permute(0, 3, 1, 2), b.permute(3, 2, 0, 1).contiguous(), ${third}, ${options}).permute(0, 2, 3, 1)`;
      const settings = { stride, padding, dilation };
      return bias
        ? opCase([x, filter, b], torch('c'), (i, f, v) => conv2d(i, f, v, settings))
        : opCase([x, filter], torch('None'), (i, f) => conv2d(i, f, undefined, settings));
    }),
);

/** Results that are one pixel high or wide, with different strides. */
const thin = fc
  .tuple(fc.boolean(), pair(1, 3), int(1, 2), int(3, 6), pair(1, 3), int(1, 2), int(0, 1))
  .filter(([, kernel, , long, stride]) => kernel.every((k) => k <= long) && stride[0] !== stride[1])
  .chain(([upright, kernel, channels, long, stride, extra, padding]) => {
    const short = Math.min(kernel[upright ? 1 : 0] + extra - 1, long);
    const size = upright ? [long, short] : [short, long];
    return fc.tuple(arrayOf([2, ...size, channels]), arrayOf([...kernel, channels, 2])).map((xs) => {
      const options = `stride=${tuple(stride)}, padding=${padding}`;
      const first = 'a.permute(0, 3, 1, 2), b.permute(3, 2, 0, 1).contiguous()';
      const torch = `F.conv2d(${first}, None, ${options}).permute(0, 2, 3, 1)`;
      return opCase(xs, torch, (x, f) => conv2d(x, f, undefined, { stride, padding }));
    });
  });

const same = fc.tuple(pair(1, 6), pair(1, 4), pair(1, 2)).chain(([size, kernel, dilation]) =>
  fc.tuple(arrayOf([2, ...size, 2]), arrayOf([...kernel, 2, 3])).map((xs) => {
    const options = `padding='same', dilation=${tuple(dilation)}`;
    const torch = `F.conv2d(a.permute(0, 3, 1, 2), b.permute(3, 2, 0, 1).contiguous(), None, ${options}).permute(0, 2, 3, 1)`;
    return opCase(xs, torch, (x, f) => conv2d(x, f, undefined, { padding: 'same', dilation }));
  }),
);

/** Convolution of images, channels last here and first in PyTorch. */
export const imageSpecs: OpSpec[] = [
  spec('conv2d', convolutions),
  spec('conv2d', same, { variant: "with padding 'same'" }),
  spec('conv2d', thin, { variant: 'to one pixel of height or width' }),
];
