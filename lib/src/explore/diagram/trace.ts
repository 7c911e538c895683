import { Node } from '../../autograd/graph.js';
import { enableGrad } from '../../autograd/no-grad.js';
import type { Module } from '../../nn/module.js';
import { tensorsIn } from '../../nn/summary.js';
import type { Tensor } from '../../tensor/tensor.js';

/** One call of an innermost module, an input, or an operation outside of them. */
export interface Step {
  kind: 'input' | 'layer' | 'operation';
  name: string;
  group: string[];
  shape: readonly number[];
  /** Of a layer: the module, and what went in and out. */
  module?: Module;
  input?: readonly number[];
  output?: Tensor;
  /** Whether the module was called before. */
  again?: boolean;
}

/** What a model did with its inputs: steps in order, and from which step to which something went. */
export interface Trace {
  steps: Step[];
  edges: [from: number, to: number][];
}

/** Operations that only move values; inside a module they are left out. */
const MOVES = new Set(['reshape', 'permute', 'expand', 'narrow', 'transpose', 'squeeze', 'unsqueeze', 'clone', 'to']);

/**
 * Passes inputs through a model and follows them: calls of the innermost modules by hooks, operations between them by the
 * recorded graph. What a model computes under `noGrad` counts as following the step before.
 */
export function traced(model: Module, inputs: readonly Tensor[]): Trace {
  const flow = new Flow(new Map(model.namedModules().map(([name, module]) => [module, name])));
  const given = inputs.map((x, i) => {
    const name = inputs.length > 1 ? `input ${i + 1}` : 'input';
    const own = x.dtype === 'float32' ? x.detach().requiresGrad_() : x;
    flow.source(own, { kind: 'input', name, group: [], shape: x.shape, output: x });
    return own;
  });
  const open: { calls: number }[] = [];
  const handles = model.modules().flatMap((below) => [
    below.registerForwardPreHook(() => {
      const outer = open.at(-1);
      if (outer) outer.calls++;
      open.push({ calls: 0 });
      return undefined;
    }),
    below.registerForwardHook((module, args, output) => {
      if (open.pop()?.calls === 0) flow.call(module, tensorsIn(args), tensorsIn(output));
      return undefined;
    }),
  ]);
  const modes = model.modules().map((below): [Module, boolean] => [below, below.training]);
  try {
    const output = enableGrad(() => model.eval()(...(given as never[])));
    for (const y of tensorsIn(output)) flow.place(y);
  } finally {
    for (const handle of handles) handle.remove();
    for (const [below, training] of modes) below.training = training;
  }
  return { steps: flow.steps, edges: flow.edges };
}

class Flow {
  readonly steps: Step[] = [];
  readonly edges: [from: number, to: number][] = [];
  readonly #made = new Map<Tensor | Node, number | null>();
  readonly #called = new Set<Module>();

  constructor(private readonly names: ReadonlyMap<Module, string>) {}

  source(x: Tensor, step: Step): void {
    this.#made.set(x, this.#add(step, []));
  }

  call(module: Module, args: readonly Tensor[], outputs: readonly Tensor[]): void {
    const [output] = outputs;
    if (output === undefined) return;
    const path = (this.names.get(module) ?? '').split('.');
    const from = args.map((x) => this.place(x)).filter((step): step is number => step !== null);
    const known = from.length > 0 || this.steps.length === 0 ? from : [this.steps.length - 1];
    const place = this.#add(
      {
        kind: 'layer',
        name: path.join('.') || module.constructor.name,
        group: path.slice(0, -1),
        shape: output.shape,
        module,
        input: args[0]?.shape ?? [],
        output,
        again: this.#called.has(module),
      },
      known,
    );
    this.#called.add(module);
    for (const y of outputs) {
      this.#made.set(y, place);
      if (y.gradFn) this.#made.set(y.gradFn, place);
    }
  }

  /** The step that made a tensor; steps for operations outside of layers are made now. */
  place(x: Tensor): number | null {
    return this.#made.get(x) ?? (x.gradFn ? this.#operation(x.gradFn) : null);
  }

  /** Depth first, with a stack of its own: a loop in a model can record a long chain. */
  #operation(last: Node): number | null {
    const stack = [last];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const waiting = node.next.find((from): from is Node => from instanceof Node && !this.#made.has(from));
      if (waiting && !this.#made.has(node)) {
        stack.push(waiting);
        continue;
      }
      stack.pop();
      if (!this.#made.has(node)) this.#made.set(node, this.#step(node));
    }
    return this.#made.get(last) ?? null;
  }

  #step(node: Node): number | null {
    const from = node.next.flatMap((each) => (each === null ? [] : (this.#made.get(each) ?? [])));
    if (from.length === 0) return null;
    const group = /^\S+?\.(\S+) \(/.exec(node.place?.path() ?? '')?.[1].split('.') ?? [];
    if (MOVES.has(node.name) && group.length > 0 && new Set(from).size === 1) return from[0];
    return this.#add({ kind: 'operation', name: node.name, group, shape: node.shape }, from);
  }

  #add(step: Step, from: readonly number[]): number {
    const place = this.steps.push(step) - 1;
    for (const each of new Set(from)) this.edges.push([each, place]);
    return place;
  }
}
