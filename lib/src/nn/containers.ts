import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import type { Parameter } from './parameter.js';

/**
 * Modules in a list, so that their parameters are found: `this.layers = new nn.ModuleList([...])`. Index it, loop over it,
 * call its modules; it has no `forward` of its own.
 *
 *     new nn.ModuleList([new nn.Linear(2, 3), new nn.Linear(3, 1)]).parameters().length // → 4
 */
export class ModuleList<M extends Module = Module> extends Module {
  [index: number]: M;

  constructor(modules: Iterable<M> = []) {
    super();
    this.extend(modules);
  }

  /** How many modules there are. */
  override get length(): number {
    return countOf(this);
  }

  /** Not there: throws a ValueError. */
  forward(): never {
    throw notCallable('ModuleList', 'loop over it and call its modules');
  }

  /** Adds a module at the end. */
  append(module: M): this {
    this[this.length] = module;
    return this;
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<M>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  *[Symbol.iterator](): Iterator<M> {
    for (let index = 0; index in this; index++) yield this[index];
  }
}

/**
 * Parameters in a list, so that a module that has it as a field trains them.
 *
 *     new nn.ParameterList([new nn.Parameter(ones(2))]).parameters().length // → 1
 */
export class ParameterList extends Module {
  [index: number]: Parameter;

  constructor(parameters: Iterable<Parameter> = []) {
    super();
    for (const parameter of parameters) this.append(parameter);
  }

  /** How many parameters there are. */
  override get length(): number {
    return countOf(this);
  }

  /** Not there: throws a ValueError. */
  forward(): never {
    throw notCallable('ParameterList', 'use its parameters');
  }

  /** Adds a parameter at the end. */
  append(parameter: Parameter): this {
    this[this.length] = parameter;
    return this;
  }

  *[Symbol.iterator](): Iterator<Parameter> {
    for (let index = 0; index in this; index++) yield this[index];
  }
}

/**
 * Modules by name, so that their parameters are found: `this.heads = new nn.ModuleDict({ digit: …, parity: … })`.
 *
 *     new nn.ModuleDict({ a: new nn.Linear(2, 3) }).parameters().length // → 2
 */
export class ModuleDict<M extends Record<string, Module> = Record<string, Module>> extends Module {
  constructor(modules?: M) {
    super();
    for (const [key, module] of Object.entries(modules ?? {})) this.set(key, module);
  }

  /** Not there: throws a ValueError. */
  forward(): never {
    throw notCallable('ModuleDict', 'call one of its modules: dict.get(name)(x)');
  }

  /** The module of a name. Throws a ValueError that lists the names if there is none. */
  get<K extends keyof M & string>(key: K): M[K] {
    if (this.has(key)) return this.#fields()[key] as M[K];
    throw new ValueError(`ModuleDict.get: expected one of ${this.keys().join(', ')}, got '${key}'`);
  }

  /** Adds a module or replaces the one of this name. */
  set(key: string, module: Module): this {
    // The modules are fields, which gives the state its names; a field must not hide a method.
    if (key === '' || key.includes('.') || (key in this && !this.has(key))) {
      throw new ValueError(`ModuleDict.set: a name must not be empty, have a dot or be that of a method, got '${key}'`);
    }
    this.#fields()[key] = module;
    return this;
  }

  has(key: string): boolean {
    return this.namedChildren().some(([name]) => name === key);
  }

  /** The names, in the order in which they were added. */
  keys(): string[] {
    return this.namedChildren().map(([name]) => name);
  }

  /** The modules, in the order in which they were added. */
  values(): Module[] {
    return this.children();
  }

  #fields(): Record<string, unknown> {
    return this as unknown as Record<string, unknown>;
  }
}

function countOf(list: { [index: number]: Module | Tensor }): number {
  let count = 0;
  while (count in list) count++;
  return count;
}

function notCallable(name: string, fix: string): ValueError {
  return new ValueError(`${name}: it has no forward, got a call; ${fix}`);
}
