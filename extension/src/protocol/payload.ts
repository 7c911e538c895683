/** Data in a notebook that is not what its MIME type promises. The message is one sentence for the reader. */
export class PayloadError extends Error {
  override name = 'PayloadError';

  constructor(where: string, rule: string, got: unknown) {
    super(`${where}: expected ${rule}, got ${describe(got)}`);
  }
}

/** A plain object, or a {@link PayloadError}. */
export function asObject(where: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PayloadError(where, 'an object', value);
  }
  return value as Record<string, unknown>;
}

/** A whole number not below `least` (default 0), or a {@link PayloadError}. */
export function asCount(where: string, value: unknown, least = 0): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) {
    throw new PayloadError(where, `a whole number from ${least}`, value);
  }
  return value;
}

/** A text, or a {@link PayloadError}. */
export function asText(where: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new PayloadError(where, 'a text', value);
  }
  return value;
}

/** One of `choices`, or a {@link PayloadError}. */
export function asChoice<T extends string>(where: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    throw new PayloadError(where, `one of ${choices.join(', ')}`, value);
  }
  return value as T;
}

function describe(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
