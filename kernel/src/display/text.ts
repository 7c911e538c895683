import { inspect } from 'node:util';

const LONGEST = 100_000;
/** Levels that are shown; fewer of a value that is too long with all of them. */
const DEPTHS = [4, 1];

/** Uncoloured text form of any value, at most 100,000 characters. Never throws, also not for hostile objects. */
export function textOf(value: unknown): string {
  try {
    let text = '';
    for (const depth of DEPTHS) {
      text = inspected(value, depth);
      if (text.length <= LONGEST) return text;
    }
    return `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)`;
  } catch (error) {
    return `[${typeof value} that cannot be shown: ${reasonOf(error)}]`;
  }
}

function inspected(value: unknown, depth: number): string {
  return inspect(value, { depth, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
}

/** Name and message of whatever was thrown, in one line. Never throws. */
export function reasonOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : textOf(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
