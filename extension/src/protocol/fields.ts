import { asCount, asObject, asText, PayloadError } from './payload.js';

// Apart from payload.ts, which every page loads: these come with the first view.

/**
 * The data of a view in a format that is known here, version 1 to `newest`: those of a later release get a sentence and not a
 * wrong picture.
 */
export function asSpec(where: string, value: unknown, newest = 1): Record<string, unknown> {
  const spec = asObject(where, value);
  const versions = Array.from({ length: newest }, (_, i) => i + 1);
  if (!versions.includes(spec.version as number)) {
    throw new PayloadError(
      `${where} version`,
      `${versions.join(' or ')} (a newer extension may read it)`,
      spec.version,
    );
  }
  return spec;
}

/** A text that may be left out, then empty, or a {@link PayloadError}. */
export function optionalText(where: string, value: unknown): string {
  return value === undefined ? '' : asText(where, value);
}

/** True, false or nothing, or a {@link PayloadError}. */
export function optionalFlag(where: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new PayloadError(where, 'true or false', value);
}

/** A number, also one written as 'NaN', 'Infinity' or '-Infinity', or a {@link PayloadError}. */
export function asNumber(where: string, value: unknown): number {
  if (typeof value === 'number') {
    return value;
  }
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') {
    return Number(value);
  }
  throw new PayloadError(where, 'a number', value);
}

/** The numbers that `keys` name in an object, or a {@link PayloadError}. */
export function numbersOf<K extends string>(
  where: string,
  object: Record<string, unknown>,
  keys: readonly K[],
): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, asNumber(`${where} ${key}`, object[key])])) as Record<K, number>;
}

/** Two growing numbers, the ends of a range, or a {@link PayloadError}. */
export function asRange(where: string, value: unknown): [low: number, high: number] {
  const [low, high, ...more] = asNumbers(where, value);
  if (more.length === 0 && Number.isFinite(low) && Number.isFinite(high) && low < high) return [low, high];
  throw new PayloadError(where, 'two growing numbers', value);
}

/** An array, or a {@link PayloadError}. */
export function asArray(where: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) {
    throw new PayloadError(where, 'a list', value);
  }
  return value;
}

/** A list of at most `most` entries, or a {@link PayloadError}. */
export function atMost<T>(where: string, list: T[], most: number): T[] {
  if (list.length > most) throw new PayloadError(where, `at most ${most.toLocaleString('en')} entries`, list.length);
  return list;
}

/** A list of `least` to `most` entries, or a {@link PayloadError}. */
export function asLimited(where: string, value: unknown, least: number, most: number): unknown[] {
  const list = asArray(where, value);
  if (list.length >= least && list.length <= most) return list;
  throw new PayloadError(where, `${least} to ${most} entries`, list.length);
}

/** A list of whole numbers, as a shape is, or a {@link PayloadError}. */
export function asCounts(where: string, value: unknown): number[] {
  return asArray(where, value).map((entry) => asCount(where, entry));
}

/** A list of texts, or a {@link PayloadError}. */
export function asTexts(where: string, value: unknown): string[] {
  return asArray(where, value).map((entry) => asText(where, entry));
}

/** A list of texts that may be left out, then empty, or a {@link PayloadError}. */
export function optionalTexts(where: string, value: unknown): string[] {
  return value === undefined ? [] : asTexts(where, value);
}

/** A list of numbers, or a {@link PayloadError}. */
export function asNumbers(where: string, value: unknown): number[] {
  return asArray(where, value).map((entry) => asNumber(where, entry));
}
