import { Module, type TensorModule } from '../../nn/module.js';
import { ones } from '../../tensor/create.js';
import { pad } from '../../tensor/ops/movement.js';
import type { Tensor } from '../../tensor/tensor.js';

/** A window that moves over the dimensions between batch and channels. */
export interface Window {
  kernelSize: readonly number[];
  stride: readonly number[];
  dilation: readonly number[];
}

/**
 * TensorFlow's padding `'same'`: as many outputs as strides fit into the input, an odd entry of padding at the end. With a
 * stride it depends on the size of the input, which PyTorch's padding does not.
 */
function samePads(shape: readonly number[], { kernelSize, stride, dilation }: Window): [number, number][] {
  const sides = kernelSize.map((k, i): [number, number] => {
    const size = shape[i + 1];
    const reach = (Math.ceil(size / stride[i]) - 1) * stride[i] + dilation[i] * (k - 1) + 1;
    const total = Math.max(reach - size, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  return [[0, 0], ...sides, [0, 0]];
}

/** Pads as TensorFlow's `'same'` with `value`, then calls its module, which does not pad. */
export class SamePadding extends Module {
  readonly inner: TensorModule;
  readonly #window: Window;
  readonly #value: number;

  constructor(inner: TensorModule, window: Window, value = 0) {
    super();
    this.inner = inner;
    this.#window = window;
    this.#value = value;
  }

  forward(x: Tensor): Tensor {
    return this.inner(pad(x, samePads(x.shape, this.#window), this.#value));
  }
}

/** Mean of each window with padding `'same'`, in which the border does not count. */
export class SameAvgPool extends Module {
  readonly inner: SamePadding;

  constructor(pool: TensorModule, window: Window) {
    super();
    this.inner = new SamePadding(pool, window);
  }

  forward(x: Tensor): Tensor {
    const shares = this.inner(ones([1, ...x.shape.slice(1, -1), 1]));
    return this.inner(x).div(shares);
  }
}

/** Any step that has nothing to learn; `text` says in prints what it does. */
export class Lambda extends Module {
  readonly #apply: (x: Tensor) => Tensor;
  readonly #text: string;

  constructor(text: string, apply: (x: Tensor) => Tensor) {
    super();
    this.#text = text;
    this.#apply = apply;
  }

  forward(x: Tensor): Tensor {
    return this.#apply(x);
  }

  override extraRepr(): string {
    return this.#text;
  }
}
