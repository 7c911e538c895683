import { ownChildren } from './tree.js';
/** The module tree as text: `Name(settings)`, submodules indented by two, one a line. */
export function moduleText(module, above = new Set()) {
    const name = module.constructor.name;
    const settings = module.extraRepr();
    // A module that refers back to one above it would never end.
    const children = [...ownChildren(module)].filter(([, child]) => child !== module && !above.has(child));
    if (children.length === 0)
        return `${name}(${settings})`;
    const path = new Set(above).add(module);
    const lines = children.map(([key, child]) => `(${key}): ${moduleText(child, path)}`);
    if (settings !== '')
        lines.unshift(settings);
    return `${name}(\n${lines.map(indent).join('\n')}\n)`;
}
function indent(text) {
    return text.replace(/^/gm, '  ');
}
