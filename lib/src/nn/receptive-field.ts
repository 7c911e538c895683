import type { Tensor } from '../tensor/tensor.js';
import type { Module } from './module.js';

/** Height and width in input pixels that one value sees, and the distance between neighbouring values. */
interface Field {
  size: [number, number];
  jump: [number, number];
}

/** Follows how much of the input each output sees, from module to module. */
export class ReceptiveFields {
  readonly #known = new WeakMap<Tensor, Field>();
  #widest: Field = { size: [1, 1], jump: [1, 1] };

  constructor(inputs: readonly Tensor[]) {
    for (const x of inputs) this.#known.set(x, this.#widest);
  }

  /** The field of a module's output, or `null` if that is no image. */
  through(module: Module, inputs: readonly Tensor[], output: Tensor): [number, number] | null {
    if (output.ndim !== 4) return null;
    // What operations outside of modules made, such as the sum at the end of a residual block, has no record.
    const from = inputs.map((x) => this.#known.get(x)).find((field) => field !== undefined) ?? this.#widest;
    const { kernelSize, stride, dilation } = windowOf(module);
    const after = (axis: 0 | 1): number => from.size[axis] + (kernelSize[axis] - 1) * dilation[axis] * from.jump[axis];
    const field: Field = {
      size: [after(0), after(1)],
      jump: [from.jump[0] * stride[0], from.jump[1] * stride[1]],
    };
    this.#known.set(output, field);
    if (field.size[0] * field.size[1] >= this.#widest.size[0] * this.#widest.size[1]) this.#widest = field;
    return field.size;
  }
}

function windowOf(module: Module): Record<'kernelSize' | 'stride' | 'dilation', readonly number[]> {
  const given = module as unknown as Record<string, unknown>;
  const pair = (name: string) => (Array.isArray(given[name]) ? (given[name] as number[]) : [1, 1]);
  return { kernelSize: pair('kernelSize'), stride: pair('stride'), dilation: pair('dilation') };
}
