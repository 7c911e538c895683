const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;
/**
 * Philox4x32-10: turns a 128-bit counter and a 64-bit key into four independent uniform 32-bit words, written to
 * `out[at…at+3]`. Stateless, so any block of the sequence can be computed on its own.
 *
 * Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
 */
export function philox4x32(counter, key, out, at = 0) {
    let c0 = counter[0];
    let c1 = counter[1];
    let c2 = counter[2];
    let c3 = counter[3];
    let k0 = key[0];
    let k1 = key[1];
    for (let round = 0; round < ROUNDS; round++) {
        const high0 = multiplyHigh(MULTIPLIER_0, c0);
        const high1 = multiplyHigh(MULTIPLIER_1, c2);
        const low0 = Math.imul(MULTIPLIER_0, c0);
        const low1 = Math.imul(MULTIPLIER_1, c2);
        c0 = (high1 ^ c1 ^ k0) >>> 0;
        c1 = low1 >>> 0;
        c2 = (high0 ^ c3 ^ k1) >>> 0;
        c3 = low0 >>> 0;
        k0 = (k0 + WEYL_0) >>> 0;
        k1 = (k1 + WEYL_1) >>> 0;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
}
/** Adds one to a 128-bit counter in place, with carry. */
export function incrementCounter(counter) {
    for (let word = 0; word < 4; word++) {
        counter[word]++;
        if (counter[word] !== 0)
            return;
    }
}
/** The upper 32 bits of the 64-bit product of two unsigned 32-bit integers, by 16-bit halves (no BigInt: it is slow). */
function multiplyHigh(a, b) {
    const a0 = a & 0xffff;
    const a1 = a >>> 16;
    const b0 = b & 0xffff;
    const b1 = b >>> 16;
    const middle = (Math.imul(a1, b0) >>> 0) + (Math.imul(a0, b0) >>> 16);
    const carry = (Math.imul(a0, b1) >>> 0) + (middle & 0xffff);
    return Math.imul(a1, b1) + (middle >>> 16) + (carry >>> 16);
}
