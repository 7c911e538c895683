import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from '../../nn/batch-norm.js';
import { Conv1d, Conv2d, Conv3d } from '../../nn/conv.js';
import type { Module } from '../../nn/module.js';
import { AvgPool1d, AvgPool2d, AvgPool3d, MaxPool1d, MaxPool2d, MaxPool3d } from '../../nn/pool.js';
import { ones, zeros } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Trace } from './trace.js';

type Conv = Conv1d | Conv2d | Conv3d;
type MaxPool = MaxPool1d | MaxPool2d | MaxPool3d;
type AvgPool = AvgPool1d | AvgPool2d | AvgPool3d;
type BatchNorm = BatchNorm1d | BatchNorm2d | BatchNorm3d;

/** A module that becomes one operation, which its kernels would not show. */
interface Whole<M extends Module> {
  classes: readonly (abstract new (...args: never[]) => M)[];
  /** Whether this one can; its kernels are exported otherwise. */
  fits(module: M): boolean;
  write(trace: Trace, module: M, x: Tensor, out: Tensor): void;
}

const convolution: Whole<Conv> = {
  classes: [Conv1d, Conv2d, Conv3d],
  fits: ({ paddingMode }) => paddingMode === 'zeros',
  write(trace, conv, x, out) {
    const { kernelSize, stride, dilation, groups, weight, bias } = conv;
    const count = kernelSize.length;
    const filters = trace.permuted(weight.buffer, [count + 1, count, ...kernelSize.keys()]);
    const inputs = [trace.first(x.buffer), filters];
    if (bias !== null) inputs.push(trace.last(bias.buffer));
    const sides = kernelSize.map((k, i): [number, number] => {
      if (typeof conv.padding !== 'string') return [conv.padding[i], conv.padding[i]];
      const reach = conv.padding === 'same' ? dilation[i] * (k - 1) : 0;
      return [Math.floor(reach / 2), Math.ceil(reach / 2)];
    });
    const pads = [...sides.map(([before]) => before), ...sides.map(([, after]) => after)];
    const attributes = { kernel_shape: [...kernelSize], strides: [...stride], dilations: [...dilation], pads };
    trace.set(out.buffer, { first: trace.graph.add('Conv', inputs, { ...attributes, group: groups }) });
  },
};

const maxPool: Whole<MaxPool> = {
  classes: [MaxPool1d, MaxPool2d, MaxPool3d],
  fits: ({ returnIndices }) => !returnIndices,
  write(trace, pool, x, out) {
    const attributes = { ...windowOf(pool), dilations: [...pool.dilation] };
    trace.set(out.buffer, { first: trace.graph.add('MaxPool', [trace.first(x.buffer)], attributes) });
  },
};

const avgPool: Whole<AvgPool> = {
  classes: [AvgPool1d, AvgPool2d, AvgPool3d],
  // How windows at the edge are counted differs between runtimes.
  fits: ({ divisorOverride, ceilMode }) => divisorOverride === undefined && !ceilMode,
  write(trace, pool, x, out) {
    const attributes = { ...windowOf(pool), count_include_pad: Number(pool.countIncludePad) };
    trace.set(out.buffer, { first: trace.graph.add('AveragePool', [trace.first(x.buffer)], attributes) });
  },
};

const batchNorm: Whole<BatchNorm> = {
  classes: [BatchNorm1d, BatchNorm2d, BatchNorm3d],
  fits: ({ runningMean }) => runningMean !== null,
  write(trace, norm, x, out) {
    const { numFeatures, weight, bias, runningMean, runningVar } = norm;
    const constants = [weight ?? ones(numFeatures), bias ?? zeros(numFeatures), runningMean!, runningVar!];
    const images = x.shape.length > 2;
    const inputs = [
      images ? trace.first(x.buffer) : trace.last(x.buffer),
      ...constants.map((constant) => trace.last(constant.buffer)),
    ];
    const name = trace.graph.add('BatchNormalization', inputs, { epsilon: { float: norm.eps } });
    trace.set(out.buffer, images ? { first: name } : { last: name });
  },
};

const WHOLE = [convolution, maxPool, avgPool, batchNorm] as unknown as readonly Whole<Module>[];

/** How the module is exported as one operation, if it is. */
export function wholeOf(module: Module): Whole<Module> | undefined {
  return WHOLE.find(({ classes, fits }) => classes.some((type) => module instanceof type) && fits(module));
}

function windowOf({ kernelSize, stride, padding, ceilMode }: MaxPool | AvgPool) {
  const pads = [...padding, ...padding];
  return { kernel_shape: [...kernelSize], strides: [...stride], pads, ceil_mode: Number(ceilMode) };
}
