import { ValueError } from '../../errors.js';
import { isReadable, type Readable } from '../values.js';

/** What histograms need of a model; every `nn.Module` is one. */
export interface ModelLike {
  namedParameters(): [name: string, parameter: Readable & { readonly grad?: Readable | null }][];
  namedModules(): [name: string, module: WatchedModule][];
}

/** What histograms need of a module to see what it computes. */
export interface WatchedModule {
  children(): unknown[];
  registerForwardHook(hook: (module: unknown, args: readonly unknown[], output: unknown) => undefined): {
    remove(): void;
  };
}

/** Whether a value is a model and not a tensor or an object of tensors. */
export function isModel(x: unknown): x is ModelLike {
  const { namedParameters, namedModules } = (x ?? {}) as Partial<ModelLike>;
  return typeof namedParameters === 'function' && typeof namedModules === 'function';
}

/** Parameters of a model by name, each followed by its gradient, `… gradient`, where it has one. */
export function parametersAndGradients(model: ModelLike): [name: string, tensor: Readable][] {
  return model
    .namedParameters()
    .flatMap(([name, parameter]): [string, Readable][] => [
      [name, parameter],
      ...(parameter.grad ? [[`${name} gradient`, parameter.grad] as [string, Readable]] : []),
    ]);
}

/**
 * Takes what each module without children computes, once after each `collect`: counting every call would cost more than
 * the call.
 */
export class WatchedOutputs<T> {
  private readonly taken = new Map<string, T>();
  private readonly due = new Set<string>();
  private readonly names: string[] = [];
  private readonly handles: { remove(): void }[] = [];

  constructor(
    model: ModelLike,
    private readonly take: (output: Readable) => T,
  ) {
    if (!isModel(model)) throw new ValueError(`view.histograms: watch takes a model, got ${String(model)}`);
    for (const [path, module] of model.namedModules()) {
      if (module.children().length > 0) continue;
      const name = path === '' ? 'output' : `${path} output`;
      this.names.push(name);
      this.due.add(name);
      this.handles.push(module.registerForwardHook((_, __, output) => this.see(name, output)));
    }
  }

  /** What was taken since the last call, by name. */
  collect(): [name: string, taken: T][] {
    const found = [...this.taken];
    this.taken.clear();
    for (const name of this.names) this.due.add(name);
    return found;
  }

  stop(): void {
    for (const handle of this.handles) handle.remove();
  }

  private see(name: string, output: unknown): undefined {
    if (!this.due.has(name) || !isReadable(output)) return undefined;
    this.due.delete(name);
    this.taken.set(name, this.take(output));
    return undefined;
  }
}
