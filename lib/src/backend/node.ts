/**
 * The one door to Node: the core must load in a browser too, so nothing here is imported statically. Each function
 * returns `undefined` where Node is missing.
 */
interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
  env: Record<string, string | undefined>;
  cwd(): string;
  platform: string;
  arch: string;
}

export function nodeProcess(): NodeProcess | undefined {
  const process = (globalThis as { process?: NodeProcess }).process;
  return process?.getBuiltinModule === undefined ? undefined : process;
}

/** A Node built-in such as `node:fs`, as type `T`. */
export function nodeBuiltin<T>(name: string): T | undefined {
  return nodeProcess()?.getBuiltinModule?.(name) as T | undefined;
}

/** `require` as seen from this package, for CommonJS packages and native addons. */
export function nodeRequire(): ((id: string) => unknown) | undefined {
  const module = nodeBuiltin<{ createRequire(url: string): (id: string) => unknown }>('node:module');
  return module?.createRequire(import.meta.url);
}
