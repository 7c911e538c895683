export function nodeProcess() {
    const process = globalThis.process;
    return process?.getBuiltinModule === undefined ? undefined : process;
}
/** A Node built-in such as `node:fs`, as type `T`. */
export function nodeBuiltin(name) {
    return nodeProcess()?.getBuiltinModule?.(name);
}
/** `require` as seen from this package, for CommonJS packages and native addons. */
export function nodeRequire() {
    const module = nodeBuiltin('node:module');
    return module?.createRequire(import.meta.url);
}
