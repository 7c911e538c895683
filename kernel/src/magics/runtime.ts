import { type MagicContext, MagicError } from './magic.js';
import { findMagic } from './table.js';

/** The key on `globalThis` of the function that scripts call for their magics. */
const MAGIC_SYMBOL = Symbol.for('lectern.magic');

/** Makes the magics available to scripts that the language has made. */
export function installMagics(context: MagicContext): void {
  const run = (name: string, argument = '', body = '', code: () => unknown = () => undefined): unknown => {
    const magic = findMagic(name);
    if (!magic) throw new MagicError(`%${name}: expected a magic that exists, got none of that name`);
    return magic.run(context, { argument, body, code });
  };
  Object.defineProperty(globalThis, MAGIC_SYMBOL, { value: run, enumerable: false });
}
