import type { Buffer } from '../buffer.js';
import type { BatchNormResult, Kept, RunningStatistics } from '../fused.js';
import { bool, cached, float, text, type } from './attributes.js';
import type { Attribute } from './binding.js';
import { type Calls, idOf } from './calls.js';
import { Workspace } from './workspace.js';

/** Batch normalisation by `FusedBatchNormV3`, which takes images; other shapes become images of one pixel. */
export function batchNorm(
  calls: Calls,
  x: Buffer,
  scale: Buffer,
  offset: Buffer,
  running: RunningStatistics | null,
  eps: number,
): BatchNormResult {
  return Workspace.run(calls, (work) => {
    // With the factor 1 the op wants no running statistics.
    const momentum = running?.momentum ?? 1;
    const blend = running !== null && momentum !== 1;
    const none = calls.emptyVector();
    const statistics = blend ? [idOf(running.means), idOf(running.variances)] : [none, none];
    const inputs = [asImages(work, x), idOf(scale), idOf(offset), ...statistics];
    const attributes = cached(`FusedBatchNormV3|${eps}|${momentum}`, () => [
      ...common(eps),
      float('exponential_avg_factor', momentum),
    ]);
    const [y, means, variances, ...kept] = work.call('FusedBatchNormV3', attributes, inputs, 6);
    return {
      out: work.keep(x.shape.length === 4 ? y : work.reshape(y, x.shape)),
      means: work.keep(means),
      variances: work.keep(variances),
      kept: kept.map((id) => work.keep(id)),
    };
  });
}

export function batchNormGrad(
  calls: Calls,
  g: Buffer,
  x: Buffer,
  scale: Buffer,
  kept: Kept,
  eps: number,
): [Buffer, Buffer, Buffer] {
  return Workspace.run(calls, (work) => {
    const inputs = [asImages(work, g), asImages(work, x), idOf(scale), ...kept.map(idOf)];
    const attributes = cached(`FusedBatchNormGradV3|${eps}`, () => common(eps));
    const [dx, dScale, dOffset] = work.call('FusedBatchNormGradV3', attributes, inputs, 5);
    const shaped = x.shape.length === 4 ? dx : work.reshape(dx, x.shape);
    return [work.keep(shaped), work.keep(dScale), work.keep(dOffset)];
  });
}

function asImages(work: Workspace, x: Buffer): number {
  if (x.shape.length === 4) return idOf(x);
  const channels = x.shape[x.shape.length - 1];
  return work.reshape(idOf(x), [x.size / channels, 1, 1, channels]);
}

function common(eps: number): readonly Attribute[] {
  return [
    type('T', 'float32'),
    type('U', 'float32'),
    float('epsilon', eps),
    text('data_format', 'NHWC'),
    bool('is_training', true),
  ];
}
