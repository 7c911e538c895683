import { kernels } from '../backend/choose.js';
import { ShapeError, shapeText, ValueError } from '../errors.js';
import type { Module } from '../nn/module.js';
import { Tensor } from '../tensor/tensor.js';

/** What is known of one batch after the forward pass. */
export interface StepResult {
  /** One value, to be made smaller. */
  loss: Tensor;
  /** What metrics get. */
  output?: Tensor;
  target?: Tensor;
  /** How many samples the batch has, which is how much its loss counts; default: rows of `target`, or 1. */
  size?: number;
}

/** Measures outputs against targets; a loss module is one. */
export type LossFunction = (output: Tensor, target: Tensor) => Tensor;

/** How a batch becomes a loss: either by `loss`, for batches `[input, target]`, or by `step`. */
export interface StepOptions<Batch> {
  /** For batches `[input, target]`: the model is called with the input. */
  loss?: LossFunction;
  /** For batches of any other form: calls the model itself. */
  step?: (batch: Batch) => StepResult;
}

/** The forward pass that the options describe. */
export function stepOf<Batch>(
  where: string,
  model: Module,
  { loss, step }: StepOptions<Batch>,
): (batch: Batch) => StepResult {
  if ((loss === undefined) === (step === undefined)) {
    const got = loss === undefined ? 'neither' : 'both';
    throw new ValueError(`${where}: expected either loss or step, got ${got}; loss is for batches [input, target]`);
  }
  if (step !== undefined) return (batch) => checked(where, step(batch));
  const call = model as unknown as (input: unknown) => Tensor;
  return (batch) => {
    if (!Array.isArray(batch) || batch.length !== 2) {
      throw new ValueError(
        `${where}: expected batches [input, target], got ${kindOf(batch)}; describe others with step`,
      );
    }
    const [input, target] = batch as [unknown, Tensor];
    const output = call(input);
    return checked(where, { loss: loss!(output, target), output, target });
  };
}

/** How much a batch counts. */
export function sizeOf({ size, target }: StepResult): number {
  return size ?? target?.shape[0] ?? 1;
}

/** The value of a loss, at once where the backend can. */
export function readLoss(loss: Tensor): number | Promise<number> {
  return kernels().syncReads ? loss.item() : loss.read().then(([value]) => value);
}

function checked(where: string, result: StepResult): StepResult {
  const loss: unknown = result?.loss;
  if (!(loss instanceof Tensor)) {
    throw new ValueError(`${where}: step must give { loss }, a tensor, got ${kindOf(loss)}`);
  }
  if (loss.numel() === 1) return result;
  const rule = 'the loss must be a single value';
  throw new ShapeError(`${where}: ${rule}, got shape ${shapeText(loss.shape)}; reduce it with mean or sum`);
}

function kindOf(value: unknown): string {
  if (value instanceof Tensor) return `a tensor ${shapeText(value.shape)}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === null || typeof value !== 'object' ? String(value) : 'an object';
}
