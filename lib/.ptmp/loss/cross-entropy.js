import { DTypeError, LecternError, ValueError } from '../errors.js';
import { Module } from '../nn/module.js';
import { sparseCrossEntropy } from '../tensor/ops/softmax.js';
import { checkReduction, reduce } from './reduction.js';
/**
 * −log softmax(logits)[label] of each row, reduced: `logits [n, classes]`, int32 `labels [n]` in 0…classes − 1. Takes raw
 * scores: do not apply softmax first. Throws a ValueError that names the first label out of range (on a GPU such a
 * label gives NaN instead), a ShapeError or DTypeError for other forms.
 */
export function crossEntropy(logits, labels, options = {}) {
    const { reduction = 'mean' } = options;
    checkReduction('crossEntropy', reduction);
    if (labels.dtype !== 'int32') {
        const rule = 'labels must be int32 class numbers';
        throw new DTypeError(`crossEntropy: ${rule}, got ${labels.dtype}; convert them: labels.to('int32')`);
    }
    return reduce(lossesOf(logits, labels), reduction);
}
/** Cross-entropy of scores and class numbers as a module; see {@link crossEntropy}. */
export class CrossEntropyLoss extends Module {
    reduction;
    constructor(options = {}) {
        super();
        this.reduction = options.reduction ?? 'mean';
        checkReduction('CrossEntropyLoss', this.reduction);
    }
    forward(logits, labels) {
        return crossEntropy(logits, labels, { reduction: this.reduction });
    }
    extraRepr() {
        return this.reduction === 'mean' ? '' : `reduction='${this.reduction}'`;
    }
}
function lossesOf(logits, labels) {
    try {
        return sparseCrossEntropy(logits, labels);
    }
    catch (error) {
        // Labels are read only when the kernel refused them: reading them each time would make a GPU wait.
        if (!(error instanceof LecternError) || error.constructor === LecternError)
            checkLabels(labels, logits.shape[1]);
        throw error;
    }
}
function checkLabels(labels, classes) {
    const values = labels.dataSync();
    const at = values.findIndex((label) => label < 0 || label >= classes);
    if (at === -1)
        return;
    const rule = `labels must be from 0 to ${classes - 1} for logits of ${classes} classes`;
    throw new ValueError(`crossEntropy: ${rule}, got ${values[at]} at index ${at}`);
}
