import { afterInterrupt } from '../interrupted.js';

/** What each running body asked for, innermost last; an async body stays until it settles. */
const asked: { value: boolean }[] = [];
let enabled = true;

/**
 * Whether operations are being recorded for `backward`.
 *
 *     noGrad(() => autograd.isGradEnabled()) // → false
 */
export function isGradEnabled(): boolean {
  return enabled;
}

/**
 * Runs `body` without recording: results do not require gradients, and in-place updates of parameters are allowed.
 * An async body is covered until it settles, with whatever else runs meanwhile.
 *
 *     noGrad(() => ones(2, { requiresGrad: true }).mul(2)).requiresGrad // → false
 */
export function noGrad<T>(body: () => T): T {
  return withGrad(false, body);
}

/**
 * Records inside `body` even under {@link noGrad}.
 *
 *     noGrad(() => enableGrad(() => ones(2, { requiresGrad: true }).mul(2).requiresGrad)) // → true
 */
export function enableGrad<T>(body: () => T): T {
  return withGrad(true, body);
}

export function withGrad<T>(value: boolean, body: () => T): T {
  afterInterrupt(reset);
  const own = { value };
  asked.push(own);
  enabled = value;
  let waiting = false;
  try {
    const result = body();
    if (result instanceof Promise) {
      waiting = true;
      return result.finally(() => leave(own)) as T;
    }
    return result;
  } finally {
    if (!waiting) leave(own);
  }
}

/** Async bodies may end in another order than they began. */
function leave(own: { value: boolean }): void {
  const at = asked.lastIndexOf(own);
  // Gone already if a cell was interrupted while an async body ran.
  if (at >= 0) asked.splice(at, 1);
  enabled = asked.at(-1)?.value ?? true;
}

function reset(): void {
  asked.length = 0;
  enabled = true;
}
