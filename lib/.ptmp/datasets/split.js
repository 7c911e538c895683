import { ValueError } from '../errors.js';
import { Generator } from '../random/generator.js';
import { ImageDataset } from './image-dataset.js';
/** Shuffles, then holds out the same part of each class. The same seed gives the same split. */
export function stratifiedSplit(bytes, classes, options) {
    const { testFraction = 0.2, seed = 0 } = options;
    if (!(testFraction >= 0 && testFraction < 1)) {
        throw new ValueError(`datasets: testFraction must be at least 0 and below 1, got ${testFraction}`);
    }
    const { labels } = bytes;
    const counts = classes.map((_, label) => labels.reduce((sum, other) => sum + (other === label ? 1 : 0), 0));
    const wanted = counts.map((count) => Math.round(count * testFraction));
    const train = [];
    const test = [];
    for (const index of new Generator(seed).permutation(labels.length)) {
        if (wanted[labels[index]] > 0) {
            wanted[labels[index]]--;
            test.push(index);
        }
        else {
            train.push(index);
        }
    }
    // As collected, the held-out part ends with the rarer classes alone, so both parts are shuffled once more.
    return { train: part(bytes, train, classes, seed), test: part(bytes, test, classes, seed) };
}
function part(bytes, indices, classes, seed) {
    const order = new Generator(seed).permutation(indices.length);
    return new ImageDataset(bytes, order.map((i) => indices[i]), classes);
}
