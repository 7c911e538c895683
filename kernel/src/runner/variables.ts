import { types } from 'node:util';
import type { Shown } from '../contract/frames.js';
import type { VariableInfo } from '../contract/guard.js';
import { displayOf } from '../display/bundle.js';
import { lineOf, quickLineOf, typeNameOf } from '../display/line.js';
import type { Scope } from './scope.js';

/** The key on `globalThis` under which the debugger finds the variables. */
const VARIABLES_SYMBOL = Symbol.for('lectern.variables');
const MOST = 200;

type Entry = [name: string, value: unknown];

/**
 * The variables as the debugger shows them. Its methods are called through the inspector, so they also work while a cell
 * is stopped or running. Handles hold values weakly: looking at a tensor does not keep it alive.
 */
export class Variables {
  private readonly values: WeakRef<object>[] = [];
  private readonly handles = new WeakMap<object, number>();

  constructor(private readonly scope: Scope) {}

  /** Makes these the variables that the debugger finds. */
  install(): void {
    Object.defineProperty(globalThis, VARIABLES_SYMBOL, { value: this, enumerable: false });
  }

  /** The object that holds the variables of the cells. */
  get exports(): Record<string, unknown> {
    return this.scope.exports;
  }

  /** What the cells declared. With `quick`, no code of the values runs. */
  list(quick: boolean): VariableInfo[] {
    return this.scope.variables().map((entry) => this.info(entry, quick));
  }

  /** The names that the cells declared. */
  names(): string[] {
    return this.scope.variables().map(([name]) => name);
  }

  /** Every name that cells can use, those of the preload too. */
  allNames(): string[] {
    return Object.keys(this.exports);
  }

  describe(names: string[], ...values: unknown[]): VariableInfo[] {
    return names.map((name, index) => this.info([name, values[index]]));
  }

  /** The parts of a value: elements, entries, own properties. Empty when the value is gone. */
  children(reference: number, start = 0, count = MOST): VariableInfo[] {
    const value = this.values[reference - 1]?.deref();
    if (value === undefined) return [];
    const { size, slice } = partsOf(value);
    const shown = slice(start, start + (count || MOST)).map((entry) => this.info(entry));
    const left = size - start - shown.length;
    return left > 0 ? [...shown, { name: '…', value: `${left} more`, type: '', reference: 0 }] : shown;
  }

  show(value: unknown): Shown | Promise<Shown> {
    return displayOf(value);
  }

  /** The display of a cell's variable; undefined when there is none of that name. */
  showNamed(name: string): Shown | Promise<Shown> | undefined {
    return Object.hasOwn(this.exports, name) ? displayOf(this.exports[name]) : undefined;
  }

  /** Makes a value a variable of the cells. */
  assign(name: string, value: unknown): void {
    this.exports[name] = value;
  }

  private info([name, value]: Entry, quick = false): VariableInfo {
    const expandable = value !== null && (typeof value === 'object' || typeof value === 'function');
    const reference = expandable && hasParts(value) ? this.handleOf(value) : 0;
    return { name, value: quick ? quickLineOf(value) : lineOf(value), type: typeNameOf(value), reference };
  }

  private handleOf(value: object): number {
    const known = this.handles.get(value);
    if (known !== undefined) return known;
    const handle = this.values.push(new WeakRef(value));
    this.handles.set(value, handle);
    return handle;
  }
}

interface Parts {
  size: number;
  slice(start: number, end: number): Entry[];
}

function hasParts(value: object): boolean {
  return !types.isProxy(value) && partsOf(value).size > 0;
}

function partsOf(value: object): Parts {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const list = value as ArrayLike<unknown>;
    const slice = (start: number, end: number) =>
      Array.from({ length: Math.min(end, list.length) - start }, (_, i): Entry => [String(start + i), list[start + i]]);
    return { size: list.length, slice };
  }
  if (value instanceof Map) return parts([...value].map(([key, item]) => [lineOf(key), item]));
  if (value instanceof Set) return parts([...value].map((item, index) => [String(index), item]));
  return parts(fieldsOf(value));
}

function parts(entries: Entry[]): Parts {
  return { size: entries.length, slice: (start, end) => entries.slice(start, end) };
}

/** The own enumerable properties, but no getters: looking must not run code. */
function fieldsOf(value: object): Entry[] {
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([name, { enumerable, get, value: item }]) =>
    enumerable && !get ? [[name, item] as Entry] : [],
  );
}
