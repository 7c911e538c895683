import type { Tensor } from '../tensor/tensor.js';
import { Module, type TensorModule } from './module.js';

/** {@link import('./sequential.js').Sequential} without the types of its single modules. */
export class Sequential extends Module {
  [index: number]: TensorModule;

  constructor(...modules: TensorModule[]) {
    super();
    for (const [index, module] of modules.entries()) this[index] = module;
  }

  /** How many modules there are. */
  override get length(): number {
    let count = 0;
    while (count in this) count++;
    return count;
  }

  forward(x: Tensor): Tensor {
    let y = x;
    for (const module of this) y = module(y);
    return y;
  }

  /** Adds a module at the end. */
  append(module: TensorModule): this {
    this[this.length] = module;
    return this;
  }

  *[Symbol.iterator](): Iterator<TensorModule> {
    for (let index = 0; index in this; index++) yield this[index];
  }

  /** Paths read `net.2 (Linear 200→1)`. */
  override rootName(): string {
    return this.constructor === Sequential ? 'net' : this.constructor.name;
  }
}
