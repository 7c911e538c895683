import type { Tensor } from '../tensor/tensor.js';
import { ConvTranspose } from './conv-transpose.js';
import type { Module } from './module.js';

/** Entries of each axis of the input that one value sees, and the distance between neighbouring values. */
interface Field {
  size: number[];
  jump: number[];
}

/** Follows how much of the input each output sees, from module to module. */
export class ReceptiveFields {
  readonly #known = new WeakMap<Tensor, Field>();
  /** By number of axes; of sequences and volumes only once a window has met them. */
  readonly #widest = new Map<number, Field>();

  constructor(inputs: readonly Tensor[]) {
    this.#widest.set(2, { size: [1, 1], jump: [1, 1] });
    for (const x of inputs) if (x.ndim === 4) this.#known.set(x, this.#widest.get(2)!);
  }

  /** The field of a module's output, or `null` if that has no places that windows could see. */
  through(module: Module, inputs: readonly Tensor[], output: Tensor): number[] | null {
    const count = output.ndim - 2;
    const { kernelSize, stride, dilation } = windowOf(module, count);
    if (kernelSize.some((k) => k > 1) && !this.#widest.has(count)) {
      this.#widest.set(count, { size: kernelSize.map(() => 1), jump: kernelSize.map(() => 1) });
    }
    // What operations outside of modules made, such as the sum at the end of a residual block, has no record.
    const from =
      inputs.map((x) => this.#known.get(x)).find((it) => it?.size.length === count) ?? this.#widest.get(count);
    if (from === undefined) return null;
    const field =
      module instanceof ConvTranspose ? enlarged(from, module) : narrowed(from, kernelSize, stride, dilation);
    this.#known.set(output, field);
    if (product(field.size) >= product(this.#widest.get(count)!.size)) this.#widest.set(count, field);
    return field.size;
  }
}

function narrowed(
  from: Field,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): Field {
  return {
    size: from.size.map((n, i) => n + (kernel[i] - 1) * dilation[i] * from.jump[i]),
    jump: from.jump.map((n, i) => n * stride[i]),
  };
}

/** A value of a transposed convolution sees the inputs whose windows reach it: at most ⌈reach / stride⌉ of them. */
function enlarged(from: Field, { kernelSize, stride, dilation }: ConvTranspose<readonly number[]>): Field {
  const seen = kernelSize.map((k, i) => Math.ceil(((k - 1) * dilation[i] + 1) / stride[i]));
  return {
    size: from.size.map((n, i) => n + (seen[i] - 1) * from.jump[i]),
    jump: from.jump.map((n, i) => n / stride[i]),
  };
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}

function windowOf(module: Module, count: number): Record<'kernelSize' | 'stride' | 'dilation', readonly number[]> {
  const given = module as unknown as Record<string, unknown>;
  const ones = new Array<number>(Math.max(count, 0)).fill(1);
  const sizes = (name: string) => {
    const value = given[name];
    return Array.isArray(value) && value.length === count ? (value as number[]) : ones;
  };
  return { kernelSize: sizes('kernelSize'), stride: sizes('stride'), dilation: sizes('dilation') };
}
