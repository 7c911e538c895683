import { Buffer } from 'node:buffer';
import { types } from 'node:util';
import type { Bundle, Shown } from '../contract/frames.js';
import { imageTypeOf } from './image-type.js';
import { reasonOf, textOf } from './text.js';

/** Objects show themselves through this symbol: a method, async or not, that returns a MIME bundle. */
export const DISPLAY_SYMBOL = Symbol.for('Jupyter.display');

/** Longest item of a bundle in characters; front ends and notebook files suffer from longer ones. */
const LONGEST_ITEM = 64_000_000;
/** Readers of alternative text cannot skim it. */
const LONGEST_ALT = 300;
const MIME = /^[\w.+-]+\/[\w.+-]+$/;
const JSON_MIME = /[/+]json$/;

/**
 * The display of a value: the bundle of its own `Jupyter.display` method, the picture that its bytes are, or its text
 * form. Bytes in a bundle become base64; `text/plain` is added where it is missing. A display method that throws, or that
 * returns what is no bundle, makes the text form and says so.
 *
 * @returns data at once, or a promise of it when the value's method is async
 */
export function displayOf(value: unknown): Shown | Promise<Shown> {
  try {
    const own = ownBundle(value);
    return types.isPromise(own) ? later(value, own) : complete(value, own);
  } catch (error) {
    return failed(value, error);
  }
}

/** A bundle that is ready to go into a message: bytes as base64, text as one string. */
export function rawDisplay(bundle: Bundle, metadata: Record<string, unknown> = {}): Shown {
  const data: Bundle = {};
  for (const [mime, item] of Object.entries(bundle)) {
    if (item === undefined) continue;
    if (!MIME.test(mime)) throw new TypeError(`display: expected MIME types as keys, got '${mime}'`);
    data[mime] = encoded(mime, item);
  }
  return { data, metadata: described(data, metadata) };
}

/** Gives pictures the text of their bundle as alternative text, which converters to HTML read out of the metadata. */
function described(data: Bundle, metadata: Record<string, unknown>): Record<string, unknown> {
  const text = data['text/plain'];
  const pictures = Object.keys(data).filter((mime) => /^image\/(png|jpeg)$/.test(mime) && !(mime in metadata));
  if (typeof text !== 'string' || !text.trim() || pictures.length === 0) return metadata;
  const alt = text
    .trim()
    .replace(/\s*\n\s*/g, '; ')
    .slice(0, LONGEST_ALT);
  return { ...metadata, ...Object.fromEntries(pictures.map((mime) => [mime, { alt }])) };
}

function ownBundle(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  const method = displayMethodOf(value);
  if (typeof method === 'function') return method.call(value);
  const type = imageTypeOf(value);
  return type && { [type]: value };
}

/** A proxy may refuse to say whether it has a display; then it has none. */
function displayMethodOf(value: object): unknown {
  try {
    return (value as Record<symbol, unknown>)[DISPLAY_SYMBOL];
  } catch {
    return undefined;
  }
}

async function later(value: unknown, own: PromiseLike<unknown>): Promise<Shown> {
  try {
    return complete(value, await own);
  } catch (error) {
    return failed(value, error);
  }
}

function complete(value: unknown, bundle: unknown): Shown {
  if (bundle === null || typeof bundle !== 'object') return { data: { 'text/plain': textOf(value) }, metadata: {} };
  const shown = rawDisplay(bundle as Bundle);
  if (shown.data['text/plain'] === undefined) shown.data['text/plain'] = textOf(value);
  return shown;
}

function failed(value: unknown, error: unknown): Shown {
  return { data: { 'text/plain': `${textOf(value)}\n(its display failed: ${reasonOf(error)})` }, metadata: {} };
}

function encoded(mime: string, item: unknown): unknown {
  if (ArrayBuffer.isView(item)) return Buffer.from(item.buffer, item.byteOffset, item.byteLength).toString('base64');
  if (JSON_MIME.test(mime)) return item;
  const text = typeof item === 'string' ? item : Array.isArray(item) ? item.join('') : textOf(item);
  if (text.length <= LONGEST_ITEM) return text;
  throw new RangeError(`display: expected at most ${LONGEST_ITEM} characters of ${mime}, got ${text.length}`);
}
