import { ValueError } from '../errors.js';
/** Throws a ValueError, which begins with `where`, unless `reduction` is one of the three words. */
export function checkReduction(where, reduction) {
    if (reduction === 'mean' || reduction === 'sum' || reduction === 'none')
        return;
    throw new ValueError(`${where}: reduction must be 'mean', 'sum' or 'none', got '${reduction}'`);
}
/** Applies a {@link Reduction}. */
export function reduce(losses, reduction) {
    if (reduction === 'none')
        return losses;
    return reduction === 'mean' ? losses.mean() : losses.sum();
}
