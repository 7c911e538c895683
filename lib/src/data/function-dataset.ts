import { nodeBuiltin, nodeRequire } from '../backend/node.js';
import { ValueError } from '../errors.js';
import { Dataset } from './dataset.js';
import { checkIndex } from './rows.js';

/** A function that a module exports under a name. */
export interface ModuleFunction {
  /** Address (`file:`) of a JavaScript module, e.g. `new URL('./photos.js', import.meta.url)`. */
  module: string | URL;
  name: string;
}

export interface FunctionDatasetOptions<Sample, Args> {
  /** How many samples there are. */
  length: number;
  /** Makes a sample: a function that uses its two arguments and nothing around it, or one of a module. */
  get: ((index: number, args: Args) => Sample) | ModuleFunction;
  /** Plain data for the function, copied into each worker thread: numbers, text, arrays, typed arrays, records. */
  args?: Args;
}

/** What a worker thread needs to make samples. */
export type WorkerTask = ({ source: string } | { module: string; name: string }) & { args: unknown };

/**
 * Samples made by a function of their number: the dataset whose work {@link DataLoader} can do in worker threads. Samples are
 * plain data, since tensors cannot travel: numbers, text, typed arrays and `{ values, shape }`, alone or in tuples and
 * records; `collate` makes tensors of them. A worker gets the text of the function, so it sees no variable and no import
 *
 *     new data.FunctionDataset({ length: 3, get: (i) => i * i }).get(2) // → 4
 *
 * from around it: what it needs goes into `args`, or the function into a module.
 * const waves = new data.FunctionDataset({
 *   length: 1000,
 *   args: { steps: 50 },
 *   get: (index, { steps }) => [Float32Array.from({ length: steps }, (_, t) => Math.sin(t * index)), index % 2],
 * });
 */
export class FunctionDataset<const Sample, Args = undefined> extends Dataset<Sample> {
  readonly length: number;
  /** What a worker thread is given. */
  readonly task: WorkerTask;
  readonly #args: Args;
  #make: ((index: number, args: Args) => Sample) | undefined;

  constructor({ length, get, args }: FunctionDatasetOptions<Sample, Args>) {
    super();
    if (!(Number.isInteger(length) && length >= 0)) {
      throw new ValueError(`FunctionDataset: length must be a whole number of at least 0, got ${length}`);
    }
    this.length = length;
    this.#args = args as Args;
    if (typeof get === 'function') {
      this.#make = get;
      this.task = { source: sourceOf(get), args };
    } else {
      this.task = { module: String(get.module), name: get.name, args };
    }
  }

  get(index: number): Sample {
    checkIndex('FunctionDataset.get', index, this.length);
    this.#make ??= this.#load();
    return this.#make(index, this.#args);
  }

  #load(): (index: number, args: Args) => Sample {
    const { module, name } = this.task as ModuleFunction;
    const url = nodeBuiltin<{ fileURLToPath(address: string | URL): string }>('node:url');
    const load = nodeRequire();
    if (url === undefined || load === undefined) {
      throw new ValueError(
        `FunctionDataset: modules are read by Node only, got ${module} without Node; give a function`,
      );
    }
    const found = (load(url.fileURLToPath(module)) as Record<string, unknown>)[name];
    if (typeof found === 'function') return found as (index: number, args: Args) => Sample;
    throw new ValueError(`FunctionDataset: expected ${module} to export a function ${name}, got ${typeof found}`);
  }
}

/** The text of a function as an expression, also of one that was written as a method. */
function sourceOf(fn: (...args: never[]) => unknown): string {
  const text = String(fn);
  if (/\{\s*\[native code\]\s*\}$/.test(text)) {
    throw new ValueError(
      'FunctionDataset: expected a function whose text can go to a worker, got a bound or built-in one',
    );
  }
  return /^(?:async\s+)?(?:function\b|\(|[\p{L}\p{N}_$]+\s*=>)/u.test(text) ? text : `Object.values({ ${text} })[0]`;
}
