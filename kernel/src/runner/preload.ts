import type { Scope } from './scope.js';

interface Backends {
  backend?: { use?: (name: string) => Promise<unknown> };
}

/**
 * Loads a package from the kernel's place and puts its names in scope, and starts the best backend when it has one.
 *
 * @returns what went wrong, or `undefined`
 */
export async function preload(name: string, scope: Scope): Promise<string | undefined> {
  if (!name) return undefined;
  try {
    const namespace = (await import(name)) as Record<string, unknown> & Backends;
    scope.preload(name, namespace);
    await namespace.backend?.use?.('auto');
    return undefined;
  } catch (error) {
    return `${name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
  }
}
