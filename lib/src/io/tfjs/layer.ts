import { FileError } from '../../errors.js';
import type { TensorModule } from '../../nn/module.js';
import type { Tensor } from '../../tensor/tensor.js';
import { activationOf } from './activations.js';

/** Settings of a layer, under Keras's names. */
export type Config = Readonly<Record<string, unknown>>;

/** One layer of a model file, and how its settings and weights are read. */
export class Layer {
  readonly className: string;
  readonly config: Config;
  /** Dimensions of its input, with the batch. */
  readonly rank: number;
  /** Function, file and layer, for errors. */
  readonly where: string;
  readonly #prefix: string;
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #file: string;

  /** @param scope names before that of the layer in those of its weights */
  constructor(
    layer: { class_name: string; config: Config },
    rank: number,
    weights: ReadonlyMap<string, Tensor>,
    file: string,
    scope = '',
  ) {
    this.className = layer.class_name;
    this.config = layer.config;
    this.rank = rank;
    this.where = `${file}, ${layer.class_name} '${layer.config.name}'`;
    this.#prefix = `${scope}${layer.config.name}/`;
    this.#weights = weights;
    this.#file = file;
  }

  /** A weight that the layer must have. */
  weight(name: string): Tensor {
    const found = this.#weights.get(this.#prefix + name);
    if (found !== undefined) return found;
    throw new FileError(`${this.where}: expected a weight ${this.#prefix}${name}, got none of that name`);
  }

  /** A weight, unless the setting `flag` is false. */
  optional(flag: string, name: string): Tensor | null {
    return this.config[flag] === false ? null : this.weight(name);
  }

  /** A whole number of at least 1. */
  count(key: string): number {
    const value = this.config[key];
    if (Number.isInteger(value) && (value as number) >= 1) return value as number;
    throw this.refuse(key, 'a whole number of at least 1');
  }

  /** A number, by default `fallback`. */
  number(key: string, fallback: number): number {
    const value = this.config[key] ?? fallback;
    if (typeof value === 'number') return value;
    throw this.refuse(key, 'a number');
  }

  /** `count` whole numbers of at least 1; one number stands for all. */
  sizes(key: string, count: number, fallback: number): number[] {
    const value = this.config[key] ?? fallback;
    const list = Array.isArray(value) ? value : Array.from({ length: count }, () => value);
    if (list.length === count && list.every((n) => Number.isInteger(n) && n >= 1)) return list as number[];
    throw this.refuse(key, `${count} whole numbers of at least 1`);
  }

  /** Whether padding is `'same'`. Throws for another than that and `'valid'`. */
  isSame(): boolean {
    const padding = this.config.padding ?? 'valid';
    if (padding !== 'same' && padding !== 'valid') throw this.refuse('padding', "'same' or 'valid'");
    return padding === 'same';
  }

  /** The modules of the activation behind the layer. */
  activation(key = 'activation'): TensorModule[] {
    return activationOf(this.config[key], this.where);
  }

  /** Throws a FileError unless the setting has one of the values that can be imported. */
  only(key: string, ...allowed: unknown[]): void {
    const value = this.config[key];
    if (value === undefined || allowed.includes(value)) return;
    throw this.refuse(key, allowed.map((one) => JSON.stringify(one)).join(' or '));
  }

  /** A layer inside this one, whose weights have names after those of this one. */
  inner(config: Config, className: string): Layer {
    return new Layer({ class_name: className, config }, this.rank, this.#weights, this.#file, this.#prefix);
  }

  /** An error for a setting. */
  refuse(key: string, expected: string): FileError {
    return new FileError(`${this.where}: expected ${key} to be ${expected}, got ${JSON.stringify(this.config[key])}`);
  }
}
