import fc from 'fast-check';
import { conv2d } from '../../../lib/src/tensor/ops/conv.js';
import { conv1d, conv3d } from '../../../lib/src/tensor/ops/conv-nd.js';
import { convTranspose1d, convTranspose2d, convTranspose3d } from '../../../lib/src/tensor/ops/conv-transpose.js';
import { fold, unfold } from '../../../lib/src/tensor/ops/fold.js';
import { type PadMode, padAround } from '../../../lib/src/tensor/ops/padding.js';
import {
  type InterpolateOptions,
  interpolate,
  pixelShuffle,
  pixelUnshuffle,
} from '../../../lib/src/tensor/ops/resize.js';
import { type Given, python } from '../../helpers/torch.js';
import { arrayOf, int, type OpCase, type OpSpec, opCase, spec } from './spec.js';

const list = (values: readonly number[]) => `(${values.map((v) => `${v},`).join('')})`;

/** The images in PyTorch's order of axes. */
const FIRST = 'a.movedim(-1, 1)';
/** Filters `[…k, in, out]` as PyTorch has them: `[out, in, …k]`. */
const filters = (n: number) => `b.permute(${n + 1}, ${n}, ${Array.from({ length: n }, (_, i) => i)}).contiguous()`;
/** Filters of a transposed convolution: `[in, out, …k]`. */
const transposed = (n: number) => `b.permute(${n}, ${n + 1}, ${Array.from({ length: n }, (_, i) => i)}).contiguous()`;

interface Window {
  size: number[];
  kernel: number[];
  stride: number[];
  padding: number[];
  dilation: number[];
  groups: number;
  /** Channels of a group, on either side. */
  channels: [number, number];
  bias: boolean;
}

function windows(n: number, maxSize: number, groups: fc.Arbitrary<number>): fc.Arbitrary<Window> {
  const each = (min: number, max: number) => fc.array(int(min, max), { minLength: n, maxLength: n });
  return fc
    .record({
      size: each(1, maxSize),
      kernel: each(1, 3),
      stride: each(1, 2),
      padding: each(0, 2),
      dilation: each(1, 2),
      groups,
      channels: fc.tuple(int(1, 2), int(1, 2)),
      bias: fc.boolean(),
    })
    .filter((w) => w.size.every((s, i) => s + 2 * w.padding[i] >= w.dilation[i] * (w.kernel[i] - 1) + 1));
}

type Convolve = (x: never, w: never, b: never, options: never) => ReturnType<typeof conv2d>;

function convolutions(n: number, ours: Convolve, groups: fc.Arbitrary<number>, maxSize = 6): fc.Arbitrary<OpCase> {
  return windows(n, maxSize, groups).chain((w) => {
    const [inner, outer] = w.channels;
    const out = outer * w.groups;
    const arrays = fc.tuple(
      arrayOf([2, ...w.size, inner * w.groups]),
      arrayOf([...w.kernel, inner, out]),
      arrayOf([out]),
    );
    return arrays.map(([x, f, b]) => {
      const { stride, padding, dilation } = w;
      const options = `stride=${list(stride)}, padding=${list(padding)}, dilation=${list(dilation)}, groups=${w.groups}`;
      const torch = `F.conv${n}d(${FIRST}, ${filters(n)}, ${w.bias ? 'c' : 'None'}, ${options}).movedim(1, -1)`;
      return windowCase(n, w, w.bias ? [x, f, b] : [x, f], torch, ours, {
        stride,
        padding,
        dilation,
        groups: w.groups,
      });
    });
  });
}

function windowCase(n: number, w: Window, xs: Given[], torch: string, ours: Convolve, options: object): OpCase {
  const settings = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, n === 1 && Array.isArray(value) ? value[0] : value]),
  );
  return opCase(xs, torch, (x, f, b) => ours(x as never, f as never, (w.bias ? b : null) as never, settings as never));
}

function transposedConvolutions(n: number, ours: Convolve, maxSize = 4): fc.Arbitrary<OpCase> {
  return fc
    .tuple(windows(n, maxSize, int(1, 2)), fc.array(int(0, 1), { minLength: n, maxLength: n }))
    .map(([w, more]) => ({ ...w, extra: more.map((e, i) => (e < Math.max(w.stride[i], w.dilation[i]) ? e : 0)) }))
    .filter((w) =>
      w.size.every(
        (s, i) => (s - 1) * w.stride[i] - 2 * w.padding[i] + w.dilation[i] * (w.kernel[i] - 1) + w.extra[i] + 1 > 0,
      ),
    )
    .chain((w) => {
      const [inner, outer] = w.channels;
      const arrays = fc.tuple(
        arrayOf([2, ...w.size, inner * w.groups]),
        arrayOf([...w.kernel, inner * w.groups, outer]),
        arrayOf([outer * w.groups]),
      );
      return arrays.map(([x, f, b]) => {
        const { stride, padding, dilation, extra: outputPadding, groups } = w;
        const options =
          `stride=${list(stride)}, padding=${list(padding)}, dilation=${list(dilation)}, ` +
          `output_padding=${list(outputPadding)}, groups=${groups}`;
        const torch = `F.conv_transpose${n}d(${FIRST}, ${transposed(n)}, ${w.bias ? 'c' : 'None'}, ${options}).movedim(1, -1)`;
        const settings = { stride, padding, dilation, outputPadding, groups };
        return windowCase(n, w, w.bias ? [x, f, b] : [x, f], torch, ours, settings);
      });
    });
}

const same = fc
  .tuple(fc.array(int(1, 5), { minLength: 3, maxLength: 3 }), fc.array(int(1, 3), { minLength: 3, maxLength: 3 }))
  .chain(([size, kernel]) =>
    fc.tuple(arrayOf([1, ...size, 2]), arrayOf([...kernel, 2, 2])).map((xs) => {
      const torch = `F.conv3d(${FIRST}, ${filters(3)}, padding='same').movedim(1, -1)`;
      return opCase(xs, torch, (x, f) => conv3d(x, f, null, { padding: 'same' }));
    }),
  );

/** Borders on the two axes of images; PyTorch counts axes from the last. */
const borders = (mode: PadMode, most: (size: number) => number) =>
  fc
    .tuple(int(1, 4), int(2, 5), int(2, 5))
    .chain(([n, h, w]) => {
      const side = (size: number) => fc.tuple(int(0, most(size)), int(0, most(size)));
      return fc.tuple(arrayOf([n, h, w, 2]), side(h), side(w));
    })
    .map(([x, rows, cols]) => {
      const torch = `F.pad(${FIRST}, (${[...cols, ...rows]}), mode='${mode}').movedim(1, -1)`;
      return opCase([x], torch, (v) => padAround(v, [[0, 0], rows, cols, [0, 0]], { mode }));
    });

const tapped = windows(2, 6, fc.constant(1)).chain((w) =>
  arrayOf([2, ...w.size, w.channels[0]]).map((x) => {
    const { kernel, stride, padding, dilation } = w;
    const options = `${list(kernel)}, stride=${list(stride)}, padding=${list(padding)}, dilation=${list(dilation)}`;
    return { w, x, options };
  }),
);
const unfolds = tapped.map(({ w: { kernel, channels, ...rest }, x, options }) => {
  // PyTorch has channels first in a column, here they are last.
  const torch = `F.unfold(${FIRST}, ${options}).unflatten(1, (${channels[0]}, ${kernel[0] * kernel[1]})).permute(0, 3, 2, 1).flatten(2)`;
  return opCase([x], torch, (v) => unfold(v, { ...rest, kernelSize: [kernel[0], kernel[1]] } as never));
});
const folds = tapped.chain(({ w: { kernel, size, channels, stride, padding, dilation }, options }) => {
  const count = [0, 1].map(
    (i) => Math.floor((size[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i]) + 1,
  );
  const taps = kernel[0] * kernel[1];
  return arrayOf([2, count[0] * count[1], taps * channels[0]]).map((x) => {
    const columns = `a.unflatten(2, (${taps}, ${channels[0]})).permute(0, 3, 2, 1).flatten(1, 2)`;
    const torch = `F.fold(${columns}, ${list(size)}, ${options}).movedim(1, -1)`;
    const settings = { kernelSize: kernel, stride, padding, dilation };
    return opCase([x], torch, (v) => fold(v, [size[0], size[1]], settings as never));
  });
});

const images = fc.tuple(int(1, 4), int(1, 5), int(1, 5));
const shuffles = fc
  .tuple(images, int(1, 3))
  .chain(([[n, h, w], r]) =>
    arrayOf([n, h, w, 2 * r * r]).map((x) =>
      opCase([x], `F.pixel_shuffle(${FIRST}, ${r}).movedim(1, -1)`, (v) => pixelShuffle(v, r)),
    ),
  );
const unshuffles = fc
  .tuple(images, int(1, 3))
  .chain(([[n, h, w], r]) =>
    arrayOf([n, h * r, w * r, 2]).map((x) =>
      opCase([x], `F.pixel_unshuffle(${FIRST}, ${r}).movedim(1, -1)`, (v) => pixelUnshuffle(v, r)),
    ),
  );

const LINEAR = ['linear', 'bilinear', 'trilinear'] as const;

/** Sequences, images and volumes, by size or by factor. */
const resized = (linear: boolean) =>
  fc
    .tuple(fc.array(int(1, 5), { minLength: 1, maxLength: 3 }), fc.boolean(), fc.boolean(), int(0, 999))
    .chain(([space, bySize, corners, seed]) => {
      const mode = linear ? LINEAR[space.length - 1] : 'nearest';
      const to = space.map((_, i) => 1 + ((seed >> i) % 7));
      const factor = [0.5, 1, 1.5, 2, 2.5, 3][seed % 6];
      const smallest = Math.min(...space);
      const scale = Math.floor(smallest * factor) < 1 ? 2 : factor;
      const torchSize = bySize ? `size=${list(to)}` : `scale_factor=${scale}`;
      const align = linear ? `, align_corners=${python(corners)}` : '';
      const options: InterpolateOptions = {
        ...(bySize ? { size: to } : { scaleFactor: scale }),
        mode,
        ...(linear ? { alignCorners: corners } : {}),
      };
      return arrayOf([2, ...space, 2]).map((x) =>
        opCase([x], `F.interpolate(${FIRST}, ${torchSize}, mode='${mode}'${align}).movedim(1, -1)`, (v) =>
          interpolate(v, options),
        ),
      );
    });

/** Convolutions of every kind, borders, windows and sizes; channels last here and first in PyTorch. */
export const spaceSpecs: OpSpec[] = [
  spec('conv2d', convolutions(2, conv2d, int(2, 3)), { variant: 'in groups' }),
  spec('conv1d', convolutions(1, conv1d, int(1, 2), 8)),
  spec('conv3d', convolutions(3, conv3d, int(1, 2), 4)),
  spec('conv3d', same, { variant: "with padding 'same'" }),
  spec('convTranspose1d', transposedConvolutions(1, convTranspose1d, 6)),
  spec('convTranspose2d', transposedConvolutions(2, convTranspose2d)),
  spec('convTranspose3d', transposedConvolutions(3, convTranspose3d, 3)),
  spec(
    'padAround',
    borders('reflect', (size) => size - 1),
    { variant: 'by reflection' },
  ),
  spec(
    'padAround',
    borders('replicate', () => 4),
    { variant: 'by the edge' },
  ),
  spec(
    'padAround',
    borders('circular', (size) => size),
    { variant: 'by the other end' },
  ),
  spec(
    'padAround',
    borders('constant', () => 3),
    { variant: 'by zeros' },
  ),
  spec('unfold', unfolds),
  spec('fold', folds),
  spec('pixelShuffle', shuffles),
  spec('pixelUnshuffle', unshuffles),
  spec('interpolate', resized(false)),
  spec('interpolate', resized(true), { variant: 'linearly' }),
];
