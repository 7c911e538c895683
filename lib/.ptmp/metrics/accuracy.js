import { ShapeError, shapeText } from '../errors.js';
/**
 * Part of the items that are right, 0…1 (NaN of none). `output` holds scores `[n, classes]`, of which the highest counts,
 * or class numbers `[n]`; `labels` holds class numbers `[n]`. Reads both tensors.
 */
export function accuracy(output, labels) {
    const predictions = output.shape.length === 2 ? output.detach().argmax(1) : output;
    if (labels.shape.length !== 1 || predictions.shape.length !== 1 || predictions.shape[0] !== labels.shape[0]) {
        throw new ShapeError(`accuracy: expected scores [n, classes] or classes [n], and labels [n], got ${shapeText(output.shape)} and ` +
            shapeText(labels.shape));
    }
    const predicted = predictions.dataSync();
    const right = labels.dataSync().filter((label, i) => label === predicted[i]);
    return right.length / predicted.length;
}
