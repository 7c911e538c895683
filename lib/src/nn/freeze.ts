import { ValueError } from '../errors.js';
import type { Module } from './module.js';

/** See {@link Module.freeze}. */
export function setTrained(module: Module, pattern: string | RegExp, trained: boolean): string[] {
  const names = module.namedParameters();
  const matches = matcher(pattern);
  const found = names.filter(([name]) => matches(name));
  if (found.length === 0) {
    const where = `${module.rootName()}.${trained ? 'unfreeze' : 'freeze'}`;
    const known = names.map(([name]) => name).join(', ') || 'none';
    throw new ValueError(`${where}: the pattern must match a parameter, got ${pattern}; the names are ${known}`);
  }
  for (const [, parameter] of found) {
    parameter.requiresGrad = trained;
    // An optimiser would go on using the old gradient.
    if (!trained) parameter.grad = null;
  }
  return found.map(([name]) => name);
}

function matcher(pattern: string | RegExp): (name: string) => boolean {
  if (typeof pattern !== 'string') return (name) => name.search(pattern) >= 0;
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${source.join('.*')}$`);
  return (name) => whole.test(name);
}
