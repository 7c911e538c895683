import { nodeBuiltin } from '../backend/node.js';
import type { Answer, Objective, Outcome, StartMessage, TrialMessage } from './messages.js';

/** Runs trials in a process of its own: `pool.ts` starts it, and it ends with the process that did. */

interface Parent {
  send(answer: Answer): void;
  on(event: 'message', listener: (message: StartMessage | TrialMessage) => void): void;
  on(event: 'disconnect', listener: () => void): void;
  exit(): never;
}

/** What is needed of the library; all of it is there. */
interface Library {
  backend: { use(name: string): Promise<void> };
  manualSeed(seed: number): unknown;
  Tensor: new (...args: never[]) => object;
}

type Run = (params: unknown, trial: unknown) => unknown;

const NEEDS = 'a function travels as text, without what stands around it: pass values by data, or use module';
const parent = (globalThis as unknown as { process: Parent }).process;
let library: Library;
let run: Run;
let data: unknown;

endWithParent();
parent.on('disconnect', () => parent.exit());
parent.on('message', (message) => {
  if (message.kind === 'start') void start(message);
  else void answer(message);
});

async function start(message: StartMessage): Promise<void> {
  try {
    library = (await import(message.library)) as Library;
    await library.backend.use(message.backend);
    ({ data } = message);
    run = await load(message.objective, message.library);
    parent.send({ kind: 'ready' });
  } catch (error) {
    parent.send({ kind: 'refused', reason: reasonOf(error) });
  }
}

async function answer({ params, number, seed, budget }: TrialMessage): Promise<void> {
  let outcome: Outcome;
  try {
    library.manualSeed(seed);
    outcome = outcomeOf(await run(params, { number, seed, budget, data }));
  } catch (error) {
    const hint = error instanceof ReferenceError ? `; ${NEEDS}` : '';
    outcome = { error: `${reasonOf(error)}${hint}` };
  }
  parent.send({ kind: 'done', outcome });
}

/** A score, alone or as `score` among other numbers; each may be a tensor of one value. */
function outcomeOf(returned: unknown): Outcome {
  const record = isNumber(returned) ? { score: returned } : returned;
  const entries = Object.entries((record ?? {}) as Record<string, unknown>).filter(([, value]) => isNumber(value));
  const { score, ...values } = Object.fromEntries(entries.map(([name, value]) => [name, numberOf(value as Numeric)]));
  if (score === undefined) {
    return { error: `expected a number, or an object with score, from the objective, got ${String(returned)}` };
  }
  return Number.isFinite(score) ? { score, values } : { error: `expected a finite score, got ${score}` };
}

type Numeric = number | { item(): number };

function isNumber(value: unknown): value is Numeric {
  return typeof value === 'number' || value instanceof library.Tensor;
}

function numberOf(value: Numeric): number {
  return typeof value === 'number' ? value : value.item();
}

async function load(objective: Objective, address: string): Promise<Run> {
  if ('source' in objective) return compile(objective.source);
  shareLibrary(address);
  const { pathToFileURL } = nodeBuiltin<{ pathToFileURL(path: string): { href: string } }>('node:url')!;
  const module = (await import(pathToFileURL(objective.file).href)) as Record<string, unknown>;
  const found = module.run ?? module.default;
  if (typeof found === 'function') return found as Run;
  throw new TypeError(
    `expected ${objective.file} to export a function run, got ${Object.keys(module).join(', ') || 'nothing'}`,
  );
}

/** The function from its text, with the library's names in scope. */
function compile(source: string): Run {
  // Cells of a notebook find their names in `exports`, and import by `$importLater`.
  const exports = new Proxy(library, {
    get: (target, name) => {
      if (name in target) return target[name as keyof Library];
      throw new ReferenceError(`${String(name)} is not defined`);
    },
  });
  const names: Record<string, unknown> = {
    exports,
    lectern: library,
    require: nodeBuiltin<{ createRequire(url: string): unknown }>('node:module')?.createRequire(import.meta.url),
    $importLater: (_require: unknown, id: string) => import(id),
    ...library,
  };
  const make = (text: string) => new Function(...Object.keys(names), text)(...Object.values(names)) as unknown;
  try {
    return make(`return (${source});`) as Run;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // `{ run(params) { … } }` has the text of a method, which is no expression.
    return make(`return Object.values({ ${source} })[0];`) as Run;
  }
}

/** Has `import 'lectern'` in the user's module find this library, wherever the module lies. */
function shareLibrary(address: string): void {
  const hook = `export const resolve = (id, context, next) =>
    id === 'lectern' ? { url: ${JSON.stringify(address)}, shortCircuit: true } : next(id, context);`;
  nodeBuiltin<{ register?(url: string): void }>('node:module')?.register?.(
    `data:text/javascript,${encodeURIComponent(hook)}`,
  );
}

/** A trial may compute for long without looking at messages, so a thread sees that the parent is gone. */
function endWithParent(): void {
  const threads = nodeBuiltin<{ Worker: new (code: string, options: { eval: true }) => { unref(): void } }>(
    'node:worker_threads',
  );
  if (threads === undefined) return;
  const look = "if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');";
  const watch = `const parent = process.ppid; setInterval(() => { ${look} }, 1000);`;
  new threads.Worker(watch, { eval: true }).unref();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
