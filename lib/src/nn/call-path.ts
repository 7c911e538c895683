import { currentPlace, type Place, setPlace } from '../autograd/place.js';
import { LecternError } from '../errors.js';
import { afterInterrupt } from '../interrupted.js';
import type { Module } from './module.js';
import { ownChildren, walkModules } from './tree.js';

/** One call of a module within another. */
class Call implements Place {
  constructor(
    readonly module: Module,
    readonly outer: Call | null,
  ) {}

  path(): string {
    if (this.outer === null) return this.module.label();
    return `${this.#name()} (${this.module.label()})`;
  }

  #name(): string {
    if (this.outer === null) return this.module.rootName();
    const name = nameWithin(this.outer.module, this.module);
    return name === undefined ? this.module.rootName() : `${this.outer.#name()}.${name}`;
  }
}

const located = new WeakSet<Error>();

/**
 * Runs a module's call. An error of ours thrown inside gets the path of the innermost module put in front, once:
 * `net.2 (Linear 200→1): expected last dimension 200, got [64, 100]; …`.
 */
export function runInModule<T>(module: Module, body: () => T): T {
  afterInterrupt(reset);
  const call = new Call(module, currentPlace() as Call | null);
  setPlace(call);
  try {
    return body();
  } catch (error) {
    if (error instanceof LecternError && !located.has(error)) {
      located.add(error);
      locate(error, call);
    }
    throw error;
  } finally {
    setPlace(call.outer);
  }
}

function reset(): void {
  setPlace(null);
}

function locate(error: LecternError, call: Call): void {
  const before = error.message;
  error.message = `${call.path()}: ${withoutOwnName(before, call.module)}`;
  // V8 writes the message into the stack when the error is made.
  if (error.stack !== undefined) error.stack = error.stack.replace(before, () => error.message);
}

/** `linear: expected …` inside a Linear, or `crossEntropy: …` inside a CrossEntropyLoss, needs no second name. */
function withoutOwnName(message: string, module: Module): string {
  const colon = message.indexOf(': ');
  const where = message.slice(0, Math.max(colon, 0));
  const own = [module.label(), module.constructor.name].some((name) =>
    name.toLowerCase().startsWith(where.toLowerCase()),
  );
  return colon > 0 && own ? message.slice(colon + 2) : message;
}

function nameWithin(parent: Module, child: Module): string | undefined {
  for (const [name, candidate] of ownChildren(parent)) if (candidate === child) return name;
  for (const [name, candidate] of walkModules(parent)) if (candidate === child && name !== '') return name;
  return undefined;
}
