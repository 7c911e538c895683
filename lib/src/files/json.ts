import { writeAtomically } from '../disk/atomic-write.js';
import { FileError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
import { encodeText, readText } from './text.js';

/**
 * Reads a JSON file. Nested lists of numbers become a tensor by `tensor(…)`. @throws FileError if it is not JSON.
 *
 *     files.writeJson('run.json', { lr: 0.1 });
 *     files.readJson('run.json') // → {"lr":0.1}
 */
export function readJson<T = unknown>(path: string): T {
  return parse(readText(path, 'readJson'), 'readJson', path) as T;
}

/**
 * Writes a value as JSON, whole or not at all; `indent` spaces a level, default none. Tensors in it become nested lists.
 *
 *     files.writeJson('run.json', [1, 2]);
 *     files.readJson('run.json') // → [1, 2]
 *
 * @throws FileError if a number in it is NaN or infinite, which JSON does not have.
 */
export function writeJson(path: string, value: unknown, options: { indent?: number } = {}): void {
  writeAtomically(path, encodeText(`${stringify(value, 'writeJson', options.indent)}\n`), 'writeJson');
}

/**
 * Reads a file with a JSON value on each line (JSON Lines); empty lines are left out.
 *
 *     files.writeJsonLines('runs.jsonl', [1, 2]);
 *     files.readJsonLines('runs.jsonl') // → [1, 2]
 */
export function readJsonLines<T = unknown>(path: string): T[] {
  return readText(path, 'readJsonLines')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parse(line, 'readJsonLines', `line ${i + 1} of ${path}`) as T]));
}

/**
 * Writes each value as a line of JSON. Tensors in them become nested lists.
 *
 *     files.writeJsonLines('runs.jsonl', ['a', 'b']);
 *     files.readJsonLines('runs.jsonl') // → ["a", "b"]
 */
export function writeJsonLines(path: string, values: Iterable<unknown>): void {
  const lines = Array.from(values, (value) => `${stringify(value, 'writeJsonLines')}\n`);
  writeAtomically(path, encodeText(lines.join('')), 'writeJsonLines');
}

function parse(text: string, where: string, place: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new FileError(`${where}: expected JSON, got in ${place}: ${(error as Error).message}`, { cause: error });
  }
}

function stringify(value: unknown, where: string, indent?: number): string {
  const text = JSON.stringify(
    value,
    (key, part: unknown) => {
      if (part instanceof Tensor) return part.toArray();
      if (typeof part !== 'number' || Number.isFinite(part)) return part;
      throw new FileError(`${where}: expected finite numbers, which JSON has, got ${part} at '${key}'`);
    },
    indent,
  );
  if (text !== undefined) return text;
  throw new FileError(`${where}: expected a value that JSON has, got ${typeof value}`);
}
