let enabled = true;

/** Whether operations are being recorded for `backward`. */
export function isGradEnabled(): boolean {
  return enabled;
}

/**
 * Runs `body` without recording: results do not require gradients, and in-place updates of parameters are allowed.
 * An async body is covered until it settles.
 */
export function noGrad<T>(body: () => T): T {
  return withGrad(false, body);
}

/** Records inside `body` even under {@link noGrad}. */
export function enableGrad<T>(body: () => T): T {
  return withGrad(true, body);
}

export function withGrad<T>(value: boolean, body: () => T): T {
  const before = enabled;
  enabled = value;
  let waiting = false;
  try {
    const result = body();
    if (result instanceof Promise) {
      waiting = true;
      return result.finally(() => {
        enabled = before;
      }) as T;
    }
    return result;
  } finally {
    if (!waiting) enabled = before;
  }
}
