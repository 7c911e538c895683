import type { Buffer } from '../backend/buffer.js';
import { kernels } from '../backend/choose.js';
import { AnomalyError, shapeText } from '../errors.js';
import { afterInterrupt } from '../interrupted.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Node } from './graph.js';
import { isGradEnabled } from './no-grad.js';

/** Frames that are looked through for the user's line; a call of a deep net has many of ours. */
const FRAMES = 100;
/** This library's own files, as a stack may write them. */
const OWN = [new URL('../', import.meta.url).href, decodeURI(new URL('../', import.meta.url).pathname)];

let always = false;
/** Bodies of {@link detectAnomaly} that are running. */
let bodies = 0;
/** Backward steps that are running: their result is checked as a whole. */
let steps = 0;

/**
 * Turns the search of {@link detectAnomaly} on or off for everything that follows.
 *
 *     autograd.setDetectAnomaly(true);
 *     autograd.setDetectAnomaly(false);
 *     autograd.isGradEnabled() // → true
 */
export function setDetectAnomaly(on: boolean): void {
  always = on;
}

/** Whether mistakes that are silent otherwise are looked for. */
export function isAnomalyEnabled(): boolean {
  return always || bodies > 0;
}

/**
 * Runs `body` (an async one until it settles) and looks for mistakes that are silent otherwise: the first operation,
 * forwards or backwards, that makes a NaN; a step with gradients that were never zeroed; dropout or batch normalisation in
 * training mode under `noGrad`. The error names the module, the operation, the shapes and the line that called it. Slow,
 *
 *     autograd.detectAnomaly(() => tensor([4]).sqrt().item()) // → 2
 *
 * because every result is read. PyTorch's `torch.autograd.detect_anomaly`.
 * @throws AnomalyError
 *
 */
export function detectAnomaly<T>(body: () => T): T {
  afterInterrupt(reset);
  bodies++;
  let waiting = false;
  try {
    const result = body();
    if (result instanceof Promise) {
      waiting = true;
      return result.finally(leave) as T;
    }
    return result;
  } finally {
    if (!waiting) leave();
  }
}

function leave(): void {
  // An interrupt may have ended it already.
  bodies = Math.max(bodies - 1, 0);
}

function reset(): void {
  bodies = 0;
  steps = 0;
}

/** Throws if something that behaves otherwise in training is used in training mode while nothing is recorded. */
export function checkTraining(where: string): void {
  if (!isAnomalyEnabled() || isGradEnabled() || steps > 0) return;
  throw new AnomalyError(
    `${where}: expected evaluation mode under noGrad, got training mode; call net.eval() before, and net.train() after`,
  );
}

/** Throws if the result of an operation has a NaN. */
export function checkForward(name: string, out: Buffer, inputs: readonly Tensor[]): void {
  if (steps > 0) return;
  const found = countNaN(out);
  if (found === 0) return;
  const wrong = inputs.findIndex((x) => countNaN(x.buffer) > 0);
  const got =
    wrong < 0
      ? `got NaN in ${found} of ${out.size} values of its result ${shapeText(out.shape)}`
      : `got NaN in ${countNaN(inputs[wrong].buffer)} of ${inputs[wrong].numel()} values of its input ${wrong}`;
  const given = inputs.length === 0 ? '' : ` from ${inputs.map((x) => rangeText(x.buffer)).join(' and ')}`;
  throw new AnomalyError(`${name}: expected numbers, ${got}${given}${lineText(stackNow())}`);
}

/** Runs one step of the backward pass; throws if a gradient that it gives has a NaN. */
export function checkedStep(node: Node, grad: Tensor, run: () => (Tensor | null)[]): (Tensor | null)[] {
  steps++;
  try {
    const grads = run();
    const wrong = grads.findIndex((g) => g !== null && g !== undefined && countNaN(g.buffer) > 0);
    if (wrong < 0) return grads;
    const g = grads[wrong] as Tensor;
    const got =
      `got NaN in ${countNaN(g.buffer)} of ${g.numel()} values of the gradient of input ${wrong}, ${shapeText(g.shape)}, ` +
      `from the gradient ${rangeText(grad.buffer)} of its result`;
    const path = node.place === null ? '' : `${node.place.path()}: `;
    throw new AnomalyError(`${path}backward of ${node.name}: expected numbers, ${got}${lineText(node.stack)}`);
  } finally {
    steps--;
  }
}

/** The calls that lead here, for {@link lineText}. */
export function stackNow(): string | undefined {
  const errors = Error as { stackTraceLimit?: number };
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = FRAMES;
  const { stack } = new Error();
  errors.stackTraceLimit = limit;
  return stack;
}

/** The innermost line in a stack that is not of this library. */
function lineText(stack: string | undefined): string {
  const frame = stack
    ?.split('\n')
    .slice(1)
    .find((line) => /:\d+:\d+\)?$/.test(line) && !line.includes('node:') && !OWN.some((own) => line.includes(own)));
  return frame === undefined ? '' : `; called at ${frame.trim().replace(/^at /, '')}`;
}

function countNaN(x: Buffer): number {
  if (x.dtype !== 'float32' || x.freed !== null) return 0;
  let count = 0;
  for (const value of kernels().readSync(x)) if (Number.isNaN(value)) count++;
  return count;
}

/** Shape and range of the numbers, e.g. `[64, 1] in -1…2`. */
function rangeText(x: Buffer): string {
  let [least, most] = [Infinity, -Infinity];
  for (const value of kernels().readSync(x)) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const range = least > most ? '' : ` in ${Number(least.toPrecision(4))}…${Number(most.toPrecision(4))}`;
  return `${shapeText(x.shape)}${range}`;
}
