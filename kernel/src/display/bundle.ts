import type { Bundle, Shown } from '../contract/frames.js';
import { textOf } from './text.js';

/** Objects show themselves through this symbol: a method, async or not, that returns a MIME bundle. */
export const DISPLAY_SYMBOL = Symbol.for('Jupyter.display');

/**
 * The display of a value: the bundle of its own `Jupyter.display` method, or its text form. Bytes in a bundle become
 * base64; `text/plain` is added where it is missing. A display method that throws makes the text form and says so.
 *
 * @returns data at once, or a promise of it when the value's method is async
 */
export function displayOf(value: unknown): Shown | Promise<Shown> {
  try {
    const own = ownBundle(value);
    if (own instanceof Promise) {
      return own.then(
        (bundle) => complete(value, bundle),
        (error) => failed(value, error),
      );
    }
    return complete(value, own);
  } catch (error) {
    return failed(value, error);
  }
}

/** A bundle that is ready to go into a message: bytes as base64. */
export function rawDisplay(bundle: Bundle, metadata: Record<string, unknown> = {}): Shown {
  const data = Object.fromEntries(Object.entries(bundle).map(([mime, item]) => [mime, encoded(item)]));
  return { data, metadata };
}

function ownBundle(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  const method = (value as Record<symbol, unknown>)[DISPLAY_SYMBOL];
  return typeof method === 'function' ? method.call(value) : undefined;
}

function complete(value: unknown, bundle: unknown): Shown {
  if (bundle === null || typeof bundle !== 'object') return { data: { 'text/plain': textOf(value) }, metadata: {} };
  const shown = rawDisplay(bundle as Bundle);
  if (shown.data['text/plain'] === undefined) shown.data['text/plain'] = textOf(value);
  return shown;
}

function failed(value: unknown, error: unknown): Shown {
  return { data: { 'text/plain': `${textOf(value)}\n(its display failed: ${textOf(error)})` }, metadata: {} };
}

function encoded(item: unknown): unknown {
  return item instanceof Uint8Array ? Buffer.from(item).toString('base64') : item;
}
