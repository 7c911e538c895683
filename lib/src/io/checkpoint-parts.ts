import { FileError, LecternError } from '../errors.js';
import { Module } from '../nn/module.js';
import { Generator, type GeneratorState } from '../random/generator.js';

/** Anything that can say where it stands and go on from there: modules, optimisers, schedules, loaders, averages. */
export interface Stateful {
  stateDict(): unknown;
  loadStateDict(state: never): unknown;
}

/** What a checkpoint saves, by name: things with a state, generators, and plain data such as `epoch`. */
export type CheckpointParts = Readonly<Record<string, unknown>>;

/** Of the given parts those that are plain data, with what else the file has. */
export type CheckpointValues<Parts> = {
  [Name in keyof Parts as Parts[Name] extends Stateful | Generator ? never : Name]: Parts[Name];
} & Record<string, unknown>;

/** How one part is saved. */
export interface SavedPart {
  /** Whether it is loaded into something, or is data that is given back. */
  kind: 'state' | 'value';
  /** Class of what has the state; a module may be of any. */
  type?: string;
  value: unknown;
}

/** The state of a part, or the part itself if it is plain data. */
export function savedPart(part: unknown): SavedPart {
  if (!isStateful(part) && !(part instanceof Generator)) return { kind: 'value', value: part };
  return { kind: 'state', type: typeOf(part), value: stateOf(part) };
}

/**
 * Loads the states into the parts: all or, when one does not fit, none.
 * @throws what the part says, or a FileError if a part is of another class
 */
export function loadParts(parts: readonly (readonly [name: string, part: unknown, saved: SavedPart])[], where: string) {
  const stateful = parts.filter(([, part]) => isStateful(part) || part instanceof Generator);
  for (const [name, part, { kind, type }] of stateful) {
    const [expected, got] = [typeOf(part), kind === 'value' ? 'plain data' : type];
    if (got === expected) continue;
    throw new FileError(`${where}: expected '${name}' to be the state of ${expected}, got ${got}`);
  }
  for (const [, part, { value }] of stateful) {
    if (!(part instanceof Generator) || isGeneratorState(value)) continue;
    throw new FileError(`${where}: expected the state of a generator, got ${JSON.stringify(value)}`);
  }
  const before = stateful.map(([, part]) => stateOf(part));
  for (const [i, [name, part, saved]] of stateful.entries()) {
    try {
      setState(part, saved.value);
    } catch (error) {
      for (let k = 0; k <= i; k++) setState(stateful[k][1], before[k]);
      if (error instanceof LecternError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new FileError(`${where}: expected a state that fits '${name}', got ${reason}`, { cause: error });
    }
  }
}

function stateOf(part: unknown): unknown {
  return part instanceof Generator ? part.getState() : (part as Stateful).stateDict();
}

function setState(part: unknown, state: unknown): void {
  if (part instanceof Generator) part.setState(state as GeneratorState);
  else (part as Stateful).loadStateDict(state as never);
}

function isGeneratorState(state: unknown): state is GeneratorState {
  const { key, counter, used } = (state ?? {}) as Partial<GeneratorState>;
  const isWords = (words: unknown, count: number) =>
    Array.isArray(words) &&
    words.length === count &&
    words.every((word) => Number.isInteger(word) && word >>> 0 === word);
  return isWords(key, 2) && isWords(counter, 4) && isWords([used], 1) && used! <= 4;
}

/** Whether something has a state that a checkpoint saves and loads. */
export function isStateful(part: unknown): part is Stateful {
  if (part instanceof Module) return true;
  const { stateDict, loadStateDict } = (part ?? {}) as Partial<Stateful>;
  return typeof stateDict === 'function' && typeof loadStateDict === 'function';
}

/** A network may be saved by one class and loaded by another with the same keys. */
function typeOf(part: unknown): string {
  return part instanceof Module ? 'Module' : (part as object).constructor.name;
}
