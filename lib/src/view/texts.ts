import { ValueError } from '../errors.js';
import { isList } from './lists.js';
import { isReadable } from './values.js';

/** Longest text of one part that is put into a notebook. */
const MOST_LETTERS = 200;

/**
 * Texts for the parts of a view, as many as `count`: a list of texts or numbers, or a tensor of numbers. Long ones end in `…`.
 * Throws a ValueError that says `rule`, e.g. `view.bar: labels` `needs a text for each of 3 bars`, for anything else.
 */
export function textsOf(where: string, given: unknown, count: number, rule: string): string[] {
  const texts = namesOf(where, given);
  if (texts.length === count) return texts;
  throw new ValueError(`${where} ${rule}, got ${texts.length}`);
}

/** Texts, however many: names of classes, for example. */
export function namesOf(where: string, given: unknown): string[] {
  const list: unknown = isReadable(given) ? given.dataSync() : given;
  if (isList(list)) return Array.from(list as ArrayLike<unknown>, brief);
  throw new ValueError(`${where}: expected a list of texts, got ${String(given)}`);
}

function brief(given: unknown): string {
  const text = String(given);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}
