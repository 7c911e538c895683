import { writeAtomically } from '../disk/atomic-write.js';
import { readBytes } from '../disk/node-files.js';
import { FileError } from '../errors.js';

/**
 * Reads a UTF-8 text. @throws FileError if it cannot be read or is not UTF-8.
 *
 *     files.writeText('note.txt', 'hello');
 *     files.readText('note.txt') // → "hello"
 */
export function readText(path: string, where = 'readText'): string {
  const bytes = readBytes(path, where);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError(`${where}: expected a text in UTF-8, got other bytes in ${path}`, { cause: error });
  }
}

/**
 * Writes a text in UTF-8, whole or not at all.
 *
 *     files.writeText('note.txt', 'hello');
 *     files.readText('note.txt') // → "hello"
 */
export function writeText(path: string, text: string): void {
  writeAtomically(path, encodeText(text), 'writeText');
}

/** The UTF-8 bytes of a text. */
export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
