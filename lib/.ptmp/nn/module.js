import { DISPLAY_SYMBOL } from '../view/host.js';
import { runInModule } from './call-path.js';
import { Hooks } from './hooks.js';
import { moduleText } from './print.js';
import { exportState, importState } from './state-dict.js';
import { collectNamed, markAsModule, ownBuffers, ownChildren, ownParameters, walkModules } from './tree.js';
/** Not in private fields: the constructor returns another object than the one that would get them. */
const internals = new WeakMap();
/**
 * Base of everything with parameters. A subclass assigns parameters and modules to fields (also in arrays and plain
 * objects) and defines `forward`; instances are called like functions: `net(x)`. Parameters, buffers and submodules are
 * found by walking the fields, so names such as `conv1.weight` come from the field names.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor does return such a function
export class Module {
    constructor() {
        const self = ((...args) => call(self, args));
        Object.setPrototypeOf(self, new.target.prototype);
        // A function's own `name` and `length` are read-only and would hide fields of that name in subclasses.
        Reflect.deleteProperty(self, 'name');
        Reflect.deleteProperty(self, 'length');
        markAsModule(self);
        internals.set(self, { before: new Hooks(), after: new Hooks(), buffers: new Map() });
        self.training = true;
        // biome-ignore lint/correctness/noConstructorReturn: this is what makes modules callable
        return self;
    }
    /** Parameters of this module and all below it, each once. */
    parameters() {
        return this.namedParameters().map(([, parameter]) => parameter);
    }
    /** Parameters with dotted names such as `conv1.weight`, each once, parents before children. */
    namedParameters() {
        return collectNamed(this, ownParameters);
    }
    /** Tensors that belong to the state but are not trained, such as running means. */
    buffers() {
        return this.namedBuffers().map(([, buffer]) => buffer);
    }
    /** Buffers with dotted names, each once. */
    namedBuffers() {
        return collectNamed(this, (module) => ownBuffers(module, internalsOf(module).buffers.keys()));
    }
    /** Direct submodules. */
    children() {
        return this.namedChildren().map(([, child]) => child);
    }
    /** Direct submodules with the names of their fields. */
    namedChildren() {
        return [...ownChildren(this)];
    }
    /** This module and all below it, each once, parents before children. */
    modules() {
        return this.namedModules().map(([, module]) => module);
    }
    /** Modules with dotted names; the module itself has the name `''`. */
    namedModules() {
        return [...walkModules(this)];
    }
    /** Adds a tensor as field `name` that is saved with the state (unless not persistent) but not trained. */
    registerBuffer(name, tensor, options = {}) {
        internalsOf(this).buffers.set(name, options.persistent ?? true);
        this[name] = tensor;
    }
    /** Names of this module's own buffers that `stateDict` saves. */
    persistentBufferNames() {
        return [...internalsOf(this).buffers].filter(([, persistent]) => persistent).map(([name]) => name);
    }
    /** Sets training behaviour here and in all submodules. */
    train(mode = true) {
        for (const module of this.modules())
            module.training = mode;
        return this;
    }
    /** Same as `train(false)`. */
    eval() {
        return this.train(false);
    }
    /** Forgets the gradients of all parameters. */
    zeroGrad() {
        for (const parameter of this.parameters())
            parameter.grad = null;
    }
    /** Freezes (`false`) or trains (`true`) all parameters. */
    requiresGrad_(flag = true) {
        for (const parameter of this.parameters())
            parameter.requiresGrad = flag;
        return this;
    }
    /** Calls `fn` with every submodule, then with this module. */
    apply(fn) {
        for (const child of this.children())
            child.apply(fn);
        fn(this);
        return this;
    }
    /**
     * Copies of all parameters and persistent buffers by dotted name. `{layout: 'torch'}` gives them in PyTorch's axis
     * order (convolution filters as OIHW instead of HWIO).
     */
    stateDict(options = {}) {
        return exportState(this, options);
    }
    /**
     * Copies values into parameters and buffers. Every missing key, unexpected key and wrong shape is named in one
     * ShapeError or ValueError; `{strict: false}` accepts missing and unexpected keys and returns them.
     */
    loadStateDict(state, options = {}) {
        return importState(this, state, options);
    }
    /** Calls `hook` before every call of this module; it may return other arguments. */
    registerForwardPreHook(hook) {
        return internalsOf(this).before.add(hook);
    }
    /** Calls `hook` after every call of this module; it may return another output. */
    registerForwardHook(hook) {
        return internalsOf(this).after.add(hook);
    }
    /** Axes that take the own parameter `name` from our axis order to PyTorch's; `undefined` when the orders agree. */
    torchAxes(_name) {
        return undefined;
    }
    /** The settings shown between the brackets of `toString`, e.g. `inFeatures=1, outFeatures=200, bias=true`. */
    extraRepr() {
        return '';
    }
    /** A few words for error messages, e.g. `Linear 200→1`. */
    label() {
        return this.constructor.name;
    }
    /** How paths in error messages begin when this module is the outermost one. */
    rootName() {
        return this.constructor.name;
    }
    /** The module tree, as PyTorch prints it. */
    toString() {
        return moduleText(this);
    }
    /** How a notebook shows it. */
    [DISPLAY_SYMBOL]() {
        return { 'text/plain': this.toString() };
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return this.toString();
    }
}
function internalsOf(module) {
    return internals.get(module);
}
function call(module, args) {
    const { before, after } = internalsOf(module);
    return runInModule(module, () => {
        let given = args;
        for (const hook of before)
            given = hook(module, given) ?? given;
        let output = module.forward(...given);
        for (const hook of after)
            output = hook(module, given, output) ?? output;
        return output;
    });
}
