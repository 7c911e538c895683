import { types } from 'node:util';
import type { Member } from '../contract/frames.js';

/** More members than this are of no help. */
const MOST = 1000;

/**
 * The members of the value that a path of names leads to, its own first; empty if it leads nowhere. Nothing is called:
 * a path ends at a getter and at a proxy, because looking through these runs code.
 */
export function membersOf(scope: Record<string, unknown>, path: readonly string[]): Member[] {
  const [root, ...rest] = path;
  let value = root === undefined ? undefined : dataProperty(Object.hasOwn(scope, root) ? scope : globalThis, root);
  for (const name of rest) value = dataProperty(value, name);
  const found = new Map<string, Member>();
  for (const holder of holders(value)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (found.has(name) || name === 'constructor' || !isName(name)) continue;
      found.set(name, { name, kind: typeof descriptor.value === 'function' ? 'method' : 'property' });
      if (found.size >= MOST) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** The value and its prototypes, but for what every object or function has. */
function holders(value: unknown): object[] {
  const list: object[] = [];
  let holder: object | null = value === undefined || value === null ? null : Object(value);
  for (; holder && !isGeneral(holder) && !types.isProxy(holder); holder = Object.getPrototypeOf(holder))
    list.push(holder);
  return list;
}

function isGeneral(holder: object): boolean {
  return holder === Object.prototype || holder === Function.prototype;
}

function dataProperty(value: unknown, name: string): unknown {
  for (const holder of holders(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor) return descriptor.value;
  }
  return undefined;
}

function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(text);
}
