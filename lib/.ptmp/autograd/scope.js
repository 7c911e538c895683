import { closeFrame, openFrame } from '../backend/memory.js';
import { ValueError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
/**
 * Runs `body` and frees at once every tensor made in it, except those that it returns (alone or inside arrays and plain
 * objects), gradients and parameters. Never needed: memory is given back by itself. For those who want it exact.
 * @throws ValueError if `body` is async.
 */
export function scope(body) {
    openFrame();
    const kept = new Set();
    try {
        const result = body();
        if (result instanceof Promise)
            throw new ValueError('scope: expected a synchronous function, got an async one');
        collectBuffers(result, kept);
        return result;
    }
    finally {
        closeFrame((buffer) => kept.has(buffer), 'the end of its scope');
    }
}
function collectBuffers(value, into) {
    if (value instanceof Tensor)
        into.add(value.buffer);
    else if (Array.isArray(value))
        for (const item of value)
            collectBuffers(item, into);
    else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
        for (const item of Object.values(value))
            collectBuffers(item, into);
    }
}
