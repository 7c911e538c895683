/** What a front end may ask about the variables and the memory of a kernel, and the answers. Types only. */

/** A question that the runner answers between cells. */
export type InspectQuestion =
  | { type: 'variables' }
  /** The display of one variable. */
  | { type: 'view'; name: string }
  | { type: 'memory' }
  /** As `memory`, after giving back what nothing refers to. */
  | { type: 'collect' };

/** What a variable is, in the order in which lists show them. */
export type VariableKind = 'tensor' | 'module' | 'value' | 'function' | 'class';

/** A variable of the cells, as a line of a table. */
export interface VariableRow {
  name: string;
  kind: VariableKind;
  /** Name of its class, or what `typeof` says. */
  type: string;
  /** Sizes of a tensor. */
  shape?: number[];
  dtype?: string;
  /** Where a tensor's values are: the name of the backend. */
  device?: string;
  /** Bytes of its values; of a module, of all its parameters. */
  bytes?: number;
  /** One line of text; empty when making it would have taken too long. */
  value: string;
}

/** What the runner holds, in bytes where nothing else is said. */
export interface MemoryFigures {
  /** Number of live tensors, their bytes now, and the most so far; missing without the library. */
  tensors?: number;
  bytes?: number;
  peakBytes?: number;
  /** Forced garbage collections and the milliseconds that they took. */
  collections?: number;
  collectionMs?: number;
  backend?: string;
  rss: number;
  heapUsed: number;
  heapTotal: number;
  external: number;
}

export type InspectAnswer =
  /** `total` counts all; `variables` may be the first of them. */
  | { type: 'variables'; variables: VariableRow[]; total: number }
  | { type: 'view'; name: string; data: Record<string, unknown> }
  | { type: 'memory'; memory: MemoryFigures }
  | { type: 'missing'; name: string };
