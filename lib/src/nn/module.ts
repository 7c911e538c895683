import { type HookHandle, Hooks } from '../autograd/hooks.js';
import type { Tensor } from '../tensor/tensor.js';
import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { type FullBackwardHook, type FullBackwardPreHook, runWithBackwardHooks } from './backward-hooks.js';
import { runInModule } from './call-path.js';
import { setTrained } from './freeze.js';
import type { Parameter } from './parameter.js';
import { moduleText } from './print.js';
import { exportState, importState, type LoadOptions, type LoadReport, type StateDict } from './state-dict.js';
import { collectNamed, markAsModule, ownBuffers, ownChildren, ownParameters, walkModules } from './tree.js';

/** Sees the arguments before a call and may return others. */
export type ForwardPreHook = (module: Module, args: readonly unknown[]) => unknown[] | undefined;
/** Sees arguments and output of a call; what it returns, unless `undefined`, replaces the output. */
export type ForwardHook = (module: Module, args: readonly unknown[], output: unknown) => unknown;

interface Internals {
  readonly before: Hooks<ForwardPreHook>;
  readonly after: Hooks<ForwardHook>;
  readonly beforeBackward: Hooks<FullBackwardPreHook>;
  readonly afterBackward: Hooks<FullBackwardHook>;
  /** Names of buffers, and whether `stateDict` saves them. */
  readonly buffers: Map<string, boolean>;
}

/** Not in private fields: the constructor returns another object than the one that would get them. */
const internals = new WeakMap<object, Internals>();

/** Calling a module runs its hooks and its `forward`, with the types of `forward`. */
export interface Module {
  (...args: Parameters<this['forward']>): ReturnType<this['forward']>;
  /** Whether layers such as dropout behave as in training; set it with `train()` and `eval()`. */
  training: boolean;
}

/**
 * Base of everything with parameters. A subclass assigns parameters and modules to fields (also in arrays and plain
 * objects) and defines `forward`; instances are called like functions: `net(x)`. Parameters, buffers and submodules are
 * found by walking the fields, so names such as `conv1.weight` come from the field names.
 *
 *     class Twice extends nn.Module { forward(x: Tensor) { return x.mul(2); } };
 *     new Twice()(tensor([1, 2])) // → [2, 4]
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor does return such a function
export abstract class Module {
  constructor() {
    const self = ((...args: unknown[]) => call(self, args)) as unknown as this;
    Object.setPrototypeOf(self, new.target.prototype);
    // A function's own `name` and `length` are read-only and would hide fields of that name in subclasses.
    Reflect.deleteProperty(self, 'name');
    Reflect.deleteProperty(self, 'length');
    markAsModule(self);
    internals.set(self, {
      before: new Hooks(),
      after: new Hooks(),
      beforeBackward: new Hooks(),
      afterBackward: new Hooks(),
      buffers: new Map(),
    });
    self.training = true;
    // biome-ignore lint/correctness/noConstructorReturn: this is what makes modules callable
    return self;
  }

  /** What the module computes. Call the module itself instead, so that hooks run and errors name the module. */
  abstract forward(...args: never[]): unknown;

  /** Parameters of this module and all below it, each once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Parameters with dotted names such as `conv1.weight`, each once, parents before children. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return collectNamed(this, ownParameters);
  }

  /** Tensors that belong to the state but are not trained, such as running means. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Buffers with dotted names, each once. */
  namedBuffers(): [name: string, buffer: Tensor][] {
    return collectNamed(this, (module) => ownBuffers(module, internalsOf(module).buffers.keys()));
  }

  /** Direct submodules. */
  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** Direct submodules with the names of their fields. */
  namedChildren(): [name: string, child: Module][] {
    return [...ownChildren(this)];
  }

  /** This module and all below it, each once, parents before children. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** Modules with dotted names; the module itself has the name `''`. */
  namedModules(): [name: string, module: Module][] {
    return [...walkModules(this)];
  }

  /** Adds a tensor as field `name` that is saved with the state (unless not persistent) but not trained. */
  registerBuffer(name: string, tensor: Tensor, options: { persistent?: boolean } = {}): void {
    internalsOf(this).buffers.set(name, options.persistent ?? true);
    (this as Record<string, unknown>)[name] = tensor;
  }

  /** Names of this module's own buffers that `stateDict` saves. */
  persistentBufferNames(): string[] {
    return [...internalsOf(this).buffers].filter(([, persistent]) => persistent).map(([name]) => name);
  }

  /** Sets training behaviour here and in all submodules. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Same as `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Freezes (`false`) or trains (`true`) all parameters. */
  requiresGrad_(flag = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = flag;
    return this;
  }

  /**
   * Stops training the parameters whose dotted name matches a pattern: a regular expression, or text in which `*` stands
   * for anything (`'features.*'`). Returns the names; throws a ValueError when no parameter matches.
   */
  freeze(pattern: string | RegExp): string[] {
    return setTrained(this, pattern, false);
  }

  /** Reverses {@link freeze}. */
  unfreeze(pattern: string | RegExp): string[] {
    return setTrained(this, pattern, true);
  }

  /** Calls `fn` with every submodule, then with this module. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /**
   * Copies of all parameters and persistent buffers by dotted name. `{layout: 'torch'}` gives them under PyTorch's
   * names (`running_mean`) and in its axis order (convolution filters as OIHW instead of HWIO).
   */
  stateDict(options: { layout?: 'torch' } = {}): StateDict {
    return exportState(this, options);
  }

  /**
   * Copies values into parameters and buffers. Every missing key, unexpected key and wrong shape is named in one
   * ShapeError or ValueError; `{strict: false}` accepts missing and unexpected keys and returns them.
   */
  loadStateDict(state: StateDict, options: LoadOptions = {}): LoadReport {
    return importState(this, state, options);
  }

  /** Calls `hook` before every call of this module; it may return other arguments. */
  registerForwardPreHook(hook: ForwardPreHook): HookHandle {
    return internalsOf(this).before.add(hook);
  }

  /** Calls `hook` after every call of this module; it may return another output. */
  registerForwardHook(hook: ForwardHook): HookHandle {
    return internalsOf(this).after.add(hook);
  }

  /**
   * Calls `hook` in every backward pass through a call of this module, with the gradients of the tensors among its
   * arguments (`null` for what has none) and of its results; a list that the hook returns takes the place of the former.
   */
  registerFullBackwardHook(hook: FullBackwardHook): HookHandle {
    return internalsOf(this).afterBackward.add(hook);
  }

  /**
   * Calls `hook` in every backward pass before it goes through a call of this module, with the gradients of its results; a
   * list that the hook returns takes their place.
   */
  registerFullBackwardPreHook(hook: FullBackwardPreHook): HookHandle {
    return internalsOf(this).beforeBackward.add(hook);
  }

  /** Axes that take the own parameter `name` from our axis order to PyTorch's; `undefined` when the orders agree. */
  torchAxes(_name: string): readonly number[] | undefined {
    return undefined;
  }

  /** The settings shown between the brackets of `toString`, e.g. `inFeatures=1, outFeatures=200, bias=true`. */
  extraRepr(): string {
    return '';
  }

  /** A few words for error messages, e.g. `Linear 200→1`. */
  label(): string {
    return this.constructor.name;
  }

  /** How paths in error messages begin when this module is the outermost one. */
  rootName(): string {
    return this.constructor.name;
  }

  /** The module tree, as PyTorch prints it. */
  toString(): string {
    return moduleText(this);
  }

  /** How a notebook shows it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return { 'text/plain': this.toString() };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A module from one tensor to one tensor, as `Sequential` takes. */
export interface TensorModule extends Module {
  forward(x: Tensor): Tensor;
}

function internalsOf(module: Module): Internals {
  return internals.get(module)!;
}

function call(module: Module, args: unknown[]): unknown {
  const { before, after, beforeBackward, afterBackward } = internalsOf(module);
  return runInModule(module, () => {
    let given = args;
    for (const hook of before) given = hook(module, given) ?? given;
    const forward = (xs: readonly unknown[]): unknown => {
      let output: unknown = module.forward(...(xs as never[]));
      for (const hook of after) output = hook(module, xs, output) ?? output;
      return output;
    };
    if (beforeBackward.size + afterBackward.size === 0) return forward(given);
    return runWithBackwardHooks(module, given, forward, beforeBackward, afterBackward);
  });
}
