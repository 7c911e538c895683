import type { Buffer } from '../backend/buffer.js';
import { free } from '../backend/memory.js';
import { GradientError } from '../errors.js';
import { afterInterrupt } from '../interrupted.js';
import { Tensor } from '../tensor/tensor.js';
import { checkForward, isAnomalyEnabled, stackNow } from './anomaly.js';
import type { GradHook } from './grad-hooks.js';
import type { Hooks } from './hooks.js';
import { isGradEnabled } from './no-grad.js';
import { currentPlace, type Place } from './place.js';

/**
 * Gradient of an operation: from the gradient of its output to that of each input, `null` where none is needed or
 * defined. Written with differentiable operations, so that with `createGraph` it can be differentiated again.
 */
export type Backward = (grad: Tensor) => (Tensor | null)[];

let made = 0;

/** The number of the operation that will be recorded next. */
export function nextId(): number {
  return made;
}

/** One recorded operation. */
export class Node {
  /** Counts up: what was recorded later has a larger one. */
  readonly id = made++;
  /** For each input: the node that made it, the leaf tensor itself, or `null` if it needs no gradient. */
  readonly next: (Node | Tensor | null)[];
  /** Tensors read by `backward`, with their versions when they were recorded. */
  #saved: Tensor[] | null;
  readonly #versions: number[];
  #backward: Backward | null;
  /** User code may keep what it was given, so its temporaries are left to the collector. */
  readonly foreign: boolean;
  /** Hooks on the gradient of the result. */
  hooks: Hooks<GradHook> | null = null;
  /** Shape of the result. */
  shape: readonly number[] = [];
  /** The result, if its gradient is to be kept in its `.grad`. */
  retaining: Tensor | null = null;
  /** The call of a module in which it was recorded. */
  readonly place: Place | null = currentPlace();
  /** The calls that led to it, while anomalies are looked for. */
  readonly stack: string | undefined = isAnomalyEnabled() ? stackNow() : undefined;

  /** What a fused kernel keeps for its gradient and nobody else sees. */
  kept: readonly Buffer[] = [];

  constructor(
    /** Name of the operation, as a user calls it. */
    readonly name: string,
    inputs: readonly Tensor[],
    saved: readonly Tensor[],
    backward: Backward,
    foreign = false,
  ) {
    this.next = inputs.map((x) => (x.requiresGrad ? (x.gradFn ?? x) : null));
    this.#saved = [...saved];
    this.#versions = this.#saved.map((x) => x.version);
    this.#backward = backward;
    this.foreign = foreign;
  }

  /** Gradients of the inputs. */
  run(grad: Tensor): (Tensor | null)[] {
    if (this.#backward === null || this.#saved === null) {
      throw new GradientError(
        `backward: the graph through ${this.name} was already used and its saved tensors are gone; ` +
          'compute the loss again, or pass { retainGraph: true } the first time',
      );
    }
    this.#saved.forEach((x, i) => {
      if (x.version !== this.#versions[i]) {
        throw new GradientError(
          `backward: a tensor of shape [${x.shape.join(', ')}] that ${this.name} needs was changed in place after ` +
            'the forward pass; change it after backward, or use a new tensor',
        );
      }
    });
    return this.#backward(grad);
  }

  /** Lets go of everything that `backward` would need. */
  release(): void {
    this.#backward = null;
    this.#saved = null;
    this.retaining = null;
    for (const buffer of this.kept) free(buffer, 'backward, as a temporary of it');
    this.kept = [];
  }
}

/**
 * Wraps a kernel's result into a tensor, and records the operation if any input requires a gradient. `saved` lists the
 * inputs whose values `backward` reads, and `savesResult` says that it reads the result, so that a change in place of
 * any of them is noticed. `kept` is given back as soon as `backward` is through.
 */
export function record(
  name: string,
  out: Buffer,
  inputs: readonly Tensor[],
  saved: readonly Tensor[],
  backward: Backward,
  savesResult = false,
  kept: readonly Buffer[] = [],
): Tensor {
  const result = new Tensor(out);
  if (isAnomalyEnabled()) checkForward(name, out, inputs);
  if (isGradEnabled() && inputs.some((x) => x.requiresGrad)) {
    const node = new Node(name, inputs, savesResult ? [...saved, result] : saved, backward);
    node.kept = kept;
    result.attach(node);
    inside?.push([node, out]);
  }
  return result;
}

/** What the running {@link composed} body has recorded. */
let inside: [node: Node, out: Buffer][] | null = null;

/**
 * Runs a function that is made of several operations and gives away its result only: what it computes on the way is given
 * back as soon as `backward` is through, not when a collection finds it. The body must call no user's code.
 */
export function composed(body: () => Tensor): Tensor {
  if (inside !== null) return body();
  afterInterrupt(forget);
  const recorded: [node: Node, out: Buffer][] = [];
  inside = recorded;
  try {
    const result = body();
    for (const [node, out] of recorded) {
      if (out !== result.buffer && !out.shared) node.kept = [...node.kept, out];
    }
    return result;
  } finally {
    inside = null;
  }
}

function forget(): void {
  inside = null;
}
