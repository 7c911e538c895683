import { PayloadError } from './payload.js';

/** Most letters and digits of all texts and numbers of one view: far above what the library sends, about 1 MB. */
const MOST_CHARACTERS = 20_000_000;
/** Most entries of lists and fields of objects of one view. */
const MOST_ENTRIES = 1_000_000;
/** Most characters of a text that is not packed numbers. */
const MOST_TEXT = 10_000;
const DEEPEST = 20;

/** Throws a PayloadError for data that no view could draw in reasonable time, before any of them is looked at. */
export function checkLimits(payload: unknown): void {
  let entries = 0;
  let characters = 0;
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      characters += value.length;
      if (characters > MOST_CHARACTERS) throw new PayloadError('view data', 'at most 20 MB', 'more');
      if (value.length > MOST_TEXT && !isBase64(value)) {
        throw new PayloadError('view data', `texts of at most ${MOST_TEXT.toLocaleString('en')} characters`, value);
      }
    }
    if (typeof value !== 'object' || value === null) return;
    if (depth > DEEPEST) throw new PayloadError('view data', `at most ${DEEPEST} levels`, 'more');
    const inside = Array.isArray(value) ? value : Object.values(value);
    entries += inside.length;
    if (entries > MOST_ENTRIES) {
      throw new PayloadError('view data', `at most ${MOST_ENTRIES.toLocaleString('en')} entries`, 'more');
    }
    for (const one of inside) walk(one, depth + 1);
  };
  walk(payload, 0);
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
