import { LecternError } from '../errors.js';
import { afterInterrupt } from '../interrupted.js';
import { ownChildren, walkModules } from './tree.js';
/** The modules being called now, outermost first. */
const calls = [];
const located = new WeakSet();
/**
 * Runs a module's call. An error of ours thrown inside gets the path of the innermost module put in front, once:
 * `net.2 (Linear 200→1): expected last dimension 200, got [64, 100]; …`.
 */
export function runInModule(module, body) {
    afterInterrupt(reset);
    calls.push(module);
    try {
        return body();
    }
    catch (error) {
        if (error instanceof LecternError && !located.has(error)) {
            located.add(error);
            locate(error, module);
        }
        throw error;
    }
    finally {
        calls.pop();
    }
}
function reset() {
    calls.length = 0;
}
function locate(error, module) {
    const before = error.message;
    error.message = `${currentPath()}: ${withoutOwnName(before, module)}`;
    // V8 writes the message into the stack when the error is made.
    if (error.stack !== undefined)
        error.stack = error.stack.replace(before, () => error.message);
}
/** `linear: expected …` inside a Linear, or `crossEntropy: …` inside a CrossEntropyLoss, needs no second name. */
function withoutOwnName(message, module) {
    const colon = message.indexOf(': ');
    const where = message.slice(0, Math.max(colon, 0));
    const own = [module.label(), module.constructor.name].some((name) => name.toLowerCase().startsWith(where.toLowerCase()));
    return colon > 0 && own ? message.slice(colon + 2) : message;
}
function currentPath() {
    const module = calls[calls.length - 1];
    if (calls.length === 1)
        return module.label();
    let path = calls[0].rootName();
    for (let i = 1; i < calls.length; i++) {
        const name = nameWithin(calls[i - 1], calls[i]);
        path = name === undefined ? calls[i].rootName() : `${path}.${name}`;
    }
    return `${path} (${module.label()})`;
}
function nameWithin(parent, child) {
    for (const [name, candidate] of ownChildren(parent))
        if (candidate === child)
            return name;
    for (const [name, candidate] of walkModules(parent))
        if (candidate === child && name !== '')
            return name;
    return undefined;
}
