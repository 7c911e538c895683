import { Module } from './module.js';
/** {@link import('./sequential.js').Sequential} without the types of its single modules. */
export class Sequential extends Module {
    constructor(...modules) {
        super();
        for (const [index, module] of modules.entries())
            this[index] = module;
    }
    /** How many modules there are. */
    get length() {
        let count = 0;
        while (count in this)
            count++;
        return count;
    }
    forward(x) {
        let y = x;
        for (const module of this)
            y = module(y);
        return y;
    }
    /** Adds a module at the end. */
    append(module) {
        this[this.length] = module;
        return this;
    }
    *[Symbol.iterator]() {
        for (let index = 0; index in this; index++)
            yield this[index];
    }
    /** Paths read `net.2 (Linear 200→1)`. */
    rootName() {
        return this.constructor === Sequential ? 'net' : this.constructor.name;
    }
}
