import { ValueError } from '../errors.js';
import type { Generator } from '../random/generator.js';
import type { Tensor } from '../tensor/tensor.js';
import { dropout } from './functional.js';
import { Module } from './module.js';

export interface DropoutOptions {
  /** Source of the masks; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * In training, zeroes each value with probability `p` (default 0.5) and divides the others by 1 − p, so that the expected
 * value stays; in evaluation gives back its input. Srivastava et al. 2014.
 */
export class Dropout extends Module {
  readonly p: number;
  readonly generator: Generator | undefined;

  constructor(p = 0.5, options: DropoutOptions = {}) {
    super();
    if (!(p >= 0 && p <= 1)) throw new ValueError(`Dropout: p must be from 0 to 1, got ${p}`);
    this.p = p;
    this.generator = options.generator;
  }

  forward(x: Tensor): Tensor {
    return dropout(x, { p: this.p, training: this.training, generator: this.generator });
  }

  override extraRepr(): string {
    return `p=${this.p}`;
  }
}
