import { inspect } from 'node:util';

const LONGEST = 100_000;

/** Uncoloured text form of any value, at most 100,000 characters. Never throws, also not for hostile objects. */
export function textOf(value: unknown): string {
  try {
    const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)` : text;
  } catch (error) {
    return `[${typeof value} that cannot be shown: ${reasonOf(error)}]`;
  }
}

function reasonOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'it throws';
  }
}
