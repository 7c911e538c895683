import { flatten } from './functional.js';
import { Module } from './module.js';
/** Makes one dimension of the dimensions from `startDim` (default 1) to `endDim` (default −1). */
export class Flatten extends Module {
    startDim;
    endDim;
    channelsFirst;
    constructor(startDim = 1, endDim = -1, options = {}) {
        super();
        this.startDim = startDim;
        this.endDim = endDim;
        this.channelsFirst = options.channelsFirst ?? false;
    }
    forward(x) {
        const reorder = this.channelsFirst && x.shape.length === 4;
        return flatten(reorder ? x.permute(0, 3, 1, 2) : x, this.startDim, this.endDim);
    }
    extraRepr() {
        const order = this.channelsFirst ? ', channelsFirst=true' : '';
        return `startDim=${this.startDim}, endDim=${this.endDim}${order}`;
    }
}
/** Gives back what it gets. */
export class Identity extends Module {
    forward(x) {
        return x;
    }
}
