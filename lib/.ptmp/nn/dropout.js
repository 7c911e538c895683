import { ValueError } from '../errors.js';
import { dropout } from './functional.js';
import { Module } from './module.js';
/**
 * In training, zeroes each value with probability `p` (default 0.5) and divides the others by 1 − p, so that the expected
 * value stays; in evaluation gives back its input. Srivastava et al. 2014.
 */
export class Dropout extends Module {
    p;
    generator;
    constructor(p = 0.5, options = {}) {
        super();
        if (!(p >= 0 && p <= 1))
            throw new ValueError(`Dropout: p must be from 0 to 1, got ${p}`);
        this.p = p;
        this.generator = options.generator;
    }
    forward(x) {
        return dropout(x, { p: this.p, training: this.training, generator: this.generator });
    }
    extraRepr() {
        return `p=${this.p}`;
    }
}
