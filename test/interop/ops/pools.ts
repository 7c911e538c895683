import fc from 'fast-check';
import type { Tensor } from 'lectern';
import * as pool from '../../../lib/src/tensor/ops/pool.js';
import * as indices from '../../../lib/src/tensor/ops/pool-indices.js';
import { python } from '../../helpers/torch.js';
import { arrayOf, type Domain, int, type OpCase, type OpSpec, opCase, spec } from './spec.js';

const list = (values: readonly number[]) => `(${values.map((v) => `${v},`).join('')})`;
/** A number for sequences, a list otherwise. */
const sized = (values: readonly number[]) => (values.length === 1 ? values[0] : values);
const FIRST = 'a.movedim(-1, 1)';

type Pool = (x: Tensor, options: never) => Tensor;

/** Windows that fit into inputs with the padding. */
function windows(count: number, most: number, maxDilation: number) {
  const each = (min: number, max: number) => fc.array(int(min, max), { minLength: count, maxLength: count });
  return fc
    .record({
      batch: int(1, 2),
      size: each(1, most),
      channels: int(1, 3),
      kernelSize: each(1, 3),
      stride: each(1, 3),
      padding: each(0, 1),
      dilation: each(1, maxDilation),
      ceilMode: fc.boolean(),
    })
    .filter(({ size, kernelSize, padding, dilation }) =>
      size.every(
        (n, i) =>
          n + 2 * padding[i] > dilation[i] * (kernelSize[i] - 1) &&
          2 * padding[i] <= kernelSize[i] &&
          (dilation[i] === 1 || n > dilation[i]),
      ),
    );
}

const MOST = [9, 7, 4];

function maxima(ours: Pool, count: number, maxDilation: number, domain: Domain = {}): fc.Arbitrary<OpCase> {
  return windows(count, MOST[count - 1], maxDilation).chain((w) =>
    arrayOf([w.batch, ...w.size, w.channels], domain).map((x) => {
      const { kernelSize, stride, padding, dilation, ceilMode } = w;
      const sizes = `stride=${list(stride)}, padding=${list(padding)}, dilation=${list(dilation)}`;
      const torch = `F.max_pool${count}d(${FIRST}, ${list(kernelSize)}, ${sizes}, ceil_mode=${python(ceilMode)})`;
      const options = {
        kernelSize: sized(kernelSize),
        stride: sized(stride),
        padding: sized(padding),
        dilation: sized(dilation),
        ceilMode,
      };
      return opCase([x], `${torch}.movedim(1, -1)`, (v) => ours(v, options as never));
    }),
  );
}

function means(ours: Pool, count: number): fc.Arbitrary<OpCase> {
  const more = fc.tuple(fc.boolean(), fc.option(int(1, 5), { nil: undefined }));
  // PyTorch's 3-D mean wants inputs that a window fits into without padding.
  const fitting = windows(count, MOST[count - 1], 1).filter((w) => w.size.every((n, i) => n >= w.kernelSize[i]));
  return fc.tuple(fitting, more).chain(([w, [countIncludePad, divisor]]) =>
    arrayOf([w.batch, ...w.size, w.channels]).map((x) => {
      const { kernelSize, stride, padding, ceilMode } = w;
      const divisorOverride = count === 1 ? undefined : divisor;
      const options = { kernelSize: sized(kernelSize), stride: sized(stride), padding: sized(padding), ceilMode };
      const sizes = `${list(kernelSize)}, stride=${list(stride)}, padding=${list(padding)}`;
      const flags = `ceil_mode=${python(ceilMode)}, count_include_pad=${python(countIncludePad)}`;
      const by = divisorOverride === undefined ? '' : `, divisor_override=${divisorOverride}`;
      const torch = `F.avg_pool${count}d(${FIRST}, ${sizes}, ${flags}${by}).movedim(1, -1)`;
      return opCase([x], torch, (v) => ours(v, { ...options, countIncludePad, divisorOverride } as never));
    }),
  );
}

type Found = (x: Tensor, options: never) => [values: Tensor, indices: Tensor];

/** Values and places as one array: places are no variables. */
function found(ours: Found, count: number): fc.Arbitrary<OpCase> {
  return maxima((x, options) => ours(x, options)[1].to('float32'), count, 2, { grid: 1 }).map((it) =>
    opCase(it.inputs, it.torch.replace(/\)(?=\.movedim\(1, -1\)$)/, ', return_indices=True)[1]'), it.ours),
  );
}

type Unpool = (x: Tensor, indices: Tensor, options: never) => Tensor;

/** Windows that do not overlap: of several values for one place PyTorch does not say which stays. */
function unpooled(pick: Found, put: Unpool, count: number): fc.Arbitrary<OpCase> {
  const each = (min: number, max: number) => fc.array(int(min, max), { minLength: count, maxLength: count });
  return fc
    .tuple(each(1, 6), each(1, 3), int(1, 2), int(1, 2), fc.boolean())
    .filter(([size, kernel, , , given]) => size.every((n, i) => n >= kernel[i] && (given || n % kernel[i] === 0)))
    .chain(([size, kernel, batch, channels, given]) =>
      arrayOf([batch, ...size, channels]).map((x) => {
        const [torchKernel, kernelSize] = [list(kernel), sized(kernel)];
        const places = `F.max_pool${count}d(${FIRST}, ${torchKernel}, return_indices=True)`;
        const to = given ? `, output_size=${list(size)}` : '';
        const torch = `(lambda y, i: F.max_unpool${count}d(y, i, ${torchKernel}${to}))(*${places}).movedim(1, -1)`;
        const outputSize = given ? sized(size) : undefined;
        return opCase([x], torch, (v) => {
          const [values, at] = pick(v, { kernelSize } as never);
          return put(values, at, { kernelSize, outputSize } as never);
        });
      }),
    );
}

const { maxPool1dWithIndices, maxPool2dWithIndices, maxPool3dWithIndices } = indices;

/** Pools of sequences, images and volumes, channels last here and first in PyTorch. */
export const poolSpecs: OpSpec[] = [
  spec('maxPool1d', maxima(pool.maxPool1d, 1, 1)),
  spec('maxPool2d', maxima(pool.maxPool2d, 2, 1)),
  spec('maxPool2d', maxima(pool.maxPool2d, 2, 1, { grid: 1 }), { variant: 'where equal' }),
  spec('maxPool2d', maxima(pool.maxPool2d, 2, 2), { variant: 'of dilated windows' }),
  spec('maxPool3d', maxima(pool.maxPool3d, 3, 1)),
  spec('maxPool3d', maxima(pool.maxPool3d, 3, 1, { grid: 1 }), { variant: 'where equal' }),
  spec('maxPool1dWithIndices', found(maxPool1dWithIndices, 1), { order: 0 }),
  spec('maxPool2dWithIndices', found(maxPool2dWithIndices, 2), { order: 0 }),
  spec('maxPool3dWithIndices', found(maxPool3dWithIndices, 3), { order: 0 }),
  spec(
    'maxPool2dWithIndices',
    maxima((x, options) => maxPool2dWithIndices(x, options)[0], 2, 2),
    { variant: 'to values' },
  ),
  spec('maxUnpool1d', unpooled(maxPool1dWithIndices, indices.maxUnpool1d, 1)),
  spec('maxUnpool2d', unpooled(maxPool2dWithIndices, indices.maxUnpool2d, 2)),
  spec('maxUnpool3d', unpooled(maxPool3dWithIndices, indices.maxUnpool3d, 3)),
  spec('avgPool1d', means(pool.avgPool1d, 1)),
  spec('avgPool2d', means(pool.avgPool2d, 2)),
  spec('avgPool3d', means(pool.avgPool3d, 3)),
];
