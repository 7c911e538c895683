import { type BackwardOptions, backward } from '../autograd/backward.js';
import {
  checkRequiresGrad,
  type GradHook,
  gradHooksOf,
  type LeafHooks,
  type PostAccumulateHook,
  postHooksOf,
} from '../autograd/grad-hooks.js';
import type { Node } from '../autograd/graph.js';
import type { HookHandle } from '../autograd/hooks.js';
import { isGradEnabled } from '../autograd/no-grad.js';
import type { Buffer, DType, TypedArray } from '../backend/buffer.js';
import { kernels } from '../backend/choose.js';
import { free, pin } from '../backend/memory.js';
import { BackendError, FreedTensorError, GradientError, ShapeError, shapeText } from '../errors.js';
import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { full } from './create.js';
import { describe, displayBundle } from './format.js';
import { type Nested, nest } from './nested.js';
import * as elem from './ops/elementwise.js';
import { expand } from './ops/movement.js';
import { axisOf, sameShape, sizeOf } from './shape.js';
import { Tensor } from './tensor.js';

type Operand = elem.Operand;

/** What a tensor and its `.data` share. */
interface Storage {
  buffer: Buffer;
  /** Counts changes in place. */
  version: number;
}

/** What became of a gradient: an optimiser took a step with it, and then another backward pass added to it. */
type GradientUse = 'fresh' | 'taken' | 'stale';

/**
 * What a tensor is, apart from its operations: memory, gradient, reading, changes in place. Only
 * {@link Tensor} extends it, through math.ts and parts.ts, and only these may import it: the operations need the finished
 * class.
 */
export abstract class TensorBase {
  /** Gradient that `backward` summed up here, or `null`. */
  grad: Tensor | null = null;
  #storage: Storage;
  #requiresGrad = false;
  #gradFn: Node | null = null;
  #hooks: LeafHooks | null = null;
  #use: GradientUse = 'fresh';

  /** @internal Use `tensor` and the like. */
  constructor(buffer: Buffer) {
    this.#storage = { buffer, version: 0 };
  }

  /** @internal Memory behind the tensor. Throws a FreedTensorError if it was given back. */
  get buffer(): Buffer {
    const { buffer } = this.#storage;
    if (buffer.freed !== null) {
      throw new FreedTensorError(
        `tensor of shape ${shapeText(buffer.shape)}: its memory was freed by ${buffer.freed}; ` +
          'return it from the scope, or .clone() what you need later',
      );
    }
    return buffer;
  }

  /** @internal This, as what it always is. */
  protected get self(): Tensor {
    return this as unknown as Tensor;
  }

  /** Sizes of the axes. */
  get shape(): readonly number[] {
    return this.#storage.buffer.shape;
  }
  get dtype(): DType {
    return this.#storage.buffer.dtype;
  }
  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }
  /**
   * Number of elements.
   *
   *     zeros(2, 3).numel() // → 6
   */
  numel(): number {
    return sizeOf(this.shape);
  }
  /**
   * Size of one axis, negative from the back; without `dim` the whole shape.
   *
   *     zeros(2, 3).size(-1) // → 3
   */
  size(): readonly number[];
  size(dim: number): number;
  size(dim?: number): number | readonly number[] {
    return dim === undefined ? this.shape : this.shape[axisOf('size', dim, this.ndim)];
  }

  // ---- gradients
  /** Whether operations on it are recorded. May be set on leaves (tensors that no operation made). */
  get requiresGrad(): boolean {
    return this.#requiresGrad;
  }
  set requiresGrad(value: boolean) {
    this.requiresGrad_(value);
  }
  /** The operation that made it, or `null` for a leaf. */
  get gradFn(): Node | null {
    return this.#gradFn;
  }
  get isLeaf(): boolean {
    return this.#gradFn === null;
  }
  /** @internal Hooks on the gradient of a leaf. */
  get hooks(): LeafHooks | null {
    return this.#hooks;
  }
  set hooks(hooks: LeafHooks) {
    this.#hooks = hooks;
  }
  /** @internal Of a gradient. */
  get use(): GradientUse {
    return this.#use;
  }
  set use(use: GradientUse) {
    this.#use = use;
  }
  /** @internal Counts changes in place. */
  get version(): number {
    return this.#storage.version;
  }
  /**
   * Sets {@link requiresGrad}; float32 leaves only.
   *
   *     zeros(2).requiresGrad_().requiresGrad // → true
   */
  requiresGrad_(value = true): this {
    if (this.#gradFn !== null) {
      throw new GradientError(`requiresGrad: only leaves can be changed, got a result of ${this.#gradFn.name}`);
    }
    if (value && this.dtype !== 'float32') {
      throw new GradientError(`requiresGrad: only float32 tensors have gradients, got ${this.dtype}`);
    }
    this.#requiresGrad = value;
    return this;
  }
  /**
   * Adds the gradient of this single value to `.grad` of every leaf it was computed from.
   *
   *     const w = tensor([3], { requiresGrad: true });
   *     w.mul(w).sum().backward();
   *     w.grad // → [6]
   */
  backward(gradient?: Tensor, options?: BackwardOptions): void {
    backward(this.self, gradient, options);
  }
  /**
   * Calls `hook` with the gradient of this tensor in every backward pass, once all of it has come; a tensor that the hook
   * returns takes its place, here and in all that follows. Throws a GradientError if this requires no gradient.
   *
   *     const x = tensor([3], { requiresGrad: true });
   *     const handle = x.registerHook((g) => g.mul(10));
   *     x.mul(2).sum().backward();
   *     handle.remove();
   *     x.grad // → [20]
   */
  registerHook(hook: GradHook): HookHandle {
    return gradHooksOf('registerHook', this.self).add(hook);
  }
  /**
   * Calls `hook` with this leaf whenever a backward pass has added all of its gradient to `.grad`.
   *
   *     const x = tensor([3], { requiresGrad: true });
   *     let seen = 0;
   *     x.registerPostAccumulateGradHook((w) => void (seen = w.grad!.item()));
   *     x.mul(2).sum().backward();
   *     seen // → 2
   */
  registerPostAccumulateGradHook(hook: PostAccumulateHook): HookHandle {
    return postHooksOf('registerPostAccumulateGradHook', this.self).add(hook);
  }
  /**
   * Has `backward` keep the gradient of this result of an operation in `.grad`, as it does for leaves.
   *
   *     const x = tensor([3], { requiresGrad: true });
   *     const h = x.mul(2);
   *     h.retainGrad();
   *     h.mul(h).sum().backward();
   *     h.grad // → [12]
   */
  retainGrad(): void {
    checkRequiresGrad('retainGrad', this.self);
    if (this.#gradFn !== null) this.#gradFn.retaining = this.self;
  }
  /**
   * The same values outside of the graph. A later change in place of one does not show in the other.
   *
   *     ones(1, { requiresGrad: true }).mul(2).detach().requiresGrad // → false
   */
  detach(): Tensor {
    const buffer = this.buffer;
    buffer.shared = true;
    return new Tensor(buffer);
  }
  /**
   * This tensor outside of the graph: changing it in place, or assigning to it, changes this one, without `noGrad`.
   * `w.data.sub_(w.grad.mul(lr))` is a step of gradient descent.
   */
  get data(): Tensor {
    const alias = new Tensor(this.buffer);
    (alias as TensorBase).#storage = this.#storage;
    return alias;
  }
  set data(values: Tensor) {
    (this.data as TensorBase).#replace('data', values.detach());
  }
  /**
   * A copy that stays in the graph.
   *
   *     tensor([1, 2]).clone() // → [1, 2]
   */
  clone(): Tensor {
    return this.dtype === 'float32' ? elem.mul(this.self, 1) : new Tensor(kernels().reshape(this.buffer, this.shape));
  }
  /** @internal Records the operation that made this tensor. */
  attach(node: Node): void {
    this.#gradFn = node;
    node.shape = this.shape;
    this.#requiresGrad = true;
  }
  /** @internal Adds to `.grad`; returns what it is now. */
  accumulate(grad: Tensor): Tensor {
    // A tensor of its own: the same gradient may also reach others, and a change in place must not show there.
    const own = () => (grad.gradFn === null ? grad.detach() : grad.clone());
    const before = this.grad;
    this.grad = before === null ? own() : elem.add(before, grad);
    if (before !== null && before.use !== 'fresh') this.grad.use = 'stale';
    pin(this.grad.buffer);
    return this.grad;
  }

  // ---- reading
  /**
   * Values, row-major, in a new typed array. On a backend without synchronous reads: a clear error.
   *
   *     tensor([1, 2]).dataSync()[1] // → 2
   */
  dataSync(): TypedArray {
    const backend = kernels();
    if (!backend.syncReads) {
      throw new BackendError(`tensor: '${backend.name}' cannot be read at once; use await tensor.read()`);
    }
    return backend.readSync(this.buffer);
  }
  /**
   * Values, row-major, in a new typed array; works on every backend.
   *
   *     (await tensor([1, 2]).read())[1] // → 2
   */
  read(): Promise<TypedArray> {
    return kernels().read(this.buffer);
  }
  /**
   * The value of a tensor with one element.
   *
   *     tensor([5]).item() // → 5
   */
  item(): number {
    if (this.numel() !== 1) {
      throw new ShapeError(`item: expected one element, got shape ${shapeText(this.shape)}; use .toArray()`);
    }
    return this.dataSync()[0];
  }
  /**
   * Values as nested lists; booleans for a bool tensor.
   *
   *     tensor([[1, 2]]).toArray() // → [[1, 2]]
   */
  toArray(): Nested {
    return nest(this.dataSync(), this.shape, this.dtype);
  }
  /**
   * Shape, dtype, the values (cut if there are many) and a summary, for printing.
   *
   *     String(tensor([1, 2])).includes('[2]') // → true
   */
  toString(): string {
    return describe(this.self);
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return describe(this.self);
  }
  [DISPLAY_SYMBOL](): MimeBundle {
    return displayBundle(this.self);
  }
  /**
   * Frees the memory now. Never needed.
   *
   *     const x = zeros(2);
   *     x.dispose();
   *     x.shape // → [2]
   */
  dispose(): void {
    free(this.#storage.buffer, 'dispose()');
  }
  /** `using x = …` frees the memory at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  // ---- in place (under noGrad, or on tensors that need no gradient)
  /**
   * Overwrites this with other values, in place; under `noGrad` for what is trained.
   *
   *     zeros(2).copy_(tensor([1, 2])) // → [1, 2]
   */
  copy_(values: Tensor): this {
    const given = values.requiresGrad && isGradEnabled() ? values : values.detach();
    return this.#replace('copy_', given.ndim === 0 ? expand(given, this.shape) : given);
  }
  /** @internal Puts a kernel's result in place of the values. */
  take_(where: string, values: Buffer): this {
    return this.#replace(where, new Tensor(values));
  }
  /**
   * Adds in place, `alpha` (default 1) times the other.
   *
   *     tensor([1, 2]).add_(10) // → [11, 12]
   */
  add_(other: Operand, options: { alpha?: number } = {}): this {
    const scaled = options.alpha === undefined ? other : elem.mul(other, options.alpha);
    return this.#replace('add_', elem.add(this.self, scaled));
  }
  /**
   * Subtracts in place, `alpha` (default 1) times the other.
   *
   *     tensor([1, 2]).sub_(1) // → [0, 1]
   */
  sub_(other: Operand, options: { alpha?: number } = {}): this {
    return this.add_(other, { alpha: -(options.alpha ?? 1) });
  }
  /**
   * Multiplies in place.
   *
   *     tensor([1, 2]).mul_(10) // → [10, 20]
   */
  mul_(other: Operand): this {
    return this.#replace('mul_', elem.mul(this.self, other));
  }
  /**
   * Divides in place.
   *
   *     tensor([1, 2]).div_(2) // → [0.5, 1]
   */
  div_(other: Operand): this {
    return this.#replace('div_', elem.div(this.self, other));
  }
  /**
   * Sets every value, in place.
   *
   *     zeros(2).fill_(3) // → [3, 3]
   */
  fill_(value: number): this {
    this.#use = 'fresh';
    return this.#replace('fill_', full(this.shape, value, { dtype: this.dtype }));
  }
  /**
   * Sets every value to 0, in place.
   *
   *     ones(2).zero_() // → [0, 0]
   */
  zero_(): this {
    return this.fill_(0);
  }
  #replace(where: string, values: Tensor): this {
    if (this.#requiresGrad && isGradEnabled()) {
      throw new GradientError(`${where}: a tensor that requires a gradient was changed in place; wrap it in noGrad`);
    }
    if (values.requiresGrad && isGradEnabled()) {
      const rule = 'changes in place are not recorded, and the operand requires a gradient';
      throw new GradientError(`${where}: ${rule}; use the operation that gives a new tensor, or wrap it in noGrad`);
    }
    if (!sameShape(values.shape, this.shape) || values.dtype !== this.dtype) {
      const got = `${shapeText(values.shape)} ${values.dtype}`;
      throw new ShapeError(`${where}: expected shape ${shapeText(this.shape)} ${this.dtype}, got ${got}`);
    }
    const storage = this.#storage;
    const old = storage.buffer;
    storage.buffer = values.buffer;
    storage.version++;
    pin(storage.buffer);
    if (!old.shared && old !== storage.buffer) free(old, `${where}, which replaced the values`);
    return this;
  }
}
