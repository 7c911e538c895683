import { Tensor } from '../tensor/tensor.js';
import { Parameter } from './parameter.js';
const modules = new WeakSet();
/** Called by the base constructor: modules are functions, so this is how the tree knows them. */
export function markAsModule(module) {
    modules.add(module);
}
function isModule(value) {
    return typeof value === 'function' && modules.has(value);
}
/** The module's own parameters by field name. */
export function* ownParameters(module) {
    for (const [name, value] of fields(module))
        if (value instanceof Parameter)
            yield [name, value];
}
/** The module's direct submodules by field name. */
export function* ownChildren(module) {
    for (const [name, value] of fields(module))
        if (isModule(value))
            yield [name, value];
}
/** The module's own buffers: those of the given names that still hold a tensor. */
export function* ownBuffers(module, names) {
    for (const name of names) {
        const value = module[name];
        if (value instanceof Tensor)
            yield [name, value];
    }
}
/** The module and all below it with dotted paths, each once, parents before children. */
export function* walkModules(module, path = '', seen = new Set()) {
    if (seen.has(module))
        return;
    seen.add(module);
    yield [path, module];
    for (const [name, child] of ownChildren(module)) {
        yield* walkModules(child, path === '' ? name : `${path}.${name}`, seen);
    }
}
/** What `own` finds in the module and below, each value once, with dotted names. */
export function collectNamed(module, own) {
    const seen = new Set();
    const found = [];
    for (const [path, below] of walkModules(module)) {
        for (const [name, value] of own(below)) {
            if (seen.has(value))
                continue;
            seen.add(value);
            found.push([path === '' ? name : `${path}.${name}`, value]);
        }
    }
    return found;
}
/** Own fields, with the elements of arrays and plain objects as `field.index`. */
function* fields(module) {
    for (const [name, value] of Object.entries(module))
        yield* flatten(name, value, new Set());
}
function* flatten(name, value, above) {
    if (!isPlainContainer(value) || above.has(value)) {
        yield [name, value];
        return;
    }
    above.add(value);
    for (const [key, element] of Object.entries(value))
        yield* flatten(`${name}.${key}`, element, above);
    above.delete(value);
}
function isPlainContainer(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    // An array of numbers cannot hold modules; long ones (a loss history) would make every walk slow.
    if (Array.isArray(value))
        return typeof value[0] === 'object' || typeof value[0] === 'function';
    // Compared by depth, not with Object.prototype: a notebook cell may have an Object of its own.
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
