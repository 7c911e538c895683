import { inspect, types } from 'node:util';

const LONGEST = 160;
const OPTIONS = { depth: 1, compact: true, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10 } as const;
const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

/**
 * One line of uncoloured text for any value, at most 160 characters. Values with a text form of their own give the first
 * line of it: a tensor its shape, type and range. Never throws.
 */
export function lineOf(value: unknown): string {
  try {
    const text = inspect(value, { ...OPTIONS, maxStringLength: LONGEST });
    return shortened(hasOwnForm(value) ? text.split('\n', 1)[0] : text.replace(/\s*\n\s*/g, ' '));
  } catch {
    return `[${typeof value} that cannot be shown]`;
  }
}

/** What {@link lineOf} says without running any code of the value: for looking into code that is running. */
export function quickLineOf(value: unknown): string {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return lineOf(value);
  try {
    const { shape, length } = value as { shape?: unknown; length?: unknown };
    if (Array.isArray(shape)) return `${typeNameOf(value)}[${shape.join(', ')}]`;
    return typeof length === 'number' ? `${typeNameOf(value)}(${length})` : typeNameOf(value);
  } catch {
    return typeof value;
  }
}

/** The type of a value in one word: `number`, `null`, or the name of its class. */
export function typeNameOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  try {
    const { constructor: made } = value as { constructor?: unknown };
    return (typeof made === 'function' && made.name) || 'Object';
  } catch {
    return 'Object';
  }
}

function hasOwnForm(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || types.isProxy(value)) return false;
  return typeof (value as Record<symbol, unknown>)[CUSTOM] === 'function';
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
