import { afterInterrupt } from '../interrupted.js';
/** What each running body asked for, innermost last; an async body stays until it settles. */
const asked = [];
let enabled = true;
/** Whether operations are being recorded for `backward`. */
export function isGradEnabled() {
    return enabled;
}
/**
 * Runs `body` without recording: results do not require gradients, and in-place updates of parameters are allowed.
 * An async body is covered until it settles, with whatever else runs meanwhile.
 */
export function noGrad(body) {
    return withGrad(false, body);
}
/** Records inside `body` even under {@link noGrad}. */
export function enableGrad(body) {
    return withGrad(true, body);
}
export function withGrad(value, body) {
    afterInterrupt(reset);
    const own = { value };
    asked.push(own);
    enabled = value;
    let waiting = false;
    try {
        const result = body();
        if (result instanceof Promise) {
            waiting = true;
            return result.finally(() => leave(own));
        }
        return result;
    }
    finally {
        if (!waiting)
            leave(own);
    }
}
/** Async bodies may end in another order than they began. */
function leave(own) {
    const at = asked.lastIndexOf(own);
    // Gone already if a cell was interrupted while an async body ran.
    if (at >= 0)
        asked.splice(at, 1);
    enabled = asked.at(-1)?.value ?? true;
}
function reset() {
    asked.length = 0;
    enabled = true;
}
