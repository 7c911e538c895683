import { types } from 'node:util';

/** The class of an object, `class` of a class, else what `typeof` says. Runs no code of the value. */
export function classNameOf(value: unknown): string {
  if (value === null) return 'null';
  if (types.isProxy(value)) return 'Proxy';
  if (isClass(value)) return 'class';
  if (typeof value !== 'object' && typeof value !== 'function') return typeof value;
  // A module of the library is a function that is an instance of a class.
  const name = named(Object.getPrototypeOf(value));
  return typeof value === 'function' && name === 'Function' ? 'function' : (name ?? 'object');
}

function isClass(value: unknown): boolean {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

function named(prototype: object | null): string | undefined {
  const maker = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof maker === 'function' && maker.name ? maker.name : undefined;
}
