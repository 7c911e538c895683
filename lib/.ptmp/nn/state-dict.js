import { noGrad } from '../autograd/no-grad.js';
import { ShapeError, shapeText, ValueError } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import { ownBuffers, ownChildren, ownParameters } from './tree.js';
/** See {@link Module.stateDict}. */
export function exportState(module, options) {
    const state = {};
    noGrad(() => {
        for (const { key, tensor, torchAxes } of entries(module)) {
            const reorder = options.layout === 'torch' && torchAxes !== undefined;
            state[key] = reorder ? tensor.detach().permute(...torchAxes) : tensor.detach();
        }
    });
    return state;
}
/** See {@link Module.loadStateDict}. Nothing is changed when it throws. */
export function importState(module, state, options) {
    const { strict = true, layout } = options;
    const wanted = [...entries(module)];
    const known = new Set(wanted.map((entry) => entry.key));
    const missing = wanted.filter((entry) => !(entry.key in state)).map((entry) => entry.key);
    const unexpected = Object.keys(state).filter((key) => !known.has(key));
    const present = wanted.filter((entry) => entry.key in state);
    const copies = [];
    const wrong = [];
    for (const { key, tensor, torchAxes } of present) {
        const axes = layout === 'torch' ? torchAxes : undefined;
        const expected = axes === undefined ? tensor.shape : axes.map((axis) => tensor.shape[axis]);
        if (!sameShape(expected, state[key].shape)) {
            wrong.push(`${key} expected ${shapeText(expected)}, got ${shapeText(state[key].shape)}`);
            continue;
        }
        const value = axes === undefined ? state[key] : noGrad(() => state[key].permute(...inverse(axes)));
        copies.push([tensor, value]);
    }
    report(module, strict ? missing : [], strict ? unexpected : [], wrong);
    noGrad(() => {
        for (const [target, value] of copies)
            target.copy_(value);
    });
    return { missing, unexpected };
}
function report(module, missing, unexpected, wrong) {
    const problems = [
        missing.length > 0 ? `missing ${missing.join(', ')}` : '',
        unexpected.length > 0 ? `unexpected ${unexpected.join(', ')}` : '',
        ...wrong,
    ].filter((problem) => problem !== '');
    if (problems.length === 0)
        return;
    const where = `${module.rootName()}.loadStateDict`;
    const fix = wrong.length === 0 ? '; pass {strict: false} to load what fits' : '';
    const text = `${where}: keys and shapes must be those of the module, got ${problems.join('; ')}${fix}`;
    throw wrong.length === 0 ? new ValueError(text) : new ShapeError(text);
}
/** A module used in two places appears under both names, as in PyTorch; `above` ends cycles. */
function* entries(module, prefix = '', above = new Set()) {
    for (const [name, tensor] of ownParameters(module)) {
        yield { key: prefix + name, tensor, torchAxes: module.torchAxes(name) };
    }
    for (const [name, tensor] of ownBuffers(module, module.persistentBufferNames())) {
        yield { key: prefix + name, tensor, torchAxes: module.torchAxes(name) };
    }
    const path = new Set(above).add(module);
    for (const [name, child] of ownChildren(module)) {
        if (!path.has(child))
            yield* entries(child, `${prefix}${name}.`, path);
    }
}
function inverse(axes) {
    const back = [];
    for (const [to, from] of axes.entries())
        back[from] = to;
    return back;
}
