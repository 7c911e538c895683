import { Module } from './module.js';
/** max(x, 0), elementwise. */
export class ReLU extends Module {
    forward(x) {
        return x.relu();
    }
}
/** Hyperbolic tangent, elementwise. */
export class Tanh extends Module {
    forward(x) {
        return x.tanh();
    }
}
/** 1 / (1 + e⁻ˣ), elementwise. */
export class Sigmoid extends Module {
    forward(x) {
        return x.sigmoid();
    }
}
