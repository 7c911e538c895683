import type { DType, TypedArray } from '../../backend/buffer.js';

/** A number is whole; numbers with a fraction say so. */
export type Attribute = number | readonly number[] | string | { float: number };

/** One operation. */
export interface GraphNode {
  op: string;
  inputs: string[];
  output: string;
  attributes: Record<string, Attribute>;
}

/** A constant array; shapes and axes are int64. */
export interface Initializer {
  name: string;
  dtype: DType | 'int64';
  shape: readonly number[];
  values: TypedArray | BigInt64Array;
}

/** An input or output; text as size is a name, for sizes that may differ from call to call. */
export interface GraphValue {
  name: string;
  dtype: DType;
  shape: readonly (number | string)[];
}

/** A graph of ONNX that grows at its end. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly #names = new Set<string>();
  readonly #lists = new Map<string, string>();

  /** Adds an operation with one output and gives back its name. */
  add(op: string, inputs: string[], attributes: Record<string, Attribute> = {}): string {
    const output = this.unique(op);
    this.nodes.push({ op, inputs, output, attributes });
    return output;
  }

  /** Adds a constant under a name like the given one. */
  constant(name: string, values: TypedArray, shape: readonly number[], dtype: DType): string {
    const unique = this.unique(name);
    this.initializers.push({ name: unique, dtype, shape, values });
    return unique;
  }

  /** A list of whole numbers, as operations take shapes and axes; the same list is stored once. */
  list(numbers: readonly number[]): string {
    const key = numbers.join(',');
    let name = this.#lists.get(key);
    if (name === undefined) {
      name = this.unique('list');
      this.#lists.set(key, name);
      const values = BigInt64Array.from(numbers, BigInt);
      this.initializers.push({ name, dtype: 'int64', shape: [numbers.length], values });
    }
    return name;
  }

  /** The name itself, or one with a number behind it if it is taken. */
  unique(name: string): string {
    let free = name;
    for (let n = 1; this.#names.has(free); n++) free = `${name}_${n}`;
    this.#names.add(free);
    return free;
  }
}
